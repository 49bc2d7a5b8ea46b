"""Every refusal has the one shape, in the caller's language (API.md "Errors"; R3 §19)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from rest_framework.request import Request
from rest_framework.test import APIClient

from clinic.common import errors
from clinic.common.api.errors import STATUS_OF, handle_exception, status_of
from clinic.users.models import User
from config.pages import SpaConfigView

Api = Callable[[User | None], APIClient]


@dataclass(frozen=True)
class Refusal:
    """One request that is refused, and in which words."""

    status: int
    code: str
    french: str
    english: str
    method: str
    path: str
    by: str | None = None
    body: str | None = None
    body_type: str = "application/json"
    details: dict[str, tuple[str, str]] = field(default_factory=dict)


INVALID = ("Données invalides", "Invalid data")
MISSING = ("Ressource non trouvée", "Not found.")
REQUIRED = ("Ce champ est obligatoire.", "This field is required.")
KNOWN = "city, count, cursor, format, language, limit, mode, q, specialty"

REFUSALS = {
    "invalid fields": Refusal(
        400, "invalid", *INVALID, "POST", "/api/users/register/", body="{}",
        details={"email": REQUIRED, "password": REQUIRED},
    ),
    "malformed JSON": Refusal(
        400, "parse_error",
        "Le corps de la requête n’est pas du JSON valide.",
        "The body of the request is not valid JSON.",
        "POST", "/api/token/", body="{",
    ),
    "unknown parameter": Refusal(
        400, "invalid", *INVALID, "GET", "/api/directory/doctors/?colour=red",
        details={
            "colour": (
                f"Paramètre inconnu. Paramètres possibles : {KNOWN}.",
                f"Unknown parameter. Known ones: {KNOWN}.",
            )
        },
    ),
    "not signed in": Refusal(
        401, "not_authenticated",
        "Les informations d'authentification n'ont pas été fournies.",
        "Authentication credentials were not provided.",
        "GET", "/api/appointments/",
    ),
    "another role": Refusal(
        403, "permission_denied",
        "Vous n'avez pas la permission d'accéder à cette ressource",
        "You do not have permission to do this.",
        "GET", "/api/appointments/doctor/", by="ada",
    ),
    "not approved": Refusal(
        403, "not_approved",
        "Votre compte attend l’approbation de la clinique.",
        "Your account is waiting for approval by the clinic.",
        "GET", "/api/appointments/", by="dr_new",
    ),
    "no such path": Refusal(404, "not_found", *MISSING, "GET", "/api/nowhere/"),
    "no such row": Refusal(
        404, "not_found", *MISSING, "GET", "/api/appointments/999999999/", by="ada"
    ),
    "another method": Refusal(
        405, "method_not_allowed",
        "Méthode «\N{NO-BREAK SPACE}DELETE\N{NO-BREAK SPACE}» non autorisée.",
        'Method "DELETE" not allowed.',
        "DELETE", "/api/token/",
    ),
    "not JSON": Refusal(
        415, "unsupported_media_type",
        "Type de média «\N{NO-BREAK SPACE}text/plain\N{NO-BREAK SPACE}» non supporté.",
        'Unsupported media type "text/plain" in request.',
        "POST", "/api/token/", body="x", body_type="text/plain",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=list(REFUSALS))
def test_a_refusal_says_why_in_one_shape(
    refusal: Refusal, language: str, api: Api, ada: User, dr_new: User
) -> None:
    by = {"ada": ada, "dr_new": dr_new}.get(refusal.by or "")

    answer = api(by).generic(
        refusal.method,
        refusal.path,
        refusal.body or "",
        content_type=refusal.body_type,
        headers={"Accept-Language": language},
    )

    number = ["fr", "en"].index(language)
    sentence = (refusal.french, refusal.english)[number]
    expected: dict[str, Any] = {"error": sentence, "detail": sentence, "code": refusal.code}
    if refusal.details:
        expected["details"] = {name: [texts[number]] for name, texts in refusal.details.items()}
    assert answer.status_code == refusal.status
    assert answer["Content-Type"] == "application/json"
    assert answer.json() == expected


def test_french_is_spoken_where_nothing_is_asked(api: Api) -> None:
    assert api(None).get("/api/nowhere/").json()["error"] == "Ressource non trouvée"


def test_a_stranger_is_told_how_to_sign_in(api: Api, db: None) -> None:
    answer = api(None).get("/api/appointments/")

    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Erreur serveur interne"),
        ("en", "Something went wrong on our side. Nothing was lost; please try again."),
    ],
)
def test_a_fault_shows_nothing_of_itself(
    language: str, sentence: str, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(view: SpaConfigView, request: Request) -> None:
        secret = "the patient's name"
        raise RuntimeError(secret)

    monkeypatch.setattr(SpaConfigView, "get", fault)
    client = api(None)
    client.raise_request_exception = False

    answer = client.get("/api/config/", headers={"Accept-Language": language})

    assert answer.status_code == 500
    assert answer.json() == {"error": sentence, "detail": sentence, "code": "server_error"}


def test_every_family_has_its_status() -> None:
    families = set(errors.DomainError.__subclasses__())

    assert families == {family for family in STATUS_OF if family.__base__ is errors.DomainError}
    assert status_of(errors.NotApproved()) == 403


def test_too_many_says_when_to_come_back() -> None:
    answer = handle_exception(errors.TooMany(retry_after=30), {})

    assert answer is not None
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"


def test_what_nobody_foresaw_is_left_to_become_a_fault() -> None:
    assert handle_exception(RuntimeError(), {}) is None
