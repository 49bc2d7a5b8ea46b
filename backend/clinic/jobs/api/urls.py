"""Routes, relative to ``/api/``."""

from django.urls import URLPattern, URLResolver, path, register_converter

from clinic.common.api.routes import Key
from clinic.jobs.api.views import Jobs

register_converter(Key, "job")

urlpatterns: list[URLPattern | URLResolver] = [
    path("jobs/", Jobs.as_view({"get": "list"}), name="jobs"),
    path("jobs/<job:pk>/", Jobs.as_view({"get": "retrieve"}), name="job"),
    path("jobs/<job:pk>/cancel/", Jobs.as_view({"post": "cancel"}), name="job-cancel"),
]
