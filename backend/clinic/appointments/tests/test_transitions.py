from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from clinic.appointments.lifecycle import InvalidTransition, Transition
from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.policies import InThePast, TooEarly, TooLate
from clinic.appointments.services.booking import ModeNotOffered
from clinic.appointments.services.confirming import Terms, confirm_appointment
from clinic.appointments.services.editing import edit_appointment
from clinic.appointments.services.overlapping import PatientOverlap
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.common.errors import Forbidden, Missing, VersionConflict
from clinic.common.text import iso_utc
from clinic.doctors.models import Doctor
from clinic.outbox.models import Event
from clinic.slots.models import Slot
from clinic.slots.policies import SlotTaken
from clinic.slots.services.capacity import hold_slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


def apply(
    by: User, appointment: Appointment, what: Transition, now: datetime, **more: Any
) -> Appointment:
    if what is Transition.CONFIRM:
        return confirm_appointment(by=by, appointment_id=appointment.pk, now=now, **more)
    return apply_transition(by=by, appointment_id=appointment.pk, transition=what, now=now, **more)


def booked_places(slot: Slot) -> int:
    slot.refresh_from_db()
    return slot.booked


def test_the_doctor_confirms_with_a_word(
    appointment: Appointment, dr_cho: User, slot: Slot, now: datetime
) -> None:
    terms = Terms(message_medecin="Venez à jeun", location_note="Cabinet 2")

    done = apply(dr_cho, appointment, Transition.CONFIRM, now, terms=terms)

    done.refresh_from_db()
    assert (done.status, done.version) == ("confirmed", 2)
    assert (done.message_medecin, done.location_note) == ("Venez à jeun", "Cabinet 2")
    assert booked_places(slot) == 1
    assert list(
        AppointmentEvent.objects.order_by("id").values_list("transition", "from_status")
    ) == [
        ("create", ""),
        ("confirm", "pending"),
    ]


@pytest.mark.parametrize(
    ("what", "status"), [(Transition.DECLINE, "declined"), (Transition.CANCEL, "cancelled")]
)
def test_what_will_not_take_place_gives_its_place_back(
    appointment: Appointment, dr_cho: User, slot: Slot, now: datetime, what: Transition, status: str
) -> None:
    done = apply(dr_cho, appointment, what, now, reason="Congrès")

    assert done.status == status
    assert booked_places(slot) == 0
    last = AppointmentEvent.objects.latest("id")
    assert (last.reason, last.by, last.party) == ("Congrès", dr_cho, "doctor")
    assert Event.objects.latest("id").payload["slot_ids"] == [slot.pk]


@pytest.mark.parametrize(
    ("what", "status"), [(Transition.COMPLETE, "completed"), (Transition.NO_SHOW, "no_show")]
)
def test_what_took_place_keeps_its_place(
    confirmed: Appointment, dr_cho: User, slot: Slot, now: datetime, what: Transition, status: str
) -> None:
    with pytest.raises(TooEarly):
        apply(dr_cho, confirmed, what, now)

    done = apply(dr_cho, confirmed, what, slot.start_at)

    assert done.status == status
    assert booked_places(slot) == 1


def test_a_cancelled_appointment_stays_cancelled(
    appointment: Appointment, ada: User, dr_cho: User, slot: Slot, now: datetime
) -> None:
    apply(ada, appointment, Transition.CANCEL, now)

    for what in (Transition.CONFIRM, Transition.CANCEL, Transition.DECLINE, Transition.COMPLETE):
        with pytest.raises(InvalidTransition):
            apply(dr_cho, appointment, what, now)
    assert booked_places(slot) == 0
    assert AppointmentEvent.objects.count() == 2


def test_a_patient_does_not_confirm_or_decline(
    appointment: Appointment, ada: User, now: datetime
) -> None:
    for what in (Transition.CONFIRM, Transition.DECLINE):
        with pytest.raises(Forbidden):
            apply(ada, appointment, what, now)

    appointment.refresh_from_db()
    assert (appointment.status, appointment.version) == ("pending", 1)


def test_strangers_do_not_know_of_it(
    appointment: Appointment, ben: User, dr_diaz: User, dr_new: User, now: datetime
) -> None:
    for stranger in (ben, dr_diaz, dr_new):
        with pytest.raises(Appointment.DoesNotExist):
            apply(stranger, appointment, Transition.CANCEL, now)

    appointment.refresh_from_db()
    assert appointment.status == "pending"


