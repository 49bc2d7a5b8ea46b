"""All routes. Every resource answers under ``/api/`` and, pinned, under ``/api/v1/``."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerView

from config import pages

resources: list[URLPattern | URLResolver] = [
    path("", include("clinic.audit.api.urls")),
    path("", include("clinic.jobs.api.urls")),
    path("", include("clinic.users.api.urls")),
    path("", include("clinic.doctors.api.urls")),
    path("", include("clinic.patients.api.urls")),
    path("", include("clinic.care.api.urls")),
    path("", include("clinic.slots.api.urls")),
    path("", include("clinic.appointments.api.urls")),
    path("", include("clinic.notifications.api.urls")),
    path("config/", pages.SpaConfigView.as_view(), name="spa-config"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(), name="docs"),
    path("api/redoc/", SpectacularRedocView.as_view(), name="redoc"),
    path("api/", include(resources)),
    path("api/v1/", include((resources, "v1"))),
    path("admin/", admin.site.urls),
    path("health/live", pages.live, name="live"),
    path("health/ready", pages.ready, name="ready"),
    # Not for files: a script that a new build has replaced is a 404, not the page.
    re_path(r"^(?!api/|admin/|ws/|static/|media/|health/)[^.]*$", pages.spa, name="spa"),
]

handler400 = "clinic.common.api.errors.bad_request"
handler403 = "clinic.common.api.errors.forbidden"
handler404 = "clinic.common.api.errors.not_found"
handler500 = "clinic.common.api.errors.server_error"
