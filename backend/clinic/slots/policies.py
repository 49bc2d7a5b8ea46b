"""What the calendar refuses, in words.

Pure: no ORM, no clock, no request.
"""

from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Conflict, Invalid


class SlotTaken(Conflict):
    """No place is left, or the slot is no longer open.

    ``details["alternatives"]`` may name free slots nearby (``selectors.free.nearest_free``).
    """

    code = "slot_taken"
    sentence = _("This slot has just been taken. Please choose another one.")


class Overlap(Conflict):
    """The doctor already has a slot at that time."""

    code = "overlap"
    sentence = _("You already have a slot at this time. Choose another time or remove that one.")


class ModeNotSeen(Invalid):
    """The doctor sees nobody in this way."""

    code = "mode_not_offered"
    sentence = _("This doctor does not see patients in this way (in person or by video).")


class SlotBooked(Conflict):
    """A slot that someone has, or proposes to have, cannot be deleted."""

    code = "slot_booked"
    sentence = _(
        "This slot is taken. Cancel or move its appointments, or answer the proposals, first."
    )


class PastStart(Invalid):
    """A slot cannot begin in the past."""

    sentence = _("This time has passed. Choose a time in the future.")
