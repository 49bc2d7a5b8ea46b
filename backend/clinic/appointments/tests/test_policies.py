from datetime import UTC, datetime, timedelta

import pytest

from clinic.appointments import policies
from clinic.appointments.lifecycle import TRANSITIONS, InvalidTransition, Party, Status, Transition
from clinic.common.errors import Forbidden

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("role", "user_id", "doctor_user_id", "expected"),
    [
        ("ADMIN", 9, 2, Party.ADMIN),
        ("PATIENT", 1, 2, Party.PATIENT),
        ("DOCTOR", 2, 2, Party.DOCTOR),
        ("DOCTOR", 3, None, Party.DOCTOR),
    ],
)
def test_a_person_acts_in_their_own_capacity(
    role: str, user_id: int, doctor_user_id: int | None, expected: Party
) -> None:
    party = policies.party_of(role=role, user_id=user_id, doctor_user_id=doctor_user_id)

    assert party is expected


@pytest.mark.parametrize(("role", "user_id"), [("DOCTOR", 3), ("ROBOT", 1)])
def test_a_stranger_has_no_capacity(role: str, user_id: int) -> None:
    with pytest.raises(Forbidden):
        policies.party_of(role=role, user_id=user_id, doctor_user_id=2)


def check_time(start_at: datetime, party: Party) -> None:
    policies.require_bookable_time(
        party=party, start_at=start_at, min_notice=HOUR, horizon_days=10, now=NOW
    )


def test_a_patient_books_between_notice_and_horizon() -> None:
    check_time(NOW + HOUR, Party.PATIENT)
    check_time(NOW + timedelta(days=10, seconds=-1), Party.PATIENT)
    with pytest.raises(policies.TooSoon):
        check_time(NOW + HOUR - timedelta(seconds=1), Party.PATIENT)
    with pytest.raises(policies.TooFar):
        check_time(NOW + timedelta(days=10), Party.PATIENT)


@pytest.mark.parametrize("party", [Party.DOCTOR, Party.ADMIN])
def test_the_practice_books_at_any_future_time(party: Party) -> None:
    check_time(NOW + timedelta(minutes=1), party)
    check_time(NOW + timedelta(days=300), party)
    with pytest.raises(policies.InThePast):
        check_time(NOW, party)


def check_transition(
    transition: Transition, party: Party, status: Status, start_at: datetime | None
) -> None:
    policies.require_in_time(
        transition=transition,
        party=party,
        status=status,
        start_at=start_at,
        cancel_notice=HOUR,
        now=NOW,
    )


@pytest.mark.parametrize("transition", [Transition.CANCEL, Transition.RESCHEDULE])
def test_a_patient_changes_a_confirmed_appointment_until_the_notice(transition: Transition) -> None:
    check_transition(transition, Party.PATIENT, Status.CONFIRMED, NOW + HOUR + timedelta(seconds=1))
    with pytest.raises(policies.TooLate):
        check_transition(transition, Party.PATIENT, Status.CONFIRMED, NOW + HOUR)
    check_transition(transition, Party.DOCTOR, Status.CONFIRMED, NOW - HOUR)


def test_a_request_can_be_withdrawn_until_it_would_begin() -> None:
    check_transition(Transition.CANCEL, Party.PATIENT, Status.PENDING, NOW + timedelta(seconds=1))
    with pytest.raises(policies.TooLate):
        check_transition(Transition.CANCEL, Party.PATIENT, Status.PENDING, NOW)


@pytest.mark.parametrize("transition", [Transition.COMPLETE, Transition.NO_SHOW])
def test_an_appointment_ends_only_after_it_began(transition: Transition) -> None:
    check_transition(transition, Party.DOCTOR, Status.CONFIRMED, NOW)
    with pytest.raises(policies.TooEarly):
        check_transition(transition, Party.DOCTOR, Status.CONFIRMED, NOW + timedelta(seconds=1))


def test_a_passed_request_cannot_be_confirmed() -> None:
    check_transition(Transition.CONFIRM, Party.DOCTOR, Status.PENDING, NOW + timedelta(seconds=1))
    with pytest.raises(policies.InThePast):
        check_transition(Transition.CONFIRM, Party.DOCTOR, Status.PENDING, NOW)


def test_the_clock_does_not_bind_what_has_no_time() -> None:
    check_transition(Transition.CANCEL, Party.PATIENT, Status.PENDING, None)
    assert (
        policies.may_change_until(status=Status.PENDING, start_at=None, cancel_notice=HOUR) is None
    )


def test_a_patients_move_of_what_is_confirmed_is_proposed_unless_confirmed_automatically() -> None:
    def proposes(party: Party, status: Status, *, auto_confirm: bool) -> bool:
        return policies.is_proposal(status=status, party=party, auto_confirm=auto_confirm)

    assert proposes(Party.PATIENT, Status.CONFIRMED, auto_confirm=False)
    assert not proposes(Party.PATIENT, Status.PENDING, auto_confirm=False)
    assert not proposes(Party.PATIENT, Status.CONFIRMED, auto_confirm=True)
    assert not proposes(Party.DOCTOR, Status.CONFIRMED, auto_confirm=False)


