"""The OpenAPI document holds: whatever is sent, and whoever sends it, the answer is described.

Each generated request is sent by one of the cast, or a stranger, in turn; where a path has an id,
once with the id that was made up and once with that of a real row. What a request changed is rolled
back, so that all of them find the same world.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from rest_framework_simplejwt.tokens import AccessToken
from schemathesis.core.transport import Response
from schemathesis.specs.openapi import checks

from clinic.users.models import User
from tests.access.world import Cast, build_world

# Which of the world's rows an ``{id}`` stands for, by the path before it.
ROWS = {
    "/api/appointments/": "appointment",
    "/api/availabilities/": "rule",
    "/api/care/relations/": "care",
    "/api/dependants/": "ward",
    "/api/directory/doctors/": "cho",
    "/api/doctors/": "cho",
    "/api/exceptions/": "absence",
    "/api/guardians/": "guard",
    "/api/jobs/": "job",
    "/api/notifications/": "note",
    "/api/patients/": "ada_patient",
    "/api/slots/": "free",
    "/api/specialties/": "cardiology",
    "/api/users/": "ada_user",
    "/api/users/approve/": "dr_new_user",
}
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]

schema = schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())
# The caller's token is ours to set.
schema.config.generation.update(with_security_parameters=False, deterministic=True)


@pytest.fixture
def cast(ada: User, ben: User, dr_cho: User, dr_diaz: User, eve: User, dr_new: User) -> Cast:
    """Everybody."""
    return {user.username: user for user in (ada, ben, dr_cho, dr_diaz, eve, dr_new)}


@pytest.fixture
def world(cast: Cast) -> dict[str, Any]:
    """Ids of rows that Ada and Dr. Cho have in common."""
    return build_world(cast)


@pytest.fixture
def callers(cast: Cast) -> list[dict[str, str]]:
    """Headers of everybody, and of a stranger."""
    return [{}, *({"Authorization": f"Bearer {lasting_token(user)}"} for user in cast.values())]


def lasting_token(user: User) -> AccessToken:
    token = AccessToken.for_user(user)
    token.set_exp(lifetime=timedelta(hours=1))
    return token


@pytest.fixture(autouse=True)
def kept_connection() -> Iterator[None]:
    """Requests run inside the test's transaction: its connection is not theirs to close."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_described(
    case: schemathesis.Case[Any], callers: list[dict[str, str]], world: dict[str, Any]
) -> None:
    turn = crc32(repr((case.method, case.path_parameters, case.query, case.body)).encode())
    ask(case, callers[turn % len(callers)])
    if "{id}" in case.path:
        row = ROWS[case.path.partition("{id}")[0]]
        case.path_parameters = {"id": str(world[row])}
        ask(case, callers[turn // len(callers) % len(callers)])


def ask(case: schemathesis.Case[Any], caller: dict[str, str]) -> None:
    with transaction.atomic():
        # The caller inside the process would not unpack what it asks for packed.
        answer = case.call(headers={"Accept-Encoding": "identity", **caller})
        transaction.set_rollback(True)
    case.validate_response(answer, checks=CHECKS)
    require_named_success(case, answer)


def require_named_success(case: schemathesis.Case[Any], answer: Response) -> None:
    """``default`` describes errors only: a success must be named by its own status."""
    if answer.status_code < 400 and case.method == case.operation.method.upper():
        assert str(answer.status_code) in case.operation.definition.raw["responses"]
    assert answer.status_code != 422
