"""Who treats whom: seen by both sides, ended by the patient's and by admins."""

from tests.access.matrix import Row
from tests.access.rows_appointments import who

END = "/api/care/relations/{care}/end/"

REASON = "Malaise dans la salle d'attente."

ROWS = [
    # Dr. Cho reads hers anyway; Dr. Diaz has found neither.
    Row(
        "POST",
        "/api/care/emergency/",
        who(401, 403, 403, 409, 404, 403, 403),
        {"patient": "{ada_patient}", "reason": REASON},
    ),
    Row(
        "POST",
        "/api/care/emergency/",
        who(401, 403, 403, 201, 404, 403, 403),
        {"patient": "{walk_in}", "reason": REASON},
    ),
    Row("GET", "/api/care/relations/", who(401, 200, 200, 200, 200, 200, 403)),
    Row("POST", END, who(401, 200, 404, 403, 404, 200, 403), {"reason": "Je déménage."}),
]
