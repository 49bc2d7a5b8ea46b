"""Routes, relative to ``/api/``."""

from django.urls import URLPattern, URLResolver, path

from clinic.audit.api.views import AuditEntries

urlpatterns: list[URLPattern | URLResolver] = [
    path("audit/", AuditEntries.as_view({"get": "list"}), name="audit"),
]
