"""Where doctors' pictures are served."""

from django.urls import reverse

from clinic.doctors.models import Doctor
from clinic.users.selectors import picture_path


def public_picture_path(doctor_id: int, portrait_id: int | None) -> str | None:
    """Return where anyone may load a listed doctor's picture; None when there is none.

    ``portrait_id`` is ``user.portrait_id`` (in ``.values()``: ``user__portrait``).
    """
    if not portrait_id:
        return None
    return picture_path(reverse("doctor-picture", args=[doctor_id]), portrait_id)


def own_picture_path(doctor: Doctor) -> str | None:
    """Return where the doctor's own picture is served to whoever may see the account."""
    user = doctor.user
    if user.is_approved and user.is_active and doctor.is_listed:
        return public_picture_path(doctor.pk, user.portrait_id)
    return picture_path(reverse("user-picture", args=[user.pk]), user.portrait_id)
