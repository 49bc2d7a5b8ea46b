"""The directory is anyone's; a calendar is its doctor's; patients find and hold free slots."""

from typing import Any

from tests.access.matrix import Row
from tests.access.rows_appointments import who
from tests.access.rows_users import anyone

DIRECTORY = "/api/directory/doctors/"
SLOT = "/api/slots/{free}/"
RULES, RULE = "/api/availabilities/", "/api/availabilities/{rule}/"
ABSENCES, ABSENCE = "/api/exceptions/", "/api/exceptions/{absence}/"
PERIOD: dict[str, Any] = {"start": "{later}", "end": "{later_end}"}
HOURS: dict[str, Any] = {"day_of_week": 1, "start_time": "09:00", "end_time": "10:00"}
AWAY: dict[str, Any] = {"start_datetime": "{later}", "end_datetime": "{later_end}"}

OWNERS = who(401, 403, 403, 200, 404, 200, 403)
DOCTORS = who(401, 403, 403, 200, 200, 200, 403)
# An admin must say whose calendar is meant.
DOCTORS_BY_NAME = who(401, 403, 403, 200, 200, 400, 403)
MADE = who(401, 403, 403, 201, 201, 400, 403)
GONE = who(401, 403, 403, 204, 404, 204, 403)
PATIENTS = who(401, 200, 200, 403, 403, 403, 403)

ROWS = [
    Row("GET", DIRECTORY, anyone(200)),
    Row("GET", DIRECTORY + "{cho}/", anyone(200)),
    Row("GET", DIRECTORY + "{new}/", anyone(404)),
    Row("GET", DIRECTORY + "{cho}/slots/", anyone(200)),
    Row("GET", DIRECTORY + "{new}/slots/", anyone(404)),
    Row("GET", "/api/directory/slots/?doctors={cho},{new}", anyone(200)),
    Row("GET", "/api/directory/facets/", anyone(200)),
    Row("GET", "/api/slots/", DOCTORS),
    Row("POST", "/api/slots/", MADE, PERIOD),
    Row("GET", "/api/slots/available/", PATIENTS),
    Row("GET", SLOT, OWNERS),
    Row("DELETE", SLOT, GONE),
    Row("POST", SLOT + "hold/", who(401, 201, 201, 403, 403, 403, 403)),
    Row("DELETE", SLOT + "hold/", who(401, 204, 204, 403, 403, 403, 403)),
    Row("GET", RULES, who(401, 200, 200, 200, 200, 200, 403)),
    Row("POST", RULES, MADE, HOURS),
    Row("GET", RULE, who(401, 200, 200, 200, 404, 200, 403)),
    Row("PUT", RULE, OWNERS, HOURS),
    Row("PATCH", RULE, OWNERS, {"is_active": False}),
    Row("DELETE", RULE, GONE),
    Row("GET", RULES + "available-slots/", who(401, 400, 400, 200, 200, 400, 403)),
    Row("GET", RULES + "available-slots/?doctor={cho}", who(401, 200, 200, 200, 200, 200, 403)),
    Row("POST", RULES + "preview/", DOCTORS_BY_NAME, {"rules": []}),
    Row("GET", RULES + "schedule/", DOCTORS_BY_NAME),
    Row("PUT", RULES + "schedule/", DOCTORS_BY_NAME, {"schedule": "Lun 9h-10h"}),
    Row("GET", RULES + "conflicts/", DOCTORS_BY_NAME),
    Row("GET", ABSENCES, DOCTORS),
    Row("POST", ABSENCES, MADE, AWAY),
    Row("GET", ABSENCE, OWNERS),
    Row("PUT", ABSENCE, OWNERS, AWAY),
    Row("PATCH", ABSENCE, OWNERS, {"reason": "Ski"}),
    Row("DELETE", ABSENCE, GONE),
]
