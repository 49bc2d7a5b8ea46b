"""Celery: Redis with a worker and beat of their own, or memory:// inside `manage.py serve`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("creneau")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
