import itertools

import pytest

from clinic.appointments.lifecycle import (
    ACTIVE,
    FINAL,
    InvalidTransition,
    Party,
    Status,
    Transition,
    next_status,
    transitions_for,
)
from clinic.common.errors import Forbidden

EVERYONE = {"patient", "doctor", "admin", "system"}
CLINIC = {"doctor", "admin"}
# Written out a second time, on purpose: a change of the table must be meant.
ALLOWED = {
    ("pending", "confirm"): ("confirmed", CLINIC | {"system"}),
    ("pending", "decline"): ("declined", CLINIC),
    ("pending", "cancel"): ("cancelled", EVERYONE),
    ("pending", "reschedule"): ("pending", EVERYONE),
    ("pending", "assign"): ("pending", CLINIC | {"system"}),
    ("pending", "edit"): ("pending", EVERYONE),
    ("confirmed", "cancel"): ("cancelled", EVERYONE),
    ("confirmed", "reschedule"): ("confirmed", EVERYONE),
    ("confirmed", "edit"): ("confirmed", EVERYONE),
    ("confirmed", "complete"): ("completed", CLINIC),
    ("confirmed", "no_show"): ("no_show", CLINIC),
    ("confirmed", "propose"): ("confirmed", {"patient"}),
    ("confirmed", "accept"): ("confirmed", CLINIC),
    ("confirmed", "refuse"): ("confirmed", CLINIC | {"system"}),
    ("confirmed", "withdraw"): ("confirmed", CLINIC | {"patient"}),
    ("confirmed", "expire"): ("confirmed", {"system"}),
    ("confirmed", "agree"): ("confirmed", {"patient", "doctor"}),
    ("confirmed", "arrive"): ("confirmed", CLINIC),
}


@pytest.mark.parametrize(
    ("status", "transition", "party"), list(itertools.product(Status, Transition, Party))
)
def test_every_status_move_and_party(status: Status, transition: Transition, party: Party) -> None:
    expected = ALLOWED.get((status.value, transition.value))

    if expected is None:
        with pytest.raises(InvalidTransition):
            next_status(status, transition, by=party)
    elif party.value not in expected[1]:
        with pytest.raises(Forbidden):
            next_status(status, transition, by=party)
    else:
        assert next_status(status, transition, by=party) == expected[0]


def test_every_status_is_active_or_final() -> None:
    assert {"pending", "confirmed"} == ACTIVE
    assert {"declined", "cancelled", "completed", "no_show"} == FINAL


def test_buttons_follow_the_table() -> None:
    assert transitions_for(Status.PENDING, Party.PATIENT) == [
        Transition.CANCEL,
        Transition.RESCHEDULE,
    ]
    assert transitions_for(Status.CONFIRMED, Party.DOCTOR) == [
        Transition.CANCEL,
        Transition.RESCHEDULE,
        Transition.COMPLETE,
        Transition.NO_SHOW,
        Transition.AGREE,
        Transition.ARRIVE,
    ]
    assert transitions_for(Status.CANCELLED, Party.ADMIN) == []


def test_an_open_proposal_is_accepted_refused_or_withdrawn() -> None:
    assert transitions_for(Status.CONFIRMED, Party.DOCTOR, is_proposed=True) == [
        Transition.CANCEL,
        Transition.RESCHEDULE,
        Transition.COMPLETE,
        Transition.NO_SHOW,
        Transition.ACCEPT,
        Transition.REFUSE,
        Transition.WITHDRAW,
        Transition.AGREE,
        Transition.ARRIVE,
    ]
    assert transitions_for(Status.CONFIRMED, Party.PATIENT, is_proposed=True) == [
        Transition.CANCEL,
        Transition.RESCHEDULE,
        Transition.WITHDRAW,
        Transition.AGREE,
    ]
