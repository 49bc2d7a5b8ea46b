"""Steps that many stories of accounts share."""

from typing import Any

from rest_framework.test import APIClient

PASSWORD = "une phrase de passe"


def registration(**changes: Any) -> dict[str, Any]:
    """Return the body of R3 §1.1's example, changed."""
    body = {
        "username": "john_doe",
        "email": "john@example.com",
        "password": "securePassword123",
        "role": "PATIENT",
    }
    return body | changes


def signed_in(name: str, *, password: str = PASSWORD, **headers: Any) -> dict[str, Any]:
    """Sign in and return the tokens."""
    response = APIClient().post(
        "/api/token/", {"username": name, "password": password}, headers=headers
    )
    assert response.status_code == 200, response.content
    body: dict[str, Any] = response.json()
    return body


def with_token(access: str) -> APIClient:
    """Return a client that carries the access token."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {access}")
    return client
