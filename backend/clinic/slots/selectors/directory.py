"""The public directory: bookable doctors, earliest free slot first. No private contact data."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from clinic.common.text import search_key
from clinic.doctors.models import Doctor, label_of, name_of
from clinic.slots.models import Slot
from clinic.slots.modes import Mode
from clinic.slots.selectors.free import DAY, MINUTE, after, bookable_slots_of, offering
from clinic.slots.selectors.hours import schedule_of
from clinic.users.selectors import picture_path

# Sorts doctors without a free slot behind all others, in one order that a cursor can follow.
NEVER: Final = datetime(9000, 1, 1, tzinfo=ZoneInfo("UTC"))
# Said before a name, and written in none that is searched.
TITLES: Final = frozenset({"dr", "dr.", "docteur", "docteure", "doctor", "pr", "pr.", "mme", "m."})
_PICTURE: Final = "/api/directory/doctors/{}/picture/"
_CARD: Final = (
    "id",
    "title",
    "first_name",
    "last_name",
    "specialty__slug",
    "specialty__name",
    "specialty__name_en",
    "city",
    "address",
    "time_zone",
    "language_codes",
    "sees_in_person",
    "sees_by_video",
    "fee",
    "user__portrait",
)
_PAGE: Final = (
    *_CARD,
    "user__bio",
    "postal_code",
    "auto_confirm",
    "cancel_notice_minutes",
)


def doctors_by_next_slot(
    *,
    now: datetime,
    words: str = "",
    specialty: str = "",
    city: str = "",
    language: str = "",
    mode: str = "",
) -> QuerySet[Doctor]:
    """Return the bookable doctors who match, with ``next_start``.

    Every word must occur in name, specialty or city; accents, case and titles do not matter.
    """
    doctors = _matching(words=words, city=city, language=language, mode=mode)
    if specialty:
        doctors = doctors.filter(specialty__slug=specialty)
    return doctors.annotate(
        next_start=Coalesce(Subquery(_earliest(now, mode)), Value(NEVER, DateTimeField()))
    )


def _matching(*, words: str, city: str, language: str, mode: str) -> QuerySet[Doctor]:
    doctors = Doctor.objects.bookable()
    for word in search_key(words).split():
        if word not in TITLES:
            doctors = doctors.filter(search_text__contains=word)
    if city:
        doctors = doctors.filter(city__in=_spellings(city))
    if language:
        doctors = doctors.filter(language_codes__contains=f",{language.lower()},")
    if mode in {Mode.IN_PERSON, Mode.BOTH}:
        doctors = doctors.filter(sees_in_person=True)
    if mode in {Mode.VIDEO, Mode.BOTH}:
        doctors = doctors.filter(sees_by_video=True)
    return doctors


def card_rows(doctors: QuerySet[Doctor]) -> QuerySet[Doctor, dict[str, Any]]:
    """Return what :func:`cards` needs of ``doctors_by_next_slot``."""
    rows: QuerySet[Doctor, dict[str, Any]] = doctors.values(*_CARD, "next_start")
    return rows


def cards(rows: list[dict[str, Any]], *, mode: str = "") -> list[dict[str, Any]]:
    """Return the directory's cards of a page of :func:`card_rows`; one more query."""
    slots = _slots_at({row["id"]: row["next_start"] for row in rows}, mode)
    return [_card(row, slots.get(row["id"])) for row in rows]


def page_of(doctor_id: int, *, now: datetime) -> dict[str, Any] | None:
    """Return one doctor's public page, or None when they cannot be booked."""
    row = doctors_by_next_slot(now=now).filter(pk=doctor_id).values(*_PAGE, "next_start").first()
    if row is None:
        return None
    slots = _slots_at({doctor_id: row["next_start"]}, "")
    return {
        **_card(row, slots.get(doctor_id)),
        "bio": row["user__bio"],
        "postal_code": row["postal_code"],
        "schedule": schedule_of(doctor_id),
        "auto_confirm": row["auto_confirm"],
        "cancel_notice_minutes": row["cancel_notice_minutes"],
    }


def free_slots_between(
    doctor: Doctor, *, start: datetime, end: datetime, now: datetime, mode: str = ""
) -> list[dict[str, Any]]:
    """Return one doctor's free slots that begin in ``[start, end)``, in one query."""
    rows = bookable_slots_of(doctor, now=now, mode=mode).filter(
        start_at__gte=start, start_at__lt=end
    )
    return [
        {
            "id": pk,
            "start": start_at,
            "end": end_at,
            "mode": slot_mode,
            "remaining": capacity - booked,
            "location": location,
        }
        for pk, start_at, end_at, slot_mode, capacity, booked, location in rows.order_by(
            "start_at"
        ).values_list("id", "start_at", "end_at", "mode", "capacity", "booked", "location")
    ]


