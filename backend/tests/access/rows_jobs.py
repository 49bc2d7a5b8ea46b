"""Slow work: seen and stopped by who started it, and by admins."""

from tests.access.matrix import Row
from tests.access.rows_appointments import who

JOB = "/api/jobs/{job}/"

ROWS = [
    Row("GET", "/api/jobs/", who(401, 200, 200, 200, 200, 200, 403)),
    # Dr Cho's.
    Row("GET", JOB, who(401, 404, 404, 200, 404, 200, 403)),
    Row("POST", f"{JOB}cancel/", who(401, 404, 404, 200, 404, 200, 403)),
]
