"""Patients: their own profile; their doctors and admins read it."""

from tests.access.matrix import Row
from tests.access.rows_appointments import who

PERSON = {"first_name": "Lou", "last_name": "Kern", "birth_date": "2020-02-02"}
WARD = "/api/dependants/{ward}/"

ROWS = [
    Row("POST", "/api/patients/", who(401, 403, 403, 201, 201, 201, 403), PERSON),
    Row("POST", "/api/patients/find/", who(401, 403, 403, 200, 200, 403, 403), PERSON),
    Row(
        "GET",
        "/api/patients/{ada_patient}/merge/?other={walk_in}",
        who(401, 403, 403, 403, 403, 200, 403),
    ),
    Row(
        "POST",
        "/api/patients/{ada_patient}/merge/",
        who(401, 403, 403, 403, 403, 200, 403),
        {"other": "{walk_in}"},
    ),
    # A child has no account, and its record has the doctor who sees it.
    Row("GET", "/api/patients/{child}/", who(401, 403, 403, 200, 404, 200, 403)),
    Row("GET", "/api/patients/{walk_in}/", who(401, 403, 403, 200, 404, 200, 403)),
    Row("POST", "/api/patients/{walk_in}/code/", who(401, 403, 403, 201, 404, 201, 403)),
    Row("POST", "/api/patients/{ada_patient}/code/", who(401, 403, 403, 403, 404, 409, 403)),
    Row("GET", "/api/appointments/{childs}/", who(401, 200, 404, 200, 404, 200, 403)),
    Row("POST", "/api/appointments/{childs}/cancel/", who(401, 200, 404, 200, 404, 200, 403)),
    Row("GET", "/api/dependants/", who(401, 200, 200, 403, 403, 403, 403)),
    Row("POST", "/api/dependants/", who(401, 201, 201, 403, 403, 403, 403), PERSON),
    Row("GET", WARD, who(401, 200, 404, 403, 403, 403, 403)),
    Row("PATCH", WARD, who(401, 200, 404, 403, 403, 403, 403), {"first_name": "Zoë"}),
    Row("DELETE", WARD, who(401, 204, 404, 403, 403, 403, 403)),
    # Eve acts for Ada, who may end it.
    Row("GET", "/api/guardians/", who(401, 200, 200, 403, 403, 403, 403)),
    Row("DELETE", "/api/guardians/{guard}/", who(401, 204, 404, 403, 403, 403, 403)),
    # Nobody ends from there for whom they act themselves, and the other way round.
    Row("DELETE", "/api/guardians/{ward}/", who(401, 404, 404, 403, 403, 403, 403)),
    Row("DELETE", "/api/dependants/{guard}/", who(401, 404, 404, 403, 403, 403, 403)),
    # For whom one acts, and for nobody else.
    Row(
        "POST",
        "/api/appointments/",
        who(401, 201, 404, 201, 404, 201, 403),
        {"slot": "{free}", "patient": "{child}"},
    ),
    Row(
        "POST",
        "/api/slots/{free}/hold/",
        who(401, 201, 404, 403, 403, 403, 403),
        {"patient": "{child}"},
    ),
    Row("GET", "/api/patients/", who(401, 403, 403, 200, 200, 200, 403)),
    Row("GET", "/api/patients/{ada_patient}/", who(401, 403, 403, 200, 404, 200, 403)),
    Row("GET", "/api/patients/me/", who(401, 200, 200, 403, 403, 403, 403)),
    Row("PATCH", "/api/patients/me/", who(401, 200, 200, 403, 403, 403, 403), {"city": "Nice"}),
]
