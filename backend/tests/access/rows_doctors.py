"""Doctors are known to all who are approved; their profiles are their own."""

from tests.access.matrix import Row
from tests.access.rows_appointments import who
from tests.access.rows_users import anyone

CARDIOLOGY = "/api/specialties/{cardiology}/"

ROWS = [
    # Open to all, but a token that no longer holds is told so.
    Row("GET", "/api/specialties/", who(*[200] * 7) | {"inactive": 401}),
    Row("POST", "/api/specialties/", who(401, 403, 403, 403, 403, 201, 403), {"name": "Autre"}),
    Row("GET", CARDIOLOGY, who(*[200] * 7) | {"inactive": 401}),
    Row("PATCH", CARDIOLOGY, who(401, 403, 403, 403, 403, 200, 403), {"name": "Cœur"}),
    # Doctors have it.
    Row("DELETE", CARDIOLOGY, who(401, 403, 403, 403, 403, 409, 403)),
    Row("GET", "/api/doctors/", who(401, 200, 200, 200, 200, 200, 403)),
    Row("GET", "/api/doctors/{cho}/", who(401, 200, 200, 200, 200, 200, 403)),
    Row("GET", "/api/doctors/{new}/", who(401, 404, 404, 404, 404, 200, 403)),
    Row("GET", "/api/doctors/me/", who(401, 403, 403, 200, 200, 403, 200)),
    Row("PATCH", "/api/doctors/me/", who(401, 403, 403, 200, 200, 403, 403), {"city": "Nice"}),
    Row("GET", "/api/directory/doctors/{cho}/picture/", anyone(404)),
]