def free_slots_of_many(
    doctors: Iterable[tuple[Doctor, datetime, datetime]], *, now: datetime, mode: str = ""
) -> list[dict[str, Any]]:
    """Return the free slots of some doctors, each with their own period, in one query."""
    wanted = Q(pk__in=[])
    for doctor, start, end in doctors:
        latest = now + timedelta(days=doctor.horizon_days)
        wanted |= Q(
            doctor=doctor.pk,
            start_at__gte=max(start, now + doctor.min_notice),
            start_at__lt=min(end, latest),
        )
    rows = offering(mode).filter(wanted)
    return [
        {
            "doctor": doctor_id,
            "id": pk,
            "start": start_at,
            "end": end_at,
            "mode": slot_mode,
            "remaining": capacity - booked,
        }
        for doctor_id, pk, start_at, end_at, slot_mode, capacity, booked in rows.order_by(
            "doctor_id", "start_at"
        ).values_list("doctor_id", "id", "start_at", "end_at", "mode", "capacity", "booked")
    ]


def facets(
    *, words: str = "", city: str = "", language: str = "", mode: str = ""
) -> dict[str, Any]:
    """Return what the directory can be filtered by.

    All cities, languages and specialties; each specialty with how many doctors the other filters
    leave it. One query, and one more when there are filters.
    """
    cities: set[str] = set()
    languages: set[str] = set()
    specialties: dict[str, dict[str, Any]] = {}
    rows = Doctor.objects.bookable().values_list(
        "city", "language_codes", "specialty__slug", "specialty__name", "specialty__name_en"
    )
    for place, codes, slug, name, name_en in rows:
        cities.add(place)
        languages.update(codes.split(","))
        if slug:
            entry = specialties.setdefault(
                slug, {"slug": slug, "name": label_of(name, name_en), "doctors": 0}
            )
            entry["doctors"] += 1
    if words or city or language or mode:
        left = _matching(words=words, city=city, language=language, mode=mode)
        counted = Counter(left.values_list("specialty__slug", flat=True))
        for slug, entry in specialties.items():
            entry["doctors"] = counted[slug]
    return {
        "cities": sorted(cities - {""}, key=search_key),
        "languages": sorted(languages - {""}),
        "specialties": sorted(specialties.values(), key=lambda entry: search_key(entry["name"])),
    }


def _spellings(city: str) -> list[str]:
    """Return the ways in which doctors write this city."""
    known = Doctor.objects.bookable().order_by().values_list("city", flat=True).distinct()
    return [name for name in known if search_key(name) == search_key(city)]


def _earliest(now: datetime, mode: str) -> QuerySet[Slot, Any]:
    # Each doctor's notice and horizon are their own: one step into the index `free_slot` each.
    rows = offering(mode).filter(
        doctor=OuterRef("pk"),
        start_at__gte=after(now, OuterRef("min_notice_minutes"), MINUTE),
        start_at__lt=after(now, OuterRef("horizon_days"), DAY),
    )
    return rows.order_by("start_at").values("start_at")[:1]


def _slots_at(starts: dict[int, datetime], mode: str) -> dict[int, dict[str, Any]]:
    """Return the free slot of each doctor that begins at that time: never more than one."""
    rows = offering(mode).filter(
        doctor__in=starts, start_at__in={start for start in starts.values() if start != NEVER}
    )
    return {
        doctor: {"id": pk, "start": start, "end": end, "mode": slot_mode}
        for doctor, pk, start, end, slot_mode in rows.values_list(
            "doctor_id", "id", "start_at", "end_at", "mode"
        )
        if starts[doctor] == start
    }


def _card(row: dict[str, Any], next_slot: dict[str, Any] | None) -> dict[str, Any]:
    specialty = row["specialty__slug"] and {
        "slug": row["specialty__slug"],
        "name": label_of(row["specialty__name"], row["specialty__name_en"]),
    }
    modes = ((Mode.IN_PERSON, "sees_in_person"), (Mode.VIDEO, "sees_by_video"))
    return {
        "id": row["id"],
        "name": name_of(row["title"], row["first_name"], row["last_name"]),
        "first_name": row["first_name"],
        "last_name": row["last_name"],
        "specialty": specialty or None,
        "city": row["city"],
        "address": row["address"],
        "time_zone": row["time_zone"],
        "languages": [code for code in row["language_codes"].split(",") if code],
        "modes": [str(mode) for mode, column in modes if row[column]],
        "fee": row["fee"],
        "picture": picture_path(_PICTURE.format(row["id"]), row["user__portrait"]),
        "next_slot": next_slot,
    }
