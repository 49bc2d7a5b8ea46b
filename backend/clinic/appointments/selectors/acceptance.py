"""What proves that the patient's side agrees: a link for the mail, a code to read out.

Both are made of the appointment and its time when they are shown, and stored nowhere: at another
time, cancelled or over, they are good for nothing. A link is also made of whom it was sent to, and
where: for somebody who no longer acts for the patient, or at another address, it is no good.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from clinic.appointments.lifecycle import Status

_SALT: Final = "clinic.appointments.acceptance"
# No letters or digits that look or sound alike.
LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH: Final = 6


class Sent(NamedTuple):
    """To whom a link is sent, as deliveries name them, and where."""

    kind: str
    recipient_id: int
    address: str


class Meant(NamedTuple):
    """Which appointment a link is for, at which time, and to whom it was sent."""

    appointment_id: int
    start_at: datetime
    kind: str
    recipient_id: int
    address_mark: str

    def went_to(self, address: str) -> bool:
        """Return whether it was sent to that address."""
        return constant_time_compare(self.address_mark, _mark_of(address))


def is_awaited(row: Mapping[str, Any], *, now: datetime) -> bool:
    """Return whether the patient's side is still to accept the appointment of this row."""
    return (
        row["status"] == Status.CONFIRMED
        and row["accepted_at"] is None
        and bool(row["end_at"] and now < row["end_at"])
    )


def token_of(*, appointment_id: int, start_at: datetime, sent: Sent) -> str:
    """Return what the mailed link carries: of the address only a mark."""
    told = [
        appointment_id,
        int(start_at.timestamp()),
        sent.kind,
        sent.recipient_id,
        _mark_of(sent.address),
    ]
    return signing.dumps(told, salt=_SALT)


def read_token(token: str) -> Meant | None:
    """Return what a link is for; None for one that was altered, or never ours."""
    try:
        told = signing.loads(token, salt=_SALT)
        appointment_id, seconds, kind, recipient_id, mark = told
    except (signing.BadSignature, ValueError):
        return None
    start_at = datetime.fromtimestamp(seconds, tz=UTC)
    return Meant(appointment_id, start_at, kind, recipient_id, mark)


def _mark_of(address: str) -> str:
    return salted_hmac(_SALT, address.lower(), algorithm="sha256").hexdigest()[:16]


def code_of(*, appointment_id: int, start_at: datetime) -> str:
    """Return what the patient reads out at the desk, as "ABC-DEF"."""
    told = f"{appointment_id}:{int(start_at.timestamp())}"
    digest = salted_hmac(_SALT, told, algorithm="sha256").digest()
    letters = "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:LENGTH])
    return f"{letters[: LENGTH // 2]}-{letters[LENGTH // 2 :]}"


def bare(code: str) -> str:
    """Return a code without what people write between its letters, in one case."""
    return "".join(char for char in code.upper() if char.isalnum())
