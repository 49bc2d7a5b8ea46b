"""The only place that wires apps together: settings, URLs, ASGI, WSGI, Celery."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
