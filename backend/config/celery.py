"""Celery: Redis with workers and beat of their own, or memory:// inside `manage.py serve`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")


def make_app(*, is_current: bool = True) -> Celery:
    """Return the app; within one process each further worker wants one of its own, since an app
    remembers which queues are consumed."""
    made = Celery("creneau", set_as_current=is_current)
    made.config_from_object("django.conf:settings", namespace="CELERY")
    made.autodiscover_tasks()
    return made


app = make_app()