@pytest.mark.parametrize(
    ("status", "party", "auto_confirm", "expected"),
    [
        (Status.PENDING, Party.PATIENT, False, Status.PENDING),
        (Status.PENDING, Party.PATIENT, True, Status.CONFIRMED),
        (Status.CONFIRMED, Party.PATIENT, True, Status.CONFIRMED),
        (Status.PENDING, Party.DOCTOR, True, Status.PENDING),
        (Status.CONFIRMED, Party.ADMIN, False, Status.CONFIRMED),
    ],
)
def test_what_moves_at_once_keeps_its_status_or_is_confirmed_automatically(
    status: Status, party: Party, *, auto_confirm: bool, expected: Status
) -> None:
    after = policies.status_after_reschedule(status=status, party=party, auto_confirm=auto_confirm)

    assert after is expected


@pytest.mark.parametrize(
    ("present", "proposed", "expected"), [(72, 96, 48), (20, 96, 20), (72, 30, 30)]
)
def test_a_proposal_waits_two_days_and_never_beyond_the_earlier_beginning(
    present: int, proposed: int, expected: int
) -> None:
    until = policies.proposal_expires_at(
        NOW + present * HOUR,
        NOW + proposed * HOUR,
        now=NOW,
        answer_within=timedelta(hours=48),
    )

    assert until == NOW + expected * HOUR


def test_what_the_practice_books_is_confirmed() -> None:
    assert policies.first_status(party=Party.PATIENT, auto_confirm=False) is Status.PENDING
    assert policies.first_status(party=Party.PATIENT, auto_confirm=True) is Status.CONFIRMED
    assert policies.first_status(party=Party.ADMIN, auto_confirm=False) is Status.CONFIRMED


@pytest.mark.parametrize(("start_at", "is_open"), [(NOW + 2 * HOUR, True), (NOW + HOUR, False)])
def test_a_button_shows_what_the_clock_allows(start_at: datetime, *, is_open: bool) -> None:
    refusal = policies.refusal_of(
        transition=Transition.CANCEL,
        party=Party.PATIENT,
        status=Status.CONFIRMED,
        start_at=start_at,
        cancel_notice=HOUR,
        now=NOW,
    )

    assert (refusal is None) is is_open


def test_each_transition_says_what_its_parties_write_and_no_other() -> None:
    opened = {
        (transition, party)
        for (_status, transition), (_target, parties) in TRANSITIONS.items()
        for party in parties - {Party.SYSTEM}
    }

    assert set(policies.WRITABLE) == opened


# Written out a second time, on purpose: a change of the table must be meant.
SAID = {"motif", "mode", "message_patient", "message_medecin", "location_note"}
EDITED = {
    Party.PATIENT: {"motif", "mode", "message_patient"},
    Party.DOCTOR: SAID - {"message_patient"},
    Party.ADMIN: SAID,
}


@pytest.mark.parametrize("party", list(EDITED))
@pytest.mark.parametrize("field", [*sorted(SAID), "status", "start_at", "slot", "doctor"])
def test_each_party_rewrites_its_own_words(party: Party, field: str) -> None:
    def write(*, is_assigned: bool) -> None:
        policies.require_writable(Transition.EDIT, party, {field}, is_assigned=is_assigned)

    if field in EDITED[party]:
        write(is_assigned=True)
    else:
        with pytest.raises(Forbidden):
            write(is_assigned=True)
    if field in EDITED[party] and party is not Party.DOCTOR:
        write(is_assigned=False)
    else:
        with pytest.raises(Forbidden):
            write(is_assigned=False)


def test_while_nobody_is_in_charge_a_doctor_can_only_take_the_request() -> None:
    def open_to(party: Party) -> set[str]:
        return {
            transition.value
            for transition in Transition
            if policies.may(transition, party, is_assigned=False)
        }

    assert open_to(Party.DOCTOR) == {"assign"}
    assert open_to(Party.PATIENT) == {"cancel", "edit"}
    assert open_to(Party.ADMIN) == {"assign", "cancel", "decline", "edit"}
    assert open_to(Party.SYSTEM) == set()


def test_with_a_confirmation_the_practice_settles_time_mode_place_and_message() -> None:
    for party in (Party.DOCTOR, Party.ADMIN):
        assert policies.WRITABLE[Transition.CONFIRM, party] == {
            "slot",
            "mode",
            "location_note",
            "message_medecin",
        }


@pytest.mark.both_databases
def test_what_has_no_time_is_neither_accepted_nor_arrived() -> None:
    for transition in Transition:
        refusal = policies.attendance_refusal(
            transition,
            accepted_at=None,
            arrived_at=None,
            start_at=None,
            end_at=None,
            mode="presentiel",
            zone="Europe/Paris",
            now=NOW,
        )
        is_one = transition in (Transition.AGREE, Transition.ARRIVE)
        assert refusal is (InvalidTransition if is_one else None)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("mode", "refusal"), [("presentiel", None), ("distanciel", policies.NobodyComes)]
)
def test_nobody_arrives_by_video(mode: str, refusal: type[Exception] | None) -> None:
    found = policies.attendance_refusal(
        Transition.ARRIVE,
        accepted_at=None,
        arrived_at=None,
        start_at=NOW,
        end_at=NOW + timedelta(minutes=30),
        mode=mode,
        zone="Europe/Paris",
        now=NOW,
    )
    assert found is refusal
