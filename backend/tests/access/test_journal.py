"""Whoever sees or changes other people's data leaves one entry; who sees their own leaves none."""

from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import resolve
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment
from clinic.audit.models import Action, AuditEntry
from clinic.common.api.views import ScopedViewSet
from clinic.users.models import User
from tests.access.matrix import Row, filled
from tests.access.world import Cast, all_rows, build_world

ACCESS = {Action.READ, Action.WRITE}


@pytest.fixture
def cast(ada: User, ben: User, dr_cho: User, dr_diaz: User, eve: User, dr_new: User) -> Cast:
    """Everybody."""
    return {user.username: user for user in (ada, ben, dr_cho, dr_diaz, eve, dr_new)}


def view_of(path: str) -> Any:
    return getattr(resolve(path.split("?", maxsplit=1)[0]).func, "cls", None)


def is_journalled(row: Row) -> bool:
    path = row.path.format_map(Ids())
    view = view_of(path) if path.startswith("/api/") else None
    return view is not None and issubclass(view, ScopedViewSet) and not view.not_journalled


class Ids(dict[str, str]):
    """Any id, for finding the view."""

    def __missing__(self, key: str) -> str:
        return "1"


JOURNALLED = [row for row in all_rows() if is_journalled(row)]


@pytest.mark.parametrize("row", JOURNALLED, ids=lambda row: f"{row.method} {row.path}")
def test_one_entry_a_request(row: Row, cast: Cast, api: Callable[[User | None], APIClient]) -> None:
    world = build_world(cast)
    for person in ("dr_cho", "eve"):
        if row.expected(person) < 400:
            answer = ask(row, world, api(cast[person]))
            entries = AuditEntry.objects.filter(action__in=ACCESS)
            assert answer.status_code == row.expected(person), answer.content
            reads = row.method == "GET" or view_of(filled(row.path, world)).changes_nothing
            action = Action.READ if reads else Action.WRITE
            # An empty list shows nobody; who searched is written down all the same.
            is_empty = row.method == "GET" and answer.content == b"[]"
            expected = [] if is_empty else [(cast[person], action)]
            assert [(entry.actor, entry.action) for entry in entries] == expected
            return


@pytest.mark.parametrize(
    ("person", "path", "subject", "whose"),
    [
        ("dr_cho", "/api/patients/{ada_patient}/", "Patient", "ada_patient"),
        ("dr_cho", "/api/appointments/{appointment}/", "Appointment", "ada_patient"),
        ("dr_cho", "/api/appointments/{appointment}/ics/", "Appointment", "ada_patient"),
        ("dr_cho", "/api/appointments/{appointment}/history/", "AppointmentEvent", "ada_patient"),
        ("eve", "/api/users/{ada_user}/", "User", None),
        ("ada", "/api/appointments/{appointment}/", None, None),
        ("ada", "/api/patients/me/", None, None),
        ("dr_cho", "/api/slots/", None, None),
    ],
)
def test_it_says_whose_data(
    person: str,
    path: str,
    subject: str | None,
    whose: str | None,
    cast: Cast,
    api: Callable[[User | None], APIClient],
) -> None:
    world = build_world(cast)
    assert api(cast[person]).get(filled(path, world)).status_code == 200

    entries = AuditEntry.objects.filter(action__in=ACCESS)
    assert [entry.subject for entry in entries] == ([subject] if subject else [])
    ids = [world[whose]] if whose else []
    assert [entry.patients for entry in entries if entry.patients] == ([ids] if ids else [])


def test_what_cannot_be_journalled_is_not_shown(
    cast: Cast, api: Callable[[User | None], APIClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = build_world(cast)
    client = api(cast["dr_cho"])
    client.raise_request_exception = False
    down = Mock(side_effect=DatabaseError)
    monkeypatch.setattr("clinic.users.api.journal.record_access", down)

    assert client.get(filled("/api/patients/{ada_patient}/", world)).status_code == 500
    # What is done already stays, and is answered.
    path = filled("/api/appointments/{appointment}/confirm/", world)
    assert client.post(path).status_code == 200


def test_a_conflict_that_shows_somebody_is_a_read(
    cast: Cast, api: Callable[[User | None], APIClient]
) -> None:
    world = build_world(cast)
    client = api(cast["dr_cho"])
    booking = filled({"slot": "{free}", "patient": "{ada_patient}"}, world)
    booked = client.post("/api/appointments/", booking, HTTP_IDEMPOTENCY_KEY="once").json()["id"]
    assert client.post(f"/api/appointments/{booked}/cancel/").status_code == 200
    before = AuditEntry.objects.latest("pk").pk

    settled = client.post("/api/appointments/", booking, HTTP_IDEMPOTENCY_KEY="once")
    walk_in = filled("/api/patients/{walk_in}/merge/", world)
    both = Appointment.objects.get(pk=world["appointment"])
    Appointment.objects.filter(pk=world["made"]).update(
        patient=world["walk_in"], start_at=both.start_at, end_at=both.end_at
    )
    eve = api(cast["eve"])
    overlapping = eve.post(walk_in, {"other": world["ada_patient"]})
    has_account = eve.post(filled("/api/patients/{ada_patient}/code/", world))

    assert settled.json()["details"]["appointment"]["patient"]["id"] == world["ada_patient"]
    assert overlapping.json()["details"]["overlaps"]
    assert {one.status_code for one in (settled, overlapping, has_account)} == {409}
    entries = AuditEntry.objects.filter(pk__gt=before).order_by("pk")
    assert [(one.actor, one.action, one.patients) for one in entries] == [
        (cast["dr_cho"], Action.READ, [world["ada_patient"]]),
        (cast["eve"], Action.READ, sorted([world["ada_patient"], world["walk_in"]])),
        (cast["eve"], Action.READ, [world["ada_patient"]]),
    ]


def test_an_empty_list_shows_nobody(dr_diaz: User, api: Callable[[User | None], APIClient]) -> None:
    assert api(dr_diaz).get("/api/patients/").json() == []
    assert not AuditEntry.objects.exists()


def ask(row: Row, world: dict[str, Any], client: APIClient) -> Any:
    body = filled(row.body, world)
    if row.format == "multipart" and body:
        body = {name: SimpleUploadedFile("p.png", value) for name, value in body.items()}
    if body is None:
        return client.generic(row.method, filled(row.path, world))
    return getattr(client, row.method.lower())(filled(row.path, world), body, format=row.format)
