"""What the appointment views share: one row in shape, its tag, the version that was sent."""

from typing import Any, ClassVar, cast

from django.db.models import Model
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from clinic.appointments.api.shapes import appointment_shape, appointment_shapes
from clinic.appointments.lifecycle import ACTIVE
from clinic.appointments.models import Appointment
from clinic.appointments.selectors.rows import (
    Row,
    appointment_of,
    appointments_of,
    in_time,
    with_people,
)
from clinic.common.api.conditional import etag_of
from clinic.common.api.people import user_of
from clinic.common.api.throttles import ByAccount
from clinic.common.api.views import ScopedViewSet
from clinic.idempotency.services import Settled
from clinic.users.roles import Role


class PatientsPace(ByAccount):
    """Limits how fast a patient changes things; the practice works as fast as it must."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count patients alone."""
        return user_of(request).role != Role.PATIENT or super().allow_request(request, view)


def read(serializer_class: type[Serializer[Any]], data: object) -> dict[str, Any]:
    """Return the valid input, or raise a ValidationError."""
    serializer = serializer_class(data=data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


class AppointmentViewSet(ScopedViewSet[Appointment]):
    """Reads flat rows; answers them in the API's shape."""

    model: ClassVar[type[Model]] = Appointment
    whose = "patient_id"
    ordering: tuple[str, ...] = ("sort_at", "id")
    orderings: dict[str, tuple[str, ...]] = {
        "start_time": ("sort_at", "id"),
        "-start_time": ("-sort_at", "-id"),
        "-created_at": ("-created_at", "-id"),
    }

    def rows(self) -> Any:
        """Return the caller's rows, filtered."""
        return self.filter_queryset(cast("Any", in_time(appointments_of(user_of(self.request)))))

    def shaped(self, rows: list[Any]) -> list[Any]:
        """Return rows in the shape of :class:`AppointmentOut`."""
        viewer = user_of(self.request)
        return appointment_shapes(with_people(rows), viewer=viewer, now=timezone.now())

    def answer(self, appointment_id: int, *, status: int = 200) -> Response:
        """Answer one appointment as it now stands, with its tag."""
        return self.answer_row(appointment_of(user_of(self.request), appointment_id), status=status)

    def answer_row(self, row: Row, *, status: int = 200) -> Response:
        """Answer one appointment whose row is at hand."""
        viewer = user_of(self.request)
        self.touched([row])
        shape = appointment_shape(row, viewer=viewer, now=timezone.now())
        return Response(shape, status=status, headers={"ETag": etag_of(shape)})

    def answer_again(self, appointment_id: int) -> Response:
        """Answer a request that was sent twice: the appointment as it now stands.

        Raises Settled with the appointment in ``details`` when it is no longer to take place.
        """
        response = self.answer(appointment_id)
        if response.data["status"] not in ACTIVE:
            raise Settled(details={"appointment": response.data})
        return response
