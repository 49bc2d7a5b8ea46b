"""The link of a mail names its appointment: whoever holds it accepts, signed in or not."""

from tests.access.matrix import Row
from tests.access.rows_users import anyone

LINK = "/api/appointments/accept/"

ROWS = [
    Row("POST", LINK, anyone(400), {"token": "forged"}),
    Row("POST", LINK, anyone(200), {"token": "{acceptance}"}),
]
