"""Every list of the schema can be read to its end, a row a page, by everybody who may read it."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.editing import edit_appointment
from clinic.appointments.services.requesting import WishedTime, request_appointment
from clinic.audit.models import Action
from clinic.audit.services.recording import Actor, Seen, record_access
from clinic.doctors.models import Specialty
from clinic.jobs.models import Job
from clinic.notifications.models import Notification
from clinic.patients.models import Guardian, GuardianKind
from clinic.patients.services.dependants import Person, add_dependant
from clinic.slots.models import Absence, Slot
from clinic.slots.modes import Mode
from clinic.slots.tests.factories import rule_on, slot_at
from clinic.users.models import User
from tests.access.world import Cast

SCHEMA = yaml.safe_load((Path(__file__).parents[2] / "openapi.yaml").read_text())
ROLES = ("nobody", "ada", "dr_cho", "eve")
# What a list wants to be told; reading notifications changes them.
QUERIES = {
    "/api/notifications/": "peek=true",
    # Not what reading the other lists has added.
    "/api/audit/": "subject=Patient&until=2099-01-01T00:00:00Z",
    "/api/availabilities/conflicts/": "doctor={cho}",
    "/api/availabilities/available-slots/": "doctor={cho}",
}
FEWEST = 2
MOST_PAGES = 200


def pages_of(parameters: list[dict[str, Any]]) -> bool:
    return any(parameter["name"] == "cursor" for parameter in parameters)


PATHS = [
    path
    for path, methods in SCHEMA["paths"].items()
    if pages_of(methods.get("get", {}).get("parameters", []))
]


@pytest.fixture
def cast(ada: User, ben: User, dr_cho: User, dr_diaz: User, eve: User) -> Cast:
    """Everybody who reads lists, or stands in them."""
    return {user.username: user for user in (ada, ben, dr_cho, dr_diaz, eve)}


@pytest.fixture
def crowd(cast: Cast) -> dict[str, Any]:
    """At least two rows of everything, most alike in the column that comes first."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    Specialty.objects.create(slug="dermatologie", name="Dermatologie", name_en="Dermatology")
    for doctor in (cast["dr_cho"].doctor, cast["dr_diaz"].doctor):
        for weekday in (0, 0, 3):
            rule_on(doctor, weekday)
        for days in (1, 2):
            slot_at(doctor, now + timedelta(days=days, hours=8))
        for _ in range(2):
            begins = now + timedelta(days=20)
            Absence.objects.create(
                doctor=doctor, start_at=begins, end_at=begins + timedelta(days=1)
            )
    booked = [_booked(cast, days, now) for days in (3, 4)]
    for days in (6, 7):
        _asked(cast, now + timedelta(days=days), now)
    # Closed with somebody in them: conflicts to settle.
    Slot.objects.filter(pk__in=[row.slot_id for row in booked]).update(is_open=False)
    for user in cast.values():
        for event in (1, 2):
            Notification.objects.create(
                recipient=user, kind="account_approved", created_at=now, event_id=event
            )
    edit_appointment(
        by=cast["ada"], appointment_id=booked[0].pk, changes={"motif": "Suivi"}, now=now
    )
    _seen(cast, now)
    _treated(cast, now)
    _wards(cast, now)
    _jobs(cast, now)
    return {"id": booked[0].pk, "cho": cast["dr_cho"].doctor.pk}


def _jobs(cast: Cast, now: Any) -> None:
    for _ in range(2):
        Job.objects.create(kind="slots", started_by=cast["eve"], not_before=now, asked_at=now)


def _wards(cast: Cast, now: Any) -> None:
    for name in ("Zoé", "Max"):
        person = Person(first_name=name, last_name="Martin", birth_date=date(2019, 4, 3))
        add_dependant(
            by=cast["ada"], person=person, kind=GuardianKind.PARENT, now=now, today=now.date()
        )
    for name in ("ben", "eve"):
        Guardian.objects.create(user=cast[name], patient=cast["ada"].patient, created_at=now)


def _seen(cast: Cast, now: Any) -> None:
    patient, reader = cast["ada"].patient.pk, Actor(cast["dr_cho"].pk)
    for _ in range(2):
        seen = Seen("Patient", "patient", [patient], [patient])
        record_access(by=reader, action=Action.READ, seen=seen, now=now)


def _treated(cast: Cast, now: Any) -> None:
    slot = slot_at(cast["dr_diaz"].doctor, now + timedelta(days=5))
    book_slot(by=cast["ben"], slot_id=slot.pk, wish=Wish(), now=now)


def _booked(cast: Cast, days: int, now: Any) -> Any:
    slot = slot_at(cast["dr_cho"].doctor, now + timedelta(days=days), mode=Mode.BOTH)
    return book_slot(by=cast["ada"], slot_id=slot.pk, wish=Wish(), now=now)


def _asked(cast: Cast, start_at: Any, now: Any) -> None:
    wished = WishedTime(start_at=start_at, end_at=start_at + timedelta(hours=1))
    request_appointment(by=cast["ben"], wished=wished, wish=Wish(), now=now)


def next_of(answer: Any) -> str:
    link: str = answer.headers.get("Link", "")
    return link.partition(">")[0].removeprefix("<")


def read_singly(client: APIClient, path: str) -> list[Any]:
    """Return all rows, a row a page."""
    rows: list[Any] = []
    url = f"{path}&limit=1"
    for _ in range(MOST_PAGES):
        answer = client.get(url)
        assert answer.status_code == 200, answer.content
        assert len(answer.json()) <= 1
        rows += answer.json()
        url = next_of(answer)
        if not url:
            return rows
    raise AssertionError(f"{path} has no end")


@pytest.mark.parametrize("path", PATHS)
def test_a_list_is_read_to_its_end(
    path: str, crowd: dict[str, Any], cast: Cast, api: Callable[[User | None], APIClient]
) -> None:
    address = f"{path}?{QUERIES.get(path, '')}".format(**crowd)
    most = 0
    for role in ROLES:
        client = api(cast.get(role))
        whole = client.get(f"{address}&limit=500")
        if whole.status_code in (401, 403):
            continue
        assert whole.status_code == 200, whole.content
        assert read_singly(client, address) == whole.json(), role
        most = max(most, len(whole.json()))

    assert most >= FEWEST, "nobody has two rows here: this says nothing"


def test_lists_are_found() -> None:
    assert {"/api/appointments/", "/api/availabilities/", "/api/users/"} <= set(PATHS)
