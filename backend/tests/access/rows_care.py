"""Who treats whom: seen by both sides, ended by the patient's and by admins."""

from tests.access.matrix import Row
from tests.access.rows_appointments import who

END = "/api/care/relations/{care}/end/"

ROWS = [
    Row("GET", "/api/care/relations/", who(401, 200, 200, 200, 200, 200, 403)),
    Row("POST", END, who(401, 200, 404, 403, 404, 200, 403), {"reason": "Je déménage."}),
]
