"""What people say, who they are and what opens their account stand in no log."""

import io
import logging
import logging.config
from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
import structlog
from django.db import IntegrityError
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.appointments.api.views import resource
from clinic.outbox import services as outbox
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User
from clinic.users.tests.signing import registration
from config.requests import QuietRequestMiddleware
from config.settings.logs import json_logging, trace_without_words

# Each is typed somewhere below, and may be found nowhere in the logs.
PLANTED = ("zanzibar", "quinquina", "mordicus", "saperlipopette", "turlupin", "galimatias")
pytestmark = pytest.mark.django_db
Api = Callable[[User | None], APIClient]


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """The lines of production, as they are written."""
    lines = io.StringIO()
    setting = json_logging("INFO")
    setting["handlers"]["stderr"]["stream"] = lines
    before = structlog.get_config()
    logging.config.dictConfig(setting)
    yield lines
    structlog.configure(**before)
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False})


def test_a_whole_journey_leaves_no_word(
    api: Api, dr_cho: User, ada: User, logged: io.StringIO
) -> None:
    stranger, patient = api(None), api(ada)
    stranger.post(
        "/api/users/register/",
        registration(username="zanzibar", email="zanzibar@example.org", nom="Zanzibar"),
    )
    stranger.post("/api/token/", {"username": "zanzibar", "password": "quinquina"})
    stranger.post("/api/users/password-reset/", {"email": "zanzibar@example.org"})
    stranger.post("/api/users/password-reset/confirm/", {"uid": "x", "token": "quinquina"})
    stranger.get("/api/directory/doctors/?q=mordicus")
    stranger.get("/recherche?q=mordicus")
    stranger.get("/api/mordicus/?q=mordicus")
    stranger.get("/api/appointments/", headers={"Authorization": "Bearer quinquina"})
    patient.get("/api/appointments/?q=mordicus&colour=mordicus")
    patient.patch("/api/patients/me/", {"antecedents": "saperlipopette", "city": "Turlupin"})
    book(patient, dr_cho)
    break_down(patient)
    relay_to_a_broken_handler()

    text = logged.getvalue()
    assert "POST /api/appointments/" in text
    assert "request_finished" in text
    assert "outbox.handler_failed" in text
    assert [word for word in PLANTED if word in text.lower()] == []


def book(patient: APIClient, doctor: User) -> None:
    slot = slot_at(doctor.doctor, timezone.now() + timedelta(days=2))
    answer = patient.post(
        "/api/appointments/",
        {"slot": slot.pk, "motif": "saperlipopette", "message_patient": "turlupin"},
    )
    assert answer.status_code == 201
    path = f"/api/appointments/{answer.json()['id']}/"
    patient.patch(path, {"motif": "galimatias"})
    patient.post(f"{path}cancel/", {"reason": "galimatias"})


def break_down(patient: APIClient) -> None:
    """A fault that quotes what it failed on, as a database does."""
    patient.raise_request_exception = False
    fault = IntegrityError("Failing row contains (7, saperlipopette,\n turlupin)")
    with patch.object(resource, "book_slot", side_effect=fault):
        answer = patient.post("/api/appointments/", {"slot": 1, "motif": "galimatias"})
    assert answer.status_code == 500


def relay_to_a_broken_handler() -> None:
    def fail(_event: object) -> None:
        raise ValueError(PLANTED[-1])

    with patch.object(outbox, "handlers_of", return_value=[("broken", fail)]):
        outbox.relay(now=timezone.now())


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/api/appointments/7/?q=mordicus", "GET /api/appointments/7/"),
        ("/recherche?q=mordicus", "GET /recherche"),
    ],
)
def test_a_request_is_named_by_its_path(path: str, named: str) -> None:
    request = RequestFactory().get(path)
    assert QuietRequestMiddleware.format_request(request) == "GET (unknown path)"
    request.resolver_match = resolve(request.path)
    assert QuietRequestMiddleware.format_request(request) == named


def test_a_fault_says_where_and_which_kind() -> None:
    try:
        try:
            int("galimatias")
        except ValueError as error:
            raise KeyError("mordicus") from error
    except KeyError as error:
        trace = trace_without_words((type(error), error, error.__traceback__))

    assert "ValueError\nthen:" in trace
    assert trace.endswith("KeyError")
    assert "test_logs.py" in trace
    assert "'mordicus'" not in trace


def test_what_servers_say_is_kept() -> None:
    error = ConnectionRefusedError("no Redis on port 6379")
    assert trace_without_words((type(error), error, None)).endswith("no Redis on port 6379")
