"""Django's admin fails at nothing that is typed into its addresses, nor at rows of an action.

On PostgreSQL, which refuses what SQLite stores. All requests find the same world: what one of them
changes is rolled back.
"""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from clinic.doctors.models import Doctor
from clinic.slots.models import Availability
from clinic.users.models import User
from tests.access.world import build_world
from tests.contracts.hostile import HALF_PAIR, NUL

pytestmark = pytest.mark.django_db
ODD = (NUL, "9" * 30)
# What a field takes for text, a number, an instant or the id of a row, it reads in its own way.
TYPED = (NUL, HALF_PAIR, "a" * 5000, "9" * 5000, "9" * 30, "1e999")


@pytest.fixture
def desk(ada: User, ben: User, dr_cho: User, dr_diaz: User, eve: User, dr_new: User) -> Client:
    """The client of an admin who may do everything, in a world in which there is something."""
    build_world({user.username: user for user in (ada, ben, dr_cho, dr_diaz, eve, dr_new)})
    User.objects.filter(pk=eve.pk).update(is_staff=True, is_superuser=True)
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=eve.pk))
    return client


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Write no traceback down: each takes longer than its page."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def ask(desk: Client, path: str, body: dict[str, Any] | None = None) -> int:
    """Ask, undo, and return the status."""
    with transaction.atomic():
        answer = desk.get(path) if body is None else send(desk, path, body)
        transaction.set_rollback(True)
    return int(answer.status_code)


def send(desk: Client, path: str, body: dict[str, Any]) -> Any:
    """Post as a browser does; half pairs as well, which no browser sends."""
    encoded = urlencode(body, errors="surrogatepass")
    return desk.post(path, encoded, content_type="application/x-www-form-urlencoded")


def named(model: type[models.Model], page: str, *args: Any) -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def parameters_of(one: Any) -> Iterator[str]:
    """Yield the parameters that the list knows of itself, and those of its filters."""
    yield from ("q", "p", "id__exact")
    for name in one.list_filter:
        if isinstance(name, str):
            yield f"{name}__exact"
        else:
            own = name[0] if isinstance(name, tuple) else getattr(name, "parameter_name", "")
            yield str(own)
    if one.date_hierarchy:
        yield f"{one.date_hierarchy}__year"


def addresses_of(one: Any) -> Iterator[str]:
    """Yield the addresses of lists, forms and histories, with what nobody would type."""
    listed = named(one.model, "changelist")
    yield listed
    for name in parameters_of(one):
        for odd in ODD:
            yield f"{listed}?{urlencode({name: odd})}"
    yield named(one.model, "add")
    row = one.model._default_manager.values_list("pk", flat=True).first()
    for pk in (row or 1, "9" * 30, "a_00b"):
        yield named(one.model, "change", pk)


def actions_of(one: Any) -> Iterator[dict[str, str]]:
    """Yield each action on rows that there cannot be."""
    names = [name for _function, name, _words in one._get_base_actions()]
    for name in {*names, "delete_selected"}:
        for odd in (*ODD, "a" * 5000):
            yield {"action": name, "_selected_action": odd, "post": "yes"}


def test_the_admin_fails_at_no_text(desk: Client) -> None:
    failures, tried = [], 0
    for one in admin.site._registry.values():
        for path in addresses_of(one):
            tried += 1
            if (status := ask(desk, path)) >= 500:
                failures.append(f"GET {path}: {status}")
        for body in actions_of(one):
            tried += 1
            if (status := ask(desk, named(one.model, "changelist"), body)) >= 500:
                failures.append(f"{one} {body['action']} {body['_selected_action'][:9]!a}")

    assert not failures, "\n".join(failures)
    assert tried > 200


def forms_of(one: Any, desk: Client) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the address of each form that may be sent, with what it holds."""
    row = one.model._default_manager.values_list("pk", flat=True).first()
    kept: dict[str, str] = {}
    # First what there is: a new one is given the same, so that one field alone is refused.
    for page in ([named(one.model, "change", row)] if row else []) + [named(one.model, "add")]:
        answer = desk.get(page)
        shown = (answer.context or {}).get("adminform")
        if answer.status_code == 200 and shown and shown.form.fields:
            kept = kept or dict(inputs_of(shown.form))
            yield page, dict.fromkeys(dict(inputs_of(shown.form)), "") | kept


def inputs_of(form: Any) -> Iterator[tuple[str, str]]:
    """Yield the names of what can be typed, with what stands there."""
    for bound in form:
        widget: Any = bound.field.widget
        value = bound.value()
        if hasattr(widget, "decompress"):
            for suffix, part in zip(widget.widgets_names, widget.decompress(value), strict=True):
                yield f"{bound.html_name}{suffix}", str(part or "")
        elif value is not False:
            yield bound.html_name, "on" if value is True else str(value or "")


def test_the_admin_fails_at_nothing_in_a_form(desk: Client) -> None:
    failures, tried, shown = [], 0, []
    for one in admin.site._registry.values():
        for path, kept in forms_of(one, desk):
            shown.append(path)
            for odd in TYPED:
                tried += 1
                if (status := ask(desk, path, dict.fromkeys(kept, odd))) >= 500:
                    failures.append(f"{path} {odd[:9]!a}: {status}")
            for name in kept:
                tried += 1
                if (status := ask(desk, path, {**kept, name: "a" * 5000})) >= 500:
                    failures.append(f"{path} {name}: {status}")

    assert not failures, "\n".join(failures)
    assert named(Doctor, "change", Doctor.objects.earliest("pk").pk) in shown
    assert named(Availability, "add") in shown
    assert tried > 100
