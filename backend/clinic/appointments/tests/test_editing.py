"""What is said about an appointment: who may change it, and that the old words are kept."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.services.confirming import Terms, confirm_appointment
from clinic.appointments.services.editing import edit_appointment
from clinic.common.errors import Forbidden
from clinic.slots.models import Slot
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Ask = Callable[..., Appointment]


def edit(by: User, appointment: Appointment, now: datetime, **changes: str) -> Appointment:
    return edit_appointment(by=by, appointment_id=appointment.pk, changes=changes, now=now)


def last_details() -> dict[str, Any]:
    details: dict[str, Any] = AppointmentEvent.objects.latest("id").details
    return details


@pytest.mark.parametrize("field", ["motif", "message_medecin", "location_note"])
def test_a_doctor_who_is_not_in_charge_rewrites_no_waiting_request(
    ada: User, dr_cho: User, ask: Ask, now: datetime, field: str
) -> None:
    waiting = ask(ada)
    assert waiting.doctor is None

    with pytest.raises(Forbidden):
        edit(dr_cho, waiting, now, **{field: "pas urgent"})

    waiting.refresh_from_db()
    assert (waiting.motif, waiting.version) == ("", 1)
    assert AppointmentEvent.objects.count() == 1


def test_its_patient_and_the_admins_do(
    ada: User, eve: User, dr_cho: User, ask: Ask, now: datetime
) -> None:
    waiting = ask(ada)

    assert edit(ada, waiting, now, motif="Douleur").motif == "Douleur"
    assert edit(eve, waiting, now, motif="Contrôle").motif == "Contrôle"


def test_the_history_keeps_the_old_words_beside_the_new(
    appointment: Appointment, ada: User, dr_cho: User, now: datetime
) -> None:
    edit(ada, appointment, now, motif="Douleur", message_patient="Depuis lundi")
    assert last_details() == {
        "changes": {
            "motif": {"from": "Contrôle", "to": "Douleur"},
            "message_patient": {"from": "", "to": "Depuis lundi"},
        }
    }

    edit(dr_cho, appointment, now, motif="Toux")
    assert last_details() == {"changes": {"motif": {"from": "Douleur", "to": "Toux"}}}


def test_words_that_follow_from_another_mode_are_kept_too(
    appointment: Appointment, dr_cho: User, now: datetime
) -> None:
    Slot.objects.update(mode="both")
    Appointment.objects.update(location_note="Cabinet 2")

    edit(dr_cho, appointment, now, mode="distanciel")

    assert last_details() == {
        "changes": {
            "mode": {"from": "presentiel", "to": "distanciel"},
            "location_note": {"from": "Cabinet 2", "to": ""},
        }
    }


def test_what_is_said_with_a_confirmation_is_kept(
    appointment: Appointment, dr_cho: User, now: datetime
) -> None:
    edit(dr_cho, appointment, now, message_medecin="Venez à jeun")

    terms = Terms(message_medecin="Venez à 9 h")
    confirm_appointment(by=dr_cho, appointment_id=appointment.pk, now=now, terms=terms)

    assert last_details() == {
        "changes": {"message_medecin": {"from": "Venez à jeun", "to": "Venez à 9 h"}}
    }


def test_who_may_read_the_appointment_reads_what_was_said_before(
    appointment: Appointment,
    ada: User,
    ben: User,
    dr_cho: User,
    api: Callable[[User], APIClient],
    now: datetime,
) -> None:
    edit(dr_cho, appointment, now, motif="Toux")
    path = f"/api/appointments/{appointment.pk}/history/"

    for reader in (ada, dr_cho):
        [_create, edited] = api(reader).get(path).json()
        assert edited["details"] == {"changes": {"motif": {"from": "Contrôle", "to": "Toux"}}}
    assert api(ben).get(path).status_code == 404
