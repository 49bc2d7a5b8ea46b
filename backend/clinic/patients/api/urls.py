"""Routes, relative to ``/api/``."""

from django.urls import URLPattern, URLResolver, path

from clinic.patients.api import views
from clinic.patients.api.accesses import OwnAccesses
from clinic.patients.api.dependants import DependantViewSet
from clinic.patients.api.finding import FindPatients
from clinic.patients.api.guardians import GuardianViewSet
from clinic.patients.api.merging import MergePatients

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "patients/",
        views.PatientViewSet.as_view({"get": "list", "post": "create"}),
        name="patients",
    ),
    path(
        "patients/me/",
        views.OwnPatientViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="own-patient",
    ),
    path("patients/find/", FindPatients.as_view({"post": "find"}), name="patients-find"),
    path("patients/me/accesses/", OwnAccesses.as_view({"get": "list"}), name="own-accesses"),
    path("patients/<int:pk>/", views.PatientViewSet.as_view({"get": "retrieve"}), name="patient"),
    path(
        "patients/<int:pk>/merge/",
        MergePatients.as_view({"get": "retrieve", "post": "merge"}),
        name="patient-merge",
    ),
    path(
        "patients/<int:pk>/code/",
        views.PatientViewSet.as_view({"post": "code"}),
        name="patient-code",
    ),
    path("guardians/", GuardianViewSet.as_view({"get": "list"}), name="guardians"),
    path("guardians/<int:pk>/", GuardianViewSet.as_view({"delete": "destroy"}), name="guardian"),
    path(
        "dependants/",
        DependantViewSet.as_view({"get": "list", "post": "create"}),
        name="dependants",
    ),
    path(
        "dependants/<int:pk>/",
        DependantViewSet.as_view(
            {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}
        ),
        name="dependant",
    ),
]
