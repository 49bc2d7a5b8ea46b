"""Notifications: everyone's own, and what belongs to the platform."""

from tests.access.matrix import Row
from tests.access.rows_appointments import who

NOTE = "/api/notifications/{note}/read/"

ROWS = [
    Row("GET", "/api/notifications/", who(401, 200, 200, 200, 200, 200, 403)),
    Row("GET", "/api/notifications/unread-count/", who(401, 200, 200, 200, 200, 200, 403)),
    Row("POST", "/api/notifications/read-all/", who(401, 204, 204, 204, 204, 204, 403)),
    Row("GET", "/api/notifications/preferences/", who(401, 200, 200, 200, 200, 200, 403)),
    Row(
        "PATCH",
        "/api/notifications/preferences/",
        who(401, 200, 200, 200, 200, 200, 403),
        {"quiet_from": "22:00"},
    ),
    # Not even an admin marks another person's notifications.
    Row("POST", NOTE, who(401, 404, 404, 204, 404, 404, 403)),
    Row("GET", "/api/config/", who(200, 200, 200, 200, 200, 200, 200) | {"inactive": 200}),
    Row("GET", "/api/schema/", who(200, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/api/docs/", who(200, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/api/redoc/", who(200, 200, 200, 200, 200, 200, 200)),
]
