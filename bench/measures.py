"""What is measured, each beside raw SQL that does the same work on the same database."""

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg2

from clients import Measured, Request, measure

REPEATS = 200
WEEKS4 = timedelta(days=28)


class World:
    """Ids and tokens to ask with."""

    def __init__(self, dsn: str, token_for: Callable[[int], str]) -> None:
        self.connection = psycopg2.connect(dsn)
        self.connection.autocommit = True
        self.token_for = token_for
        self.chance = random.Random(7)  # noqa: S311
        self.today = datetime.now(UTC).date()
        self.doctors = self.rows(
            "SELECT d.id, d.user_id FROM doctors_doctor d JOIN users_user u ON u.id = d.user_id"
            " WHERE u.is_approved"
        )
        self.patients = self.rows(
            "SELECT id, user_id FROM patients_patient WHERE user_id IS NOT NULL ORDER BY id"
        )

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a query and read it all."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def settle(self) -> None:
        """Wait until the relay owes nothing: what was booked before is not measured again."""
        while self.rows("SELECT 1 FROM outbox_event WHERE relayed_at IS NULL LIMIT 1"):
            time.sleep(0.1)

    def free_slots(self, count: int) -> list[tuple[int, datetime, datetime]]:
        """Return free slots from different times, so that no patient overlaps."""
        return self.rows(
            "SELECT id, start_at, end_at FROM slots_slot WHERE is_open AND booked < capacity"
            " AND start_at > now() + interval '2 days' AND start_at < now() + interval '50 days'"
            " ORDER BY random() LIMIT %s",
            count,
        )


