"""Sign-ins stand in the audit trail, without the name that somebody tried."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from clinic.audit.models import AuditEntry
from clinic.users.models import User
from clinic.users.tests.signing import PASSWORD

pytestmark = pytest.mark.django_db
Api = Callable[[User | None], APIClient]


@pytest.mark.parametrize(
    ("path", "name"), [("/api/token/", "username"), ("/api/users/login/", "email")]
)
def test_every_door(api: Api, ada: User, path: str, name: str) -> None:
    for password in ("wrong", PASSWORD):
        api(None).post(path, {name: getattr(ada, name), "password": password})

    entries = AuditEntry.objects.order_by("id")
    assert [(entry.actor, entry.role, entry.action, entry.address) for entry in entries] == [
        (None, "", "sign_in_failed", "127.0.0.1"),
        (ada, "PATIENT", "sign_in", "127.0.0.1"),
    ]
    assert [(entry.objects_seen, entry.patients) for entry in entries] == [([], [])] * 2
