from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.services.confirming import confirm_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.doctors.models import Specialty
from clinic.slots.models import Slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]


@pytest.fixture(autouse=True)
def at_noon(now: datetime) -> Any:
    """The stories' clock."""
    with time_machine.travel(now, tick=False):
        yield


def iso(instant: datetime | None) -> str:
    assert instant is not None
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def test_reserving_a_slot_as_documented(api: Api, ada: User, slot: Slot) -> None:
    """R1 ``POST /api/slots/reserve/``."""
    answer = api(ada).post("/api/slots/reserve/", {"slot_id": slot.pk, "doctor_id": slot.doctor_id})

    assert answer.status_code == 201
    assert answer.json()["message"] == "Slot réservé avec succès"
    assert answer.json()["appointment"]["slot"]["id"] == slot.pk


def test_a_doctors_list_as_documented(api: Api, dr_cho: User, appointment: Appointment) -> None:
    """R1 ``GET /api/appointments/doctor/``."""
    answer = api(dr_cho).get("/api/appointments/doctor/")

    assert answer.json() == [
        {
            "id": appointment.pk,
            "status": "pending",
            "patient": {"id": appointment.patient_id, "name": "Ada Martin"},
            "slot": {"start_time": iso(appointment.start_at), "end_time": iso(appointment.end_at)},
        }
    ]


def test_a_patients_list_as_documented(api: Api, ada: User, appointment: Appointment) -> None:
    """R1 ``GET /api/appointments/patient/``."""
    answer = api(ada).get("/api/v1/appointments/patient/")

    assert answer.json() == [
        {
            "id": appointment.pk,
            "status": "pending",
            "doctor": {"id": appointment.doctor_id, "name": "Dr. Claire Cho"},
            "slot": {"start_time": iso(appointment.start_at), "end_time": iso(appointment.end_at)},
        }
    ]


def test_booking_answers_the_whole_appointment(
    api: Api, ada: User, slot: Slot, now: datetime
) -> None:
    answer = api(ada).post(
        "/api/appointments/",
        {"slot": slot.pk, "motif": "Contrôle", "message_patient": "Première fois"},
    )

    assert answer.status_code == 201
    assert answer["ETag"] == '"1"'
    made = Appointment.objects.get()
    assert answer.json() == {
        "id": made.pk,
        "status": "pending",
        "doctor": {
            "id": slot.doctor_id,
            "name": "Dr. Claire Cho",
            "specialty": "Cardiologie",
            "city": "Lyon",
            "address": "",
            "phone": "",
            "picture": None,
            "time_zone": "Europe/Paris",
        },
        "patient": {"id": ada.patient.pk, "name": "Ada Martin"},
        "slot": {"id": slot.pk, "start_time": iso(slot.start_at), "end_time": iso(slot.end_at)},
        "specialty": "Cardiologie",
        "start_time": iso(slot.start_at),
        "end_time": iso(slot.end_at),
        "requested_start": None,
        "requested_end": None,
        "motif": "Contrôle",
        "consultation_mode": "presentiel",
        "location_note": "",
        "message_patient": "Première fois",
        "message_medecin": "",
        "created_at": iso(now),
        "accepted_at": iso(now),
        "arrived_at": None,
        "acceptance_code": None,
        "version": 1,
        "proposal": None,
        "transitions": ["cancel", "reschedule"],
        "cancel_until": iso(slot.start_at),
    }


def test_a_lost_slot_is_409_with_alternatives(
    api: Api, ben: User, appointment: Appointment, later_slot: Slot, slot: Slot
) -> None:
    answer = api(ben).post("/api/appointments/", {"slot": slot.pk})

    assert answer.status_code == 409
    assert answer.json() == {
        "error": "Ce créneau vient d'être pris. Choisissez-en un autre.",
        "detail": "Ce créneau vient d'être pris. Choisissez-en un autre.",
        "code": "slot_taken",
        "details": {
            "alternatives": [
                {
                    "id": later_slot.pk,
                    "start": iso(later_slot.start_at),
                    "end": iso(later_slot.end_at),
                    "mode": "presentiel",
                    "doctor": slot.doctor_id,
                }
            ]
        },
    }


