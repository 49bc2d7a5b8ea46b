"""Appointments: Ada's appointment is hers, Dr. Cho's and the admins'; nobody else knows of it."""

from typing import Any

from tests.access.matrix import Row


def who(*statuses: int) -> dict[str, int]:
    """Name statuses in the order of the cast."""
    names = ("anonymous", "ada", "ben", "dr_cho", "dr_diaz", "eve", "dr_new")
    return dict(zip(names, statuses, strict=True))


APPOINTMENT = "/api/appointments/{appointment}/"
MADE = "/api/appointments/{made}/"
PROPOSED = "/api/appointments/{proposed}/"
WAITING = "/api/appointments/{waiting}/"
BOOKING: dict[str, Any] = {"slot": "{free}"}
BOOKING_FOR_ADA: dict[str, Any] = {"slot": "{free}", "patient": "{ada_patient}"}
# A wished time in which Dr. Cho has a free slot.
WISHED: dict[str, Any] = {
    "requested_start": "{free_start}",
    "requested_end": "{free_end}",
    "doctor": "{cho}",
    "patient": "{ada_patient}",
}
# Dr. Cho has to do with Ada, but not with Dr. Diaz's calendar.
WISHED_OF_DIAZ: dict[str, Any] = {
    "requested_start": "{diaz_start}",
    "requested_end": "{diaz_end}",
    "doctor": "{diaz}",
    "patient": "{ada_patient}",
}

ROWS = [
    Row("GET", "/api/appointments/", who(401, 200, 200, 200, 200, 200, 403)),
    # A patient books for themself; the practice must say for whom.
    Row("POST", "/api/appointments/", who(401, 201, 201, 400, 400, 400, 403), BOOKING),
    # Dr. Diaz may not know of Ada, and Ben does not act for her.
    Row("POST", "/api/appointments/", who(401, 201, 404, 201, 404, 201, 403), BOOKING_FOR_ADA),
    Row("POST", "/api/appointments/", who(401, 201, 404, 201, 404, 201, 403), WISHED),
    Row("POST", "/api/appointments/", who(401, 201, 404, 404, 404, 201, 403), WISHED_OF_DIAZ),
    Row("GET", "/api/appointments/doctor/", who(401, 403, 403, 200, 200, 403, 403)),
    Row("GET", "/api/appointments/patient/", who(401, 200, 200, 403, 403, 403, 403)),
    Row("GET", "/api/appointments/mon-agenda/", who(401, 403, 403, 200, 200, 403, 403)),
    Row(
        "POST",
        "/api/slots/reserve/",
        who(401, 201, 201, 403, 403, 403, 403),
        {"slot_id": "{free}", "doctor_id": "{cho}"},
    ),
    Row("GET", APPOINTMENT, who(401, 200, 404, 200, 404, 200, 403)),
    Row("PATCH", APPOINTMENT, who(401, 200, 404, 200, 404, 200, 403), {"motif": "Autre"}),
    Row("PUT", APPOINTMENT, who(401, 200, 404, 200, 404, 200, 403), {"motif": "Autre"}),
    Row("PATCH", APPOINTMENT, who(401, 403, 404, 200, 404, 200, 403), {"message_medecin": "Oui"}),
    Row("DELETE", APPOINTMENT, who(401, 204, 404, 204, 404, 204, 403)),
    Row("GET", APPOINTMENT + "history/", who(401, 200, 404, 200, 404, 200, 403)),
    Row("GET", APPOINTMENT + "ics/", who(401, 200, 404, 200, 404, 200, 403)),
    Row("POST", APPOINTMENT + "confirm/", who(401, 403, 404, 200, 404, 200, 403)),
    Row("POST", APPOINTMENT + "decline/", who(401, 403, 404, 200, 404, 200, 403)),
    Row("POST", APPOINTMENT + "cancel/", who(401, 200, 404, 200, 404, 200, 403)),
    # Pending: nobody can complete it, whoever may know of it.
    Row("POST", APPOINTMENT + "complete/", who(401, 409, 404, 409, 404, 409, 403)),
    Row("POST", APPOINTMENT + "no-show/", who(401, 409, 404, 409, 404, 409, 403)),
    Row(
        "POST",
        APPOINTMENT + "reschedule/",
        who(401, 200, 404, 200, 404, 200, 403),
        {"slot": "{other_free}"},
    ),
    Row(
        "POST", APPOINTMENT + "assign/", who(401, 403, 404, 200, 404, 200, 403), {"doctor": "{cho}"}
    ),
    # Nobody has proposed another time.
    # A request waits: there is nothing to accept, and nobody to come.
    Row("POST", APPOINTMENT + "accept/", who(401, 409, 404, 409, 404, 409, 403)),
    Row("POST", APPOINTMENT + "arrive/", who(401, 409, 404, 409, 404, 409, 403)),
    # Dr. Cho has made one for Ada, in some days.
    Row("POST", MADE + "accept/", who(401, 200, 404, 400, 404, 403, 403)),
    Row("POST", MADE + "arrive/", who(401, 403, 404, 409, 404, 409, 403)),
    Row("POST", APPOINTMENT + "withdraw/", who(401, 409, 404, 409, 404, 409, 403)),
    # Ada has proposed another time for what Dr. Cho confirmed.
    Row("GET", PROPOSED, who(401, 200, 404, 200, 404, 200, 403)),
    Row("POST", PROPOSED + "confirm/", who(401, 403, 404, 200, 404, 200, 403)),
    Row("POST", PROPOSED + "decline/", who(401, 403, 404, 200, 404, 200, 403)),
    Row("POST", PROPOSED + "withdraw/", who(401, 200, 404, 200, 404, 200, 403)),
    # A request that waits for any doctor is known to the doctors who could take it.
    Row("GET", WAITING, who(401, 200, 404, 200, 200, 200, 403)),
    Row("POST", WAITING + "assign/", who(401, 403, 404, 200, 403, 200, 403), {"doctor": "{cho}"}),
    Row("POST", WAITING + "assign/", who(401, 403, 404, 403, 200, 200, 403), {"doctor": "{diaz}"}),
    # An admin says who is to have it; a doctor who says nothing takes it.
    Row("POST", WAITING + "assign/", who(401, 403, 404, 200, 200, 400, 403), {}),
    Row("POST", WAITING + "decline/", who(401, 403, 404, 403, 403, 200, 403)),
    Row("POST", WAITING + "cancel/", who(401, 200, 404, 403, 403, 200, 403)),
    # Nobody is in charge yet: its patient and the admins write, a doctor takes it first.
    Row("PATCH", WAITING, who(401, 200, 404, 403, 403, 200, 403), {"motif": "Autre"}),
    Row("PUT", WAITING, who(401, 200, 404, 403, 403, 200, 403), {"motif": "Autre"}),
    Row("POST", WAITING + "confirm/", who(401, 403, 404, 403, 403, 403, 403), {}),
    Row(
        "POST", WAITING + "reschedule/", who(401, 403, 404, 403, 403, 403, 403), {"slot": "{free}"}
    ),
]
