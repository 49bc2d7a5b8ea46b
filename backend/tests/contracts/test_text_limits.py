"""Texts have an end that is said, and what shows nothing is nothing, in every field of the schema.

On PostgreSQL, whose columns are as long as they say. All requests find the same world: what one of
them changes is rolled back.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from clinic.common.text import DIRECTING
from clinic.users.models import User
from tests.contracts import hostile
from tests.contracts.hostile import Operation, Path
from tests.contracts.test_hostile_text import World

pytestmark = pytest.mark.django_db
# Zero width space; Braille blank, right-to-left override, byte order mark, Hangul filler.
UNSEEN = ("\u200b", "\u2800\u202e\ufeff\u3164" * 3)
ENDLESS = 10_000
# A password is what it is, and these are no words but marks of ours.
NOT_WORDS = ("password", "token", "refresh", "uid")


@pytest.fixture
def world(ada: User, ben: User, dr_cho: User, dr_diaz: User, eve: User, dr_new: User) -> World:
    """Return the one world."""
    return World({user.username: user for user in (ada, ben, dr_cho, dr_diaz, eve, dr_new)})


def words_of(operation: Operation) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the fields of the body that people write as they like."""
    for place, schema in operation.fields.items():
        is_free = hostile.kind_of(schema) in ("string", "email") and "pattern" not in schema
        if is_free and not any(word in str(place[-1]) for word in NOT_WORDS):
            yield place, schema


def sent_with(operation: Operation, place: Path, text: str) -> Operation:
    """Return the operation with that text; a PATCH has nothing else, as it names what changes."""
    changed = operation.with_field(place, text)
    if operation.method != "PATCH":
        return changed
    return replace(changed, body={place[0]: changed.body[place[0]]})


def refused(client: APIClient, operation: Operation, path: str) -> tuple[int, list[str]]:
    """Ask, undo; return the status, and the fields that a 400 names."""
    with transaction.atomic():
        body = json.dumps(operation.body)
        answer = client.generic(operation.method, path, body, "application/json")
        transaction.set_rollback(True)
    if answer.status_code != 400:
        return answer.status_code, []
    return 400, list(answer.json().get("details") or {})


def of_length(schema: dict[str, Any], length: int) -> str:
    """Return a text of that length; an address is one."""
    if schema.get("format") != "email":
        return "a" * length
    domain = ".".join(["b" * 60] * (length // 61 + 1))
    return f"somebody@{domain}"[: length - 3].rstrip(".").ljust(length - 3, "b") + ".fr"


def test_what_shows_nothing_is_refused_where_nothing_is(world: World) -> None:
    wrong, tried = [], 0
    for operation in hostile.operations():
        path = world.path_of(operation)
        for place, _schema in words_of(operation):
            nothing = sent_with(operation, place, "")
            for client in world.clients:
                if place[0] not in refused(client, nothing, path)[1]:
                    continue
                for text in UNSEEN:
                    tried += 1
                    status, named = refused(client, sent_with(operation, place, text), path)
                    if place[0] not in named:
                        wrong.append(f"{operation.name} {place} {text!a}: {status} {named}")
                break

    assert not wrong, "\n".join(wrong)
    assert tried > 40


def test_what_is_longer_than_a_text_may_be_is_refused_by_its_field(world: World) -> None:
    wrong, tried = [], 0
    for operation in hostile.operations():
        path = world.path_of(operation)
        for place, schema in words_of(operation):
            tried += 1
            # What says no length is one of some words.
            most = schema.get("maxLength", ENDLESS)
            longer = sent_with(operation, place, of_length(schema, most + 1))
            answers = [refused(client, longer, path) for client in world.clients]
            if not any(place[0] in named for _status, named in answers):
                wrong.append(f"{operation.name} {place}: {most + 1} is {answers}")
            longest = sent_with(operation, place, of_length(schema, most))
            if any(refused(client, longest, path) == (400, []) for client in world.clients):
                wrong.append(f"{operation.name} {place}: {most} is 400 without a field")

    assert not wrong, "\n".join(wrong)
    assert tried > 40


@pytest.mark.parametrize("mark", sorted(DIRECTING))
def test_nothing_turns_the_letters_of_a_name_round(dr_cho: User, api: Any, mark: str) -> None:
    person = {"first_name": f"Lou{mark}ise", "last_name": f"{mark}Kern", "birth_date": "1950-01-02"}

    answer = api(dr_cho).post("/api/patients/", person)

    assert (answer.status_code, answer.json()["name"]) == (201, "Louise Kern")
