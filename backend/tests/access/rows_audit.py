"""The audit trail: admins read it, nobody writes it."""

from tests.access.matrix import Row
from tests.access.rows_appointments import who

ROWS = [
    Row("GET", "/api/audit/", who(401, 403, 403, 403, 403, 200, 403)),
    Row("GET", "/api/patients/me/accesses/", who(401, 200, 200, 403, 403, 403, 403)),
    # Ada acts for the child; Ben does not, and nobody for Ada.
    Row(
        "GET",
        "/api/patients/me/accesses/?patient={child}",
        who(401, 200, 404, 403, 403, 403, 403),
    ),
    Row(
        "GET",
        "/api/patients/me/accesses/?patient={ada_patient}",
        who(401, 200, 404, 403, 403, 403, 403),
    ),
]
