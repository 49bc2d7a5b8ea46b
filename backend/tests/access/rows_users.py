"""Accounts: the open doors, one's own account, and what only admins may do."""

from base64 import b64decode

from tests.access.matrix import Row
from tests.access.rows_appointments import who

# One transparent pixel.
PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
NEWCOMER = {"email": "new@example.org", "password": "une phrase de passe"}
ADA = "/api/users/{ada_user}/"
ADMINS_READ = who(401, 403, 403, 403, 403, 200, 403)
OWN = who(401, 200, 200, 200, 200, 200, 403)


def anyone(status: int) -> dict[str, int]:
    """Expect one status of everyone: these doors do not look at the access token."""
    return who(*[status] * 7) | {"inactive": status}


ROWS = [
    Row("POST", "/api/token/", anyone(400), {}),
    Row("POST", "/api/token/refresh/", anyone(401), {}),
    Row("POST", "/api/users/login/", anyone(401), {"email": "x", "password": "x"}),
    Row("POST", "/api/users/logout/", anyone(204)),
    Row("POST", "/api/users/register/", anyone(201), NEWCOMER),
    Row("POST", "/api/users/", who(*[201] * 7) | {"inactive": 401}, NEWCOMER),
    Row("POST", "/api/users/password-reset/", anyone(202), {"email": "ada@example.org"}),
    Row("POST", "/api/users/password-reset/confirm/", anyone(400), {}),
    Row("POST", "/api/users/verify-email/", anyone(400), {}),
    Row("POST", "/api/users/verify-email/resend/", who(401, 202, 202, 202, 202, 202, 202)),
    Row("GET", "/api/users/me/", who(401, 200, 200, 200, 200, 200, 200)),
    Row("PATCH", "/api/users/me/", OWN, {"bio": "Bonjour"}),
    Row("POST", "/api/users/me/password/", who(401, 400, 400, 400, 400, 400, 403), {}),
    Row("GET", "/api/users/me/picture/", who(401, 404, 404, 404, 404, 404, 403)),
    Row("PUT", "/api/users/me/picture/", OWN, {"file": PIXEL}, format="multipart"),
    Row("DELETE", "/api/users/me/picture/", who(401, 204, 204, 204, 204, 204, 403)),
    Row("GET", "/api/users/", ADMINS_READ),
    Row("GET", ADA, ADMINS_READ),
    Row("PATCH", ADA, ADMINS_READ, {"is_active": False}),
    # Nobody's picture is there yet: a refusal and an absence are told apart by the tests of users.
    Row("GET", ADA + "picture/", who(401, 404, 404, 404, 404, 404, 403)),
    Row("POST", "/api/users/approve/{dr_new_user}/", ADMINS_READ),
]
