"""Routes, relative to ``/api/``."""

from django.urls import URLPattern, URLResolver, path

from clinic.patients.api import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("patients/", views.PatientViewSet.as_view({"get": "list"}), name="patients"),
    path(
        "patients/me/",
        views.OwnPatientViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="own-patient",
    ),
    path("patients/me/accesses/", views.OwnAccesses.as_view({"get": "list"}), name="own-accesses"),
    path("patients/<int:pk>/", views.PatientViewSet.as_view({"get": "retrieve"}), name="patient"),
]
