"""Whose calendar a request is about: a doctor's own; an admin names the doctor."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.conditional import etag_of
from clinic.common.api.views import ConditionalMixin, ViewBase
from clinic.common.errors import Forbidden, Invalid
from clinic.doctors.models import Doctor
from clinic.slots.services.capacity import lock_doctor
from clinic.users.roles import Role


def doctor_for(request: Request, wanted: int | None) -> Doctor:
    """Return the doctor whose calendar is meant.

    Raises :class:`Invalid` when an admin names nobody, :class:`Forbidden` when a doctor names
    another one.
    """
    user: Any = request.user
    if user.role == Role.DOCTOR:
        own = Doctor.objects.owned_by(user).get()
        if wanted not in {None, own.pk}:
            raise Forbidden
        return own
    doctor = Doctor.objects.visible_to(user).filter(pk=wanted).first() if wanted else None
    if doctor is None:
        raise Invalid(details={"doctor": [_("Name the doctor.")]})
    return doctor


class ShowsConflicts(ViewBase):
    """Answers with appointments that do not fit: the journal knows whose they are."""

    def noted(self, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the conflicts, once the journal has their patients."""
        people = [one["patient"]["id"] for conflict in found for one in conflict["appointments"]]
        self.touched([], patients=people)
        return found


class ReportsConflicts(ShowsConflicts, ConditionalMixin):
    """Changes a row of the calendar; the answer adds conflicts, which are not part of the tag."""

    def locked_object(self) -> Any:
        """Lock the doctor before the row, as every writer of a calendar does."""
        lock_doctor(self.get_object().doctor_id)
        return super().locked_object()

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change one row; its new tag is that of GET."""
        response = super().update(request, *args, **kwargs)
        row = {name: value for name, value in response.data.items() if name != "conflicts"}
        response.headers["ETag"] = etag_of(row)
        return response