def test_after_the_notice_only_the_practice_cancels(
    confirmed: Appointment, ada: User, eve: User, slot: Slot, now: datetime
) -> None:
    late = slot.start_at - timedelta(hours=23)
    with pytest.raises(TooLate):
        apply(ada, confirmed, Transition.CANCEL, late)
    assert booked_places(slot) == 1

    assert apply(eve, confirmed, Transition.CANCEL, late).status == "cancelled"
    assert booked_places(slot) == 0


def test_a_passed_request_is_not_confirmed(
    appointment: Appointment, dr_cho: User, slot: Slot
) -> None:
    with pytest.raises(InThePast):
        apply(dr_cho, appointment, Transition.CONFIRM, slot.start_at)


def test_a_stale_version_is_refused(appointment: Appointment, dr_cho: User, now: datetime) -> None:
    apply(dr_cho, appointment, Transition.CONFIRM, now, expected_versions={1})

    with pytest.raises(VersionConflict):
        apply(dr_cho, appointment, Transition.CANCEL, now, expected_versions={1})


def reschedule(
    by: User, appointment: Appointment, slot: Slot, now: datetime, **more: Any
) -> Appointment:
    return reschedule_appointment(
        by=by, appointment_id=appointment.pk, slot_id=slot.pk, now=now, **more
    )


