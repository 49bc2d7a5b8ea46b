"""Topics and payloads: what is not declared, or not as declared, is refused at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from clinic.doctors.events import RulesChanged
from clinic.outbox import events
from clinic.outbox.events import Payload, UnknownTopic, goes_alone, payload_from
from clinic.outbox.models import Event
from clinic.outbox.services import record
from clinic.users.events import UserClosed
from config import wiring


@pytest.fixture
def topics() -> Iterator[None]:
    """Keep what a test declares from the others."""
    with patch.dict(events._TOPICS):
        yield


@pytest.fixture
def tale(topics: None) -> type[Any]:
    @dataclass(frozen=True)
    class Tale(Payload, topic="tale"):
        teller_id: int
        doctor_id: int | None
        slot_ids: tuple[int, ...] = ()
        title: str = ""
        is_long: bool = False

    return Tale


@pytest.mark.django_db
def test_a_payload_comes_back_as_it_was_recorded(tale: type[Any]) -> None:
    told = tale(teller_id=1, doctor_id=None, slot_ids=(3, 4), title="Once", is_long=True)

    with transaction.atomic():
        recorded = record(told)

    assert payload_from("tale", Event.objects.get(pk=recorded.pk).payload) == told


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"teller_id": "1"},
        {"teller_id": True},
        {"teller_id": None},
        {"doctor_id": "Dr Cho"},
        {"slot_ids": [3, 4]},
        {"slot_ids": ("3",)},
        {"title": None},
        {"is_long": 1},
    ],
)
def test_a_value_of_another_type_is_refused(tale: type[Any], wrong: dict[str, Any]) -> None:
    fields = {"teller_id": 1, "doctor_id": None} | wrong

    with transaction.atomic(), pytest.raises(TypeError, match=next(iter(wrong))):
        record(tale(**fields))

    assert Event.objects.count() == 0


@pytest.mark.parametrize("fields", [{"teller_id": 1}, {"teller_id": 1, "doctor_id": 2, "cold": 3}])
def test_a_missing_or_an_extra_field_is_refused(tale: type[Any], fields: dict[str, int]) -> None:
    with pytest.raises(TypeError):
        tale(**fields)


@pytest.mark.parametrize("misspelt", ["appointment.moved", {"topic": "tale"}, None])
def test_nothing_but_a_payload_is_recorded(misspelt: Any) -> None:
    with pytest.raises(TypeError):
        record(misspelt)


def test_a_row_from_before_a_field_was_added_has_its_default(tale: type[Any]) -> None:
    old = payload_from("tale", {"teller_id": 1, "doctor_id": None})

    assert old == tale(teller_id=1, doctor_id=None)


def test_what_a_newer_release_has_added_is_passed_over(tale: type[Any]) -> None:
    newer = {"teller_id": 1, "doctor_id": None, "weather": "fine"}

    assert payload_from("tale", newer) == tale(teller_id=1, doctor_id=None)


def test_a_topic_that_nobody_declares_is_unknown() -> None:
    with pytest.raises(UnknownTopic):
        payload_from("no.such.topic", {})


def test_a_topic_is_declared_once(tale: type[Any]) -> None:
    with pytest.raises(ValueError, match="tale is declared twice"):

        class Another(Payload, topic="tale"):
            """The same topic."""


def test_a_topic_to_which_nobody_listens_stops_the_start(tale: type[Any]) -> None:
    with pytest.raises(ImproperlyConfigured, match="Nobody listens to: tale"):
        wiring.wire()


def test_whatever_is_announced_is_listened_to() -> None:
    wiring.require_listeners()


@pytest.mark.parametrize("payload", [UserClosed, RulesChanged])
def test_what_locks_is_relayed_alone(payload: type[Payload]) -> None:
    """Two of them in one transaction have deadlocked with a booking."""
    assert goes_alone(payload.topic)
