"""Routes, relative to ``/api/``."""

from django.urls import URLPattern, URLResolver, path, register_converter

from clinic.appointments.api.views.attendance import AcceptanceLinkView, Attendance
from clinic.appointments.api.views.resource import (
    Agenda,
    Appointments,
    DoctorsLists,
    PatientsLists,
    Reserve,
)
from clinic.appointments.api.views.transitions import History, Transitions
from clinic.common.api.routes import Key

register_converter(Key, "key")

POSTED = {
    "confirm": "confirm",
    "decline": "decline",
    "cancel": "cancel",
    "complete": "complete",
    "no-show": "no_show",
    "reschedule": "reschedule",
    "assign": "assign",
    "withdraw": "withdraw",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("slots/reserve/", Reserve.as_view({"post": "create"}), name="slot-reserve"),
    path(
        "appointments/",
        Appointments.as_view({"get": "list", "post": "create"}),
        name="appointments",
    ),
    path("appointments/accept/", AcceptanceLinkView.as_view(), name="acceptance-link"),
    path("appointments/doctor/", DoctorsLists.as_view({"get": "list"}), name="doctor-list"),
    path("appointments/patient/", PatientsLists.as_view({"get": "list"}), name="patient-list"),
    path("appointments/mon-agenda/", Agenda.as_view({"get": "list"}), name="mon-agenda"),
    path(
        "appointments/<key:pk>/",
        Appointments.as_view(
            {
                "get": "retrieve",
                "put": "update",
                "patch": "partial_update",
                "delete": "destroy",
            }
        ),
        name="appointment",
    ),
    *(
        path(
            f"appointments/<key:pk>/{segment}/",
            Transitions.as_view({"post": method}),
            name=f"appointment-{segment}",
        )
        for segment, method in POSTED.items()
    ),
    *(
        path(
            f"appointments/<key:pk>/{action}/",
            Attendance.as_view({"post": action}),
            name=f"appointment-{action}",
        )
        for action in ("accept", "arrive")
    ),
    path("appointments/<key:pk>/history/", History.as_view({"get": "list"}), name="history"),
    path("appointments/<key:pk>/ics/", Transitions.as_view({"get": "ics"}), name="appointment-ics"),
]
