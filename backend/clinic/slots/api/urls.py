"""Routes, relative to ``/api/``."""

from typing import Any

from django.urls import URLPattern, URLResolver, path, register_converter

from clinic.common.api.routes import Key
from clinic.slots.api.views import directory
from clinic.slots.api.views.absences import ExceptionViewSet
from clinic.slots.api.views.rules import (
    AvailabilityViewSet,
    ConflictsViewSet,
    PlanningViewSet,
)
from clinic.slots.api.views.slots import AvailableSlotsViewSet, SlotViewSet

register_converter(Key, "row")

ONE_ROW: dict[str, Any] = {
    "get": "retrieve",
    "put": "update",
    "patch": "partial_update",
    "delete": "destroy",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("directory/doctors/", directory.DoctorsView.as_view(), name="directory"),
    path("directory/doctors/<row:pk>/", directory.DoctorView.as_view(), name="directory-doctor"),
    path(
        "directory/doctors/<row:pk>/slots/",
        directory.DoctorSlotsView.as_view(),
        name="directory-doctor-slots",
    ),
    path("directory/slots/", directory.SlotsView.as_view(), name="directory-slots"),
    path("directory/facets/", directory.FacetsView.as_view(), name="directory-facets"),
    path("slots/", SlotViewSet.as_view({"get": "list", "post": "create"}), name="slots"),
    path("slots/available/", SlotViewSet.as_view({"get": "available"}), name="slots-available"),
    path(
        "slots/<row:pk>/",
        SlotViewSet.as_view({"get": "retrieve", "delete": "destroy"}),
        name="slot",
    ),
    path(
        "slots/<row:pk>/hold/",
        SlotViewSet.as_view({"post": "hold", "delete": "release"}),
        name="slot-hold",
    ),
    path(
        "availabilities/",
        AvailabilityViewSet.as_view({"get": "list", "post": "create"}),
        name="availabilities",
    ),
    path(
        "availabilities/available-slots/",
        AvailableSlotsViewSet.as_view({"get": "list"}),
        name="available-slots",
    ),
    path(
        "availabilities/preview/",
        PlanningViewSet.as_view({"post": "preview"}),
        name="availabilities-preview",
    ),
    path(
        "availabilities/schedule/",
        PlanningViewSet.as_view({"get": "schedule", "put": "replace_schedule"}),
        name="availabilities-schedule",
    ),
    path(
        "availabilities/conflicts/",
        ConflictsViewSet.as_view({"get": "list"}),
        name="availabilities-conflicts",
    ),
    path("availabilities/<row:pk>/", AvailabilityViewSet.as_view(ONE_ROW), name="availability"),
    path(
        "exceptions/",
        ExceptionViewSet.as_view({"get": "list", "post": "create"}),
        name="exceptions",
    ),
    path("exceptions/<row:pk>/", ExceptionViewSet.as_view(ONE_ROW), name="exception"),
]
