"""Domain errors: each is a sentence with a stable code; ``common.api.errors`` gives it a status.

A family says what kind of refusal it is, so the domain needs no HTTP. The sentence is a lazy
translation, read in the caller's language when the answer is rendered.
"""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal that the caller can understand and act on.

    ``details`` carries data that helps to go on: messages per field, or free alternatives.
    """

    code: ClassVar[str] = "error"
    sentence: ClassVar[str | Promise] = _("The request could not be carried out.")

    def __init__(
        self, sentence: str | Promise | None = None, *, details: dict[str, Any] | None = None
    ) -> None:
        super().__init__(self.code)
        self.message = sentence or self.sentence
        self.details = details


class Invalid(DomainError):
    """The input breaks a rule (API: 400)."""

    code = "invalid"
    # Word for word (R3 §19); what to mend stands in the details.
    sentence = _("Invalid data")


class Unauthenticated(DomainError):
    """The credentials or the token do not hold (API: 401)."""

    code = "not_authenticated"
    sentence = _("Please sign in.")


class Forbidden(DomainError):
    """Visible, but not allowed to this person (API: 403)."""

    code = "permission_denied"
    sentence = _("You do not have permission to do this.")


class NotApproved(Forbidden):
    """The account waits for an admin's approval."""

    code = "not_approved"
    sentence = _("Your account is waiting for approval by the clinic.")


class Missing(DomainError):
    """No such row, or none that this person may know of (API: 404)."""

    code = "not_found"
    sentence = _("Not found.")


class Conflict(DomainError):
    """The present state does not allow it (API: 409)."""

    code = "conflict"
    sentence = _("This conflicts with the present state. Please reload.")


class VersionConflict(DomainError):
    """``If-Match`` names a version that is no longer the present one (API: 412)."""

    code = "version_conflict"
    sentence = _("Someone changed this in the meantime. Reload it, then make your change again.")


class NoSuchTime(Invalid):
    """A local time in the hour that is skipped when the clocks go forward."""

    sentence = _(
        "The clocks go forward that night: this time does not exist. "
        "Choose one an hour earlier or later."
    )


class TooLarge(DomainError):
    """The upload is larger than allowed (API: 413)."""

    code = "too_large"
    sentence = _("This file is larger than 10 MB. Please choose a smaller one.")


class BodyTooLarge(TooLarge):
    """The request's body is longer than any that is read (API: 413)."""

    sentence = _("What you sent is too large. Please shorten it, then send it again.")


class WrongKind(DomainError):
    """The upload's content is not of an accepted kind (API: 415)."""

    code = "unsupported_media_type"
    sentence = _("This kind of file is not accepted.")


class Busy(DomainError):
    """There is too much to do at this moment (API: 503); ``retry_after`` is in seconds."""

    code = "busy"
    sentence = _("The server is busy just now. Please try again in a moment.")

    def __init__(self, *, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class TooMany(DomainError):
    """Too many attempts (API: 429); ``retry_after`` is in seconds."""

    code = "throttled"
    sentence = _("Too many attempts. Please wait, then try again.")

    def __init__(self, *, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after
