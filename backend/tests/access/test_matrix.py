"""Every route × method × person: the exact status, and that a refusal changed nothing."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.response import Response
from rest_framework.test import APIClient

from clinic.audit.models import AuditEntry
from clinic.users.models import User
from tests.access.matrix import PEOPLE, REFUSALS, Row, filled
from tests.access.world import Cast, all_rows, build_world

ROWS: list[Row] = all_rows()


@pytest.fixture
def cast(ada: User, ben: User, dr_cho: User, dr_diaz: User, eve: User, dr_new: User) -> Cast:
    """Everybody, and one whose account was deactivated."""
    inactive = User.objects.create(
        username="ivan", email="ivan@example.org", is_approved=True, is_active=False
    )
    everyone = (ada, ben, dr_cho, dr_diaz, eve, dr_new)
    return {user.username: user for user in everyone} | {"inactive": inactive}


def snapshot() -> dict[str, list[Any]]:
    """Return all rows of all our tables."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        # Of the journal: a sign-in that fails is written down.
        if model.__module__.startswith("clinic.") and model is not AuditEntry
    }


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(row: Row, world: dict[str, Any], client: APIClient) -> Response:
    path, body = filled(row.path, world), filled(row.body, world)
    if row.format == "multipart" and body:
        body = {name: SimpleUploadedFile("p.png", value) for name, value in body.items()}
    answer: Response = (
        client.generic(row.method, path)
        if body is None
        else getattr(client, row.method.lower())(path, body, format=row.format)
    )
    return answer


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.path}")
def test_route(row: Row, cast: Cast, api: Callable[[User | None], APIClient]) -> None:
    world = build_world(cast)
    before = snapshot()
    changed: list[str] = []
    statuses = {}
    for person in PEOPLE:
        with undone():
            statuses[person] = ask(row, world, api(cast.get(person))).status_code
            if statuses[person] in REFUSALS and snapshot() != before:
                changed.append(person)

    assert statuses == {person: row.expected(person) for person in PEOPLE}
    assert changed == []


def routes(patterns: list[Any], prefix: str = "/") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        path = prefix + re.sub(r"<(?:\w+:)?\w+>|\(\?P<\w+>[^)]*\)", "{}", str(pattern.pattern))
        path = path.replace("^", "").replace("$", "").replace("\\.", ".")
        if isinstance(pattern, URLResolver):
            if path.startswith(("/api/v1/", "/admin/")):
                continue
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and path.startswith("/api/"):
            callback: Any = pattern.callback
            actions = getattr(callback, "actions", None)
            view: Any = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
            names = actions or [name for name in view.http_method_names if hasattr(view, name)]
            for method in names:
                if method not in ("options", "head"):
                    yield method.upper(), path


def test_every_route_is_in_the_matrix() -> None:
    known = {(row.method, re.sub(r"\{\w+\}", "{}", row.path.split("?")[0])) for row in ROWS}

    assert sorted(set(routes(get_resolver().url_patterns)) - known) == []