def test_errors_speak_the_callers_language(
    api: Api, ben: User, appointment: Appointment, slot: Slot
) -> None:
    answer = api(ben).post(
        "/api/appointments/", {"slot": slot.pk}, headers={"Accept-Language": "en"}
    )

    assert answer.json()["error"] == "This slot has just been taken. Please choose another one."


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "slot"),
        ({"slot": "x"}, "slot"),
        ({"slot": 0}, "slot"),
        ({"requested_start": "2026-12-01T09:00:00Z"}, "slot"),
        ({"slot": 1, "consultation_mode": "téléphone"}, "consultation_mode"),
        ({"slot": 1, "motif": "x" * 301}, "motif"),
        ({"slot": 1, "specialty": "nope"}, "specialty"),
    ],
)
def test_bad_input_names_its_field(api: Api, ada: User, body: dict[str, Any], field: str) -> None:
    answer = api(ada).post("/api/appointments/", body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert list(answer.json()["details"]) == [field]


def test_malformed_json_says_so(api: Api, ada: User) -> None:
    answer = api(ada).post("/api/appointments/", "{", content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_the_version_that_was_read_must_still_be_the_present_one(
    api: Api, ada: User, dr_cho: User, appointment: Appointment
) -> None:
    path = reverse("appointment", args=[appointment.pk])
    tag = api(ada).get(path)["ETag"]
    confirmed = api(dr_cho).post(f"{path}confirm/", {"message_medecin": "Venez à jeun"})
    assert confirmed.json()["status"] == "confirmed"

    for stale in (
        api(ada).patch(path, {"motif": "Autre"}, headers={"If-Match": tag}),
        api(ada).delete(path, headers={"If-Match": tag}),
        api(ada).patch(path, {"motif": "Autre"}, headers={"If-Match": '"abc"'}),
    ):
        assert (stale.status_code, stale.json()["code"]) == (412, "version_conflict")
    fresh = api(ada).patch(path, {"motif": "Autre"}, headers={"If-Match": confirmed["ETag"]})

    assert (fresh.status_code, fresh.json()["motif"], fresh["ETag"]) == (200, "Autre", '"3"')


def test_status_people_and_time_cannot_be_written(
    api: Api, ada: User, ben: User, appointment: Appointment
) -> None:
    before = Appointment.objects.values().get()

    api(ada).patch(
        reverse("appointment", args=[appointment.pk]),
        {"status": "confirmed", "patient": ben.patient.pk, "start_time": "2026-12-01T09:00:00Z"},
    )

    assert Appointment.objects.values().get() == before


def test_delete_cancels(api: Api, ada: User, appointment: Appointment, slot: Slot) -> None:
    """R4 ``DELETE /api/appointments/{id}/``."""
    assert api(ada).delete(reverse("appointment", args=[appointment.pk])).status_code == 204

    appointment.refresh_from_db()
    slot.refresh_from_db()
    assert (appointment.status, slot.booked) == ("cancelled", 0)


def test_put_is_as_patch(api: Api, ada: User, appointment: Appointment) -> None:
    answer = api(ada).put(reverse("appointment", args=[appointment.pk]), {"motif": "Autre"})

    assert (answer.status_code, answer.json()["motif"]) == (200, "Autre")


def test_every_move_has_its_path(
    api: Api, ada: User, dr_cho: User, eve: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    booked = api(ada).post("/api/appointments/", {"slot": slot.pk}).json()
    path = f"/api/v1/appointments/{booked['id']}"

    moved = api(ada).post(f"{path}/reschedule/", {"slot": later_slot.pk, "reason": "Travail"})
    assert moved.json()["slot"]["id"] == later_slot.pk
    assert api(dr_cho).post(f"{path}/confirm/").json()["transitions"] == ["cancel", "reschedule"]
    with time_machine.travel(later_slot.end_at):
        assert api(dr_cho).post(f"{path}/no-show/").json()["status"] == "no_show"
        refused = api(eve).post(f"{path}/complete/")
    assert (refused.status_code, refused.json()["code"]) == (409, "invalid_transition")

    history = api(ada).get(f"{path}/history/").json()
    assert [(row["transition"], row["party"], row["from"], row["to"]) for row in history] == [
        ("create", "patient", "", "pending"),
        ("reschedule", "patient", "pending", "pending"),
        ("confirm", "doctor", "pending", "confirmed"),
        ("no_show", "doctor", "confirmed", "no_show"),
    ]
    assert history[1]["by"] == {"id": ada.patient.pk, "name": "Ada Martin"}
    assert history[1]["reason"] == "Travail"
    assert history[2]["by"] == {"id": dr_cho.doctor.pk, "name": "Dr. Claire Cho"}
    assert AppointmentEvent.objects.count() == 4


@pytest.mark.parametrize(("segment", "status"), [("decline", "declined"), ("cancel", "cancelled")])
def test_declining_and_cancelling_take_a_reason(
    api: Api, dr_cho: User, appointment: Appointment, segment: str, status: str
) -> None:
    answer = api(dr_cho).post(
        f"/api/appointments/{appointment.pk}/{segment}/", {"reason": "Congrès"}
    )

    assert answer.json()["status"] == status
    assert AppointmentEvent.objects.latest("id").reason == "Congrès"


def test_too_late_says_whom_to_call(
    api: Api, ada: User, confirmed: Appointment, slot: Slot
) -> None:
    with time_machine.travel(slot.start_at - timedelta(hours=1)):
        answer = api(ada).post(f"/api/appointments/{confirmed.pk}/cancel/")

    assert (answer.status_code, answer.json()["code"]) == (403, "too_late")


def test_lists_are_filtered(
    api: Api, ada: User, appointment: Appointment, dr_diaz: User, book: Any, now: datetime
) -> None:
    other = book(ada, slot_at(dr_diaz.doctor, now + timedelta(days=5)))
    confirm_appointment(by=dr_diaz, appointment_id=other.pk, now=now)

    def ids(query: str) -> list[int]:
        return [row["id"] for row in api(ada).get(f"/api/appointments/?{query}").json()]

    assert ids("") == [appointment.pk, other.pk]
    assert ids("ordering=-start_time") == [other.pk, appointment.pk]
    assert ids("status=pending") == [appointment.pk]
    assert ids("status=Scheduled") == [other.pk]
    assert ids("status=pending&status=confirmed") == [appointment.pk, other.pk]
    assert ids(f"doctor={dr_diaz.doctor.pk}") == [other.pk]
    assert ids(f"start={iso(other.start_at)}") == [other.pk]
    assert ids(f"end={iso(other.start_at)}") == [appointment.pk]
    assert ids("when=upcoming") == [appointment.pk, other.pk]
    assert ids("when=past") == []
    assert ids("unassigned=true") == []
    apply_transition(by=ada, appointment_id=appointment.pk, transition=Transition.CANCEL, now=now)
    assert ids("when=past") == [appointment.pk]


def test_an_unknown_parameter_is_an_error(api: Api, ada: User) -> None:
    answer = api(ada).get("/api/appointments/?statut=pending")

    assert (answer.status_code, list(answer.json()["details"])) == (400, ["statut"])


def test_lists_are_bounded_and_linked(
    api: Api, ada: User, appointment: Appointment, later_slot: Slot, book: Any
) -> None:
    book(ada, later_slot)

    first = api(ada).get("/api/appointments/?limit=1&count=true")
    [link] = [part for part in first["Link"].split(",") if 'rel="next"' in part]
    second = api(ada).get(link.split(";")[0].strip("<> "))

    assert first["X-Total-Count"] == "2"
    assert [row["slot"]["id"] for row in second.json()] == [later_slot.pk]
    assert "Link" not in second


def test_my_agenda_counts_days_in_the_doctors_zone(
    api: Api, dr_cho: User, ada: User, book: Any, now: datetime
) -> None:
    # 23:30 in UTC is half past midnight in Paris.
    late = slot_at(dr_cho.doctor, now.replace(hour=23, minute=30) + timedelta(days=1))
    booked = book(ada, late)

    def ids(query: str) -> list[int]:
        return [
            row["id"] for row in api(dr_cho).get(f"/api/v1/appointments/mon-agenda/{query}").json()
        ]

    assert ids("?date_start=2026-11-25&date_end=2026-11-25") == [booked.pk]
    assert ids("?date_start=2026-11-24&date_end=2026-11-24") == []
    assert ids("") == [booked.pk]


def test_lists_cost_a_constant_number_of_queries(
    api: Api,
    dr_cho: User,
    appointment: Appointment,
    slot: Slot,
    django_assert_num_queries: Any,
    ben: User,
    book: Any,
) -> None:
    client = api(dr_cho)

    def count() -> None:
        with django_assert_num_queries(5):  # who asks, the page, its people twice, the journal
            assert client.get("/api/appointments/").status_code == 200

    count()
    for hours in (3, 4, 5):
        book(ben, slot_at(dr_cho.doctor, slot.start_at + timedelta(hours=hours)))
    count()


def test_the_calendar_file_of_an_appointment(api: Api, ada: User, confirmed: Appointment) -> None:
    answer = api(ada).get(f"/api/appointments/{confirmed.pk}/ics/")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.decode().split("\r\n")
    assert "SUMMARY:Rendez-vous avec Dr. Claire Cho" in lines
    assert "DTSTART:20261125T120000Z" in lines
    assert "SEQUENCE:2" in lines
    assert "STATUS:CONFIRMED" in lines
    assert "METHOD:PUBLISH" in lines
    assert not any("Contrôle" in line for line in lines)


def test_a_specialty_is_named_in_the_callers_language(
    api: Api, ada: User, appointment: Appointment
) -> None:
    answer = api(ada).get("/api/appointments/", headers={"Accept-Language": "en-GB"})

    assert answer.json()[0]["doctor"]["specialty"] == Specialty.objects.get().name_en