def test_moving_frees_the_old_slot_and_keeps_both_in_the_history(
    confirmed: Appointment, dr_cho: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    moved = reschedule(dr_cho, confirmed, later_slot, now, reason="Retard")

    moved.refresh_from_db()
    assert (moved.slot, moved.start_at, moved.status) == (
        later_slot,
        later_slot.start_at,
        "confirmed",
    )
    assert (booked_places(slot), booked_places(later_slot)) == (0, 1)
    last = AppointmentEvent.objects.latest("id")
    assert (last.transition, last.reason) == ("reschedule", "Retard")
    assert last.details == {
        "from": iso_utc(slot.start_at),
        "to": iso_utc(later_slot.start_at),
    }
    assert Event.objects.latest("id").payload["slot_ids"] == sorted([slot.pk, later_slot.pk])


def test_a_patients_move_is_confirmed_when_the_doctor_does_so_automatically(
    confirmed: Appointment, ada: User, later_slot: Slot, now: datetime
) -> None:
    Doctor.objects.update(auto_confirm=True)

    assert reschedule(ada, confirmed, later_slot, now).status == "confirmed"


def test_a_lost_new_slot_leaves_the_old_one(
    confirmed: Appointment,
    ada: User,
    ben: User,
    slot: Slot,
    later_slot: Slot,
    book: Callable[..., Appointment],
    now: datetime,
) -> None:
    book(ben, later_slot)

    with pytest.raises(SlotTaken):
        reschedule(ada, confirmed, later_slot, now)

    confirmed.refresh_from_db()
    assert (confirmed.slot, confirmed.status, confirmed.version) == (slot, "confirmed", 2)
    assert (booked_places(slot), booked_places(later_slot)) == (1, 1)


def test_moving_to_the_same_slot_changes_nothing(
    appointment: Appointment, ada: User, slot: Slot, now: datetime
) -> None:
    assert reschedule(ada, appointment, slot, now).version == 1
    assert booked_places(slot) == 1


def test_a_held_slot_is_moved_to(
    appointment: Appointment, ada: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    hold_slot(slot_id=later_slot.pk, patient=ada.patient, now=now, minutes=5)

    reschedule(ada, appointment, later_slot, now)

    assert (booked_places(slot), booked_places(later_slot)) == (0, 1)


def test_an_appointment_stays_with_its_doctor(
    appointment: Appointment, ada: User, dr_diaz: User, now: datetime
) -> None:
    foreign = slot_at(dr_diaz.doctor, now + timedelta(days=3))

    with pytest.raises(Missing):
        reschedule(ada, appointment, foreign, now)

    assert booked_places(foreign) == 0


def test_a_move_into_another_appointment_of_the_patient_is_refused(
    appointment: Appointment,
    ada: User,
    later_slot: Slot,
    dr_diaz: User,
    book: Callable[..., Appointment],
    now: datetime,
) -> None:
    book(ada, slot_at(dr_diaz.doctor, later_slot.start_at))

    with pytest.raises(PatientOverlap):
        reschedule(ada, appointment, later_slot, now)

    assert booked_places(later_slot) == 0


def test_after_the_notice_a_patient_does_not_move(
    confirmed: Appointment, ada: User, slot: Slot, later_slot: Slot
) -> None:
    with pytest.raises(TooLate):
        reschedule(ada, confirmed, later_slot, slot.start_at - timedelta(hours=1))


def test_only_the_practice_moves_an_appointment_into_another_mode(
    appointment: Appointment, ada: User, dr_cho: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    Slot.objects.filter(pk=later_slot.pk).update(mode="distanciel")

    with pytest.raises(ModeNotOffered):
        reschedule(ada, appointment, later_slot, now)
    appointment.refresh_from_db()
    assert (appointment.slot, appointment.mode, appointment.version) == (slot, "presentiel", 1)
    assert (booked_places(slot), booked_places(later_slot)) == (1, 0)

    assert reschedule(dr_cho, appointment, later_slot, now).mode == "distanciel"


def edit(by: User, appointment: Appointment, now: datetime, **changes: str) -> Appointment:
    return edit_appointment(by=by, appointment_id=appointment.pk, changes=changes, now=now)


def test_each_party_edits_its_own_words(
    appointment: Appointment, ada: User, dr_cho: User, now: datetime
) -> None:
    edit(ada, appointment, now, motif="Douleur", message_patient="Merci")
    edit(dr_cho, appointment, now, message_medecin="À bientôt", location_note="Cabinet 1")
    with pytest.raises(Forbidden):
        edit(ada, appointment, now, message_medecin="Je suis docteur")
    with pytest.raises(Forbidden):
        edit(dr_cho, appointment, now, message_patient="Je suis patiente")

    appointment.refresh_from_db()
    assert (appointment.motif, appointment.message_patient, appointment.message_medecin) == (
        "Douleur",
        "Merci",
        "À bientôt",
    )
    assert appointment.version == 3


def test_an_edit_that_changes_nothing_writes_nothing(
    appointment: Appointment, ada: User, now: datetime
) -> None:
    assert edit(ada, appointment, now, motif="Contrôle").version == 1
    assert AppointmentEvent.objects.count() == 1


def test_a_mode_that_the_slot_does_not_offer_is_refused(
    appointment: Appointment, ada: User, now: datetime
) -> None:
    with pytest.raises(ModeNotOffered):
        edit(ada, appointment, now, mode="distanciel")


def test_what_is_over_is_not_edited(appointment: Appointment, ada: User, now: datetime) -> None:
    apply(ada, appointment, Transition.CANCEL, now)

    with pytest.raises(InvalidTransition):
        edit(ada, appointment, now, motif="Trop tard")


@pytest.mark.parametrize("mode", ["distanciel", "presentiel"])
def test_other_words_or_a_doctor_who_confirms_by_themself_keep_it_confirmed(
    confirmed: Appointment, ada: User, now: datetime, mode: str
) -> None:
    Slot.objects.update(mode="both")
    Doctor.objects.update(auto_confirm=mode == "distanciel")

    assert edit(ada, confirmed, now, mode=mode, motif="Suivi").status == "confirmed"


def test_the_practice_changes_the_mode_of_what_stays_confirmed(
    confirmed: Appointment, dr_cho: User, now: datetime
) -> None:
    Slot.objects.update(mode="both")

    assert edit(dr_cho, confirmed, now, mode="distanciel").status == "confirmed"


def test_after_the_notice_a_patient_keeps_the_mode(
    confirmed: Appointment, ada: User, slot: Slot
) -> None:
    Slot.objects.update(mode="both")

    with pytest.raises(TooLate):
        edit(ada, confirmed, slot.start_at - timedelta(hours=1), mode="distanciel")


def test_what_has_begun_is_no_longer_the_patients_to_change(
    api: Callable[[User], APIClient], confirmed: Appointment, ada: User, dr_cho: User, slot: Slot
) -> None:
    edit(ada, confirmed, slot.start_at - timedelta(seconds=1), motif="Suivi")
    for change in ({"motif": "Autre"}, {"message_patient": "Merci"}, {"mode": "distanciel"}):
        with pytest.raises(TooLate):
            edit(ada, confirmed, slot.start_at, **change)

    confirmed.refresh_from_db()
    assert (confirmed.motif, confirmed.version) == ("Suivi", 3)
    assert edit(dr_cho, confirmed, slot.start_at, motif="Douleur").motif == "Douleur"
    began = datetime.now(UTC) - timedelta(minutes=5)
    Appointment.objects.update(start_at=began, end_at=began + timedelta(minutes=30))
    shown = api(ada).get(f"/api/appointments/{confirmed.pk}/").json()
    assert shown["transitions"] == []
    response = api(ada).patch(f"/api/appointments/{confirmed.pk}/", {"motif": "Encore"})
    assert (response.status_code, response.json()["code"]) == (403, "too_late")
