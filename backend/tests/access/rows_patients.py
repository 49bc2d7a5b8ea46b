"""Patients: their own profile; their doctors and admins read it."""

from tests.access.matrix import Row
from tests.access.rows_appointments import who

ROWS = [
    Row("GET", "/api/patients/", who(401, 403, 403, 200, 200, 200, 403)),
    Row("GET", "/api/patients/{ada_patient}/", who(401, 403, 403, 200, 404, 200, 403)),
    Row("GET", "/api/patients/me/", who(401, 200, 200, 403, 403, 403, 403)),
    Row("PATCH", "/api/patients/me/", who(401, 200, 200, 403, 403, 403, 403), {"city": "Nice"}),
]