def raw(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the median time of ``work`` in milliseconds."""
    times = []
    for _turn in range(repeats):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def slots_of_one_doctor(world: World, port: int) -> tuple[Measured, float]:
    """Free slots of one doctor over four weeks, one call."""
    end = world.today + WEEKS4
    requests = [
        Request(
            "GET",
            f"/api/directory/doctors/{world.chance.choice(world.doctors)[0]}/slots/"
            f"?start={world.today}&end={end}",
        )
        for _turn in range(REPEATS)
    ]
    sql = raw(
        lambda: world.rows(
            "SELECT id, start_at, end_at, mode, capacity - booked, location FROM slots_slot"
            " WHERE doctor_id = %s AND is_open AND booked < capacity AND start_at >= now()"
            " AND start_at < now() + interval '28 days' ORDER BY start_at",
            world.chance.choice(world.doctors)[0],
        )
    )
    return measure(port, requests, warm=20), sql


def directory_search(world: World, port: int) -> tuple[Measured, float]:
    """Search over all doctors with the earliest free slot of each; the first page of twenty."""
    words = ("", "&q=cardio", "&city=Lyon", "&q=moreau", "&mode=distanciel", "&language=en")
    requests = [
        Request("GET", f"/api/directory/doctors/?limit=20{words[turn % len(words)]}")
        for turn in range(REPEATS)
    ]
    sql = raw(
        lambda: world.rows(
            "SELECT d.id, s.start_at FROM doctors_doctor d JOIN users_user u ON u.id = d.user_id"
            " LEFT JOIN LATERAL (SELECT start_at FROM slots_slot s WHERE s.doctor_id = d.id"
            " AND is_open AND booked < capacity AND start_at >= now() + interval '1 hour'"
            " ORDER BY start_at LIMIT 1) s ON true WHERE u.is_approved"
            " ORDER BY s.start_at, d.id LIMIT 20"
        )
    )
    return measure(port, requests, warm=20), sql


def booking_requests(world: World, count: int) -> list[Request]:
    """Return bookings of distinct slots by distinct patients, as far as there are enough."""
    people = world.chance.sample(world.patients, min(count, len(world.patients)))
    return [
        Request(
            "POST",
            "/api/appointments/",
            world.token_for(people[number % len(people)][1]),
            {"slot": slot[0], "motif": "Contrôle"},
        )
        for number, slot in enumerate(world.free_slots(count))
    ]


def booking_alone(world: World, port: int) -> tuple[Measured, float]:
    """Booking, one client."""

    def book() -> None:
        [(slot_id, start_at, end_at)] = world.free_slots(1)
        patient_id, user_id = world.chance.choice(world.patients)
        timed = time.perf_counter()
        with world.connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(
                "UPDATE slots_slot SET booked = booked + 1 WHERE id = %s AND booked < capacity"
                " RETURNING doctor_id",
                (slot_id,),
            )
            [doctor_id] = cursor.fetchone() or [None]
            cursor.execute(
                "INSERT INTO appointments_appointment (patient_id, doctor_id, slot_id, start_at,"
                " end_at, motif, mode, location_note, message_patient, message_medecin, status,"
                " created_by_id, created_at, version) VALUES (%s, %s, %s, %s, %s, '',"
                " 'presentiel', '', '', '', 'pending', %s, now(), 1) ON CONFLICT DO NOTHING",
                (patient_id, doctor_id, slot_id, start_at, end_at, user_id),
            )
            cursor.execute("COMMIT")
        times.append((time.perf_counter() - timed) * 1000)

    times: list[float] = []
    for _turn in range(REPEATS):
        book()
    return measure(port, booking_requests(world, REPEATS), warm=5), statistics.median(times)


def booking_by_16(world: World, port: int) -> tuple[Measured, float]:
    """Booking, 16 clients, distinct slots."""
    requests = booking_requests(world, 1600)
    return measure(port, requests, clients=16), 0.0


def rivals(world: World, port: int) -> tuple[Measured, float]:
    """64 rivals for one slot, ten times."""
    total = Measured()
    for _round in range(10):
        [slot] = world.free_slots(1)
        wish = [
            Request("POST", "/api/appointments/", world.token_for(user_id), {"slot": slot[0]})
            for _patient_id, user_id in world.chance.sample(world.patients, 64)
        ]
        measured = measure(port, wish, clients=64)
        total.times += measured.times
        total.statuses += measured.statuses
        total.seconds += measured.seconds
    return total, 0.0


def login(_world: World, port: int) -> tuple[Measured, float]:
    """Sign-in with a password (argon2)."""
    body = {"username": "camille", "password": "creneau-demo"}
    return measure(port, [Request("POST", "/api/token/", None, body)] * 30, warm=2), 0.0


def week_requests(world: World, count: int) -> list[Request]:
    """Return a doctor's week, of many doctors."""
    monday = world.today - timedelta(days=world.today.weekday())
    path = f"/api/appointments/?start={monday}T00:00:00Z&end={monday + timedelta(days=7)}T00:00:00Z"
    return [
        Request("GET", path, world.token_for(world.chance.choice(world.doctors)[1]))
        for _turn in range(count)
    ]


def doctors_week(world: World, port: int) -> tuple[Measured, float]:
    """A doctor's week, one client."""
    sql = raw(
        lambda: world.rows(
            "SELECT a.*, p.first_name, p.last_name FROM appointments_appointment a"
            " JOIN patients_patient p ON p.id = a.patient_id WHERE a.doctor_id = %s AND"
            " a.start_at >= date_trunc('week', now()) AND"
            " a.start_at < date_trunc('week', now()) + interval '7 days' ORDER BY a.start_at",
            world.chance.choice(world.doctors)[0],
        )
    )
    return measure(port, week_requests(world, REPEATS), warm=20), sql


def doctors_week_by_16(world: World, port: int) -> tuple[Measured, float]:
    """A doctor's week, 16 clients."""
    return measure(port, week_requests(world, 1600), clients=16), 0.0


def patients_requests(world: World, count: int) -> list[Request]:
    """Return the lists of many patients."""
    return [
        Request(
            "GET", "/api/appointments/", world.token_for(world.chance.choice(world.patients)[1])
        )
        for _turn in range(count)
    ]


def patients_appointments(world: World, port: int) -> tuple[Measured, float]:
    """A patient's appointments, one client."""
    sql = raw(
        lambda: world.rows(
            "SELECT a.*, d.last_name FROM appointments_appointment a JOIN doctors_doctor d"
            " ON d.id = a.doctor_id WHERE a.patient_id = %s ORDER BY a.start_at",
            world.chance.choice(world.patients)[0],
        )
    )
    return measure(port, patients_requests(world, REPEATS), warm=20), sql


def patients_appointments_by_16(world: World, port: int) -> tuple[Measured, float]:
    """A patient's appointments, 16 clients."""
    return measure(port, patients_requests(world, 1600), clients=16), 0.0


Measure = Callable[[World, int], tuple[Measured, float]]

# Name to the goal and the function; goals in ms.
MEASURES: dict[str, tuple[str, Measure]] = {
    "free slots of one doctor, 4 weeks": ("p50 8, p95 20", slots_of_one_doctor),
    "directory search with earliest slot": ("p95 30", directory_search),
    "booking, one client": ("p50 12", booking_alone),
    "booking, 16 clients, distinct slots": ("200/s", booking_by_16),
    "64 rivals for one slot": ("exactly one, p95 300", rivals),
    "sign-in": ("–", login),
    "a doctor's week": ("p50 8", doctors_week),
    "a doctor's week, 16 clients": ("p95 100", doctors_week_by_16),
    "a patient's appointments": ("p50 8", patients_appointments),
    "a patient's appointments, 16 clients": ("p95 100", patients_appointments_by_16),
}
