"""``/api/slots/`` (R1) and ``/api/availabilities/available-slots/`` (R2)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.conditional import require_match, tagged
from clinic.common.api.moments import days_between, exactly
from clinic.common.api.permissions import IsApproved, only
from clinic.common.api.throttles import ByAccount
from clinic.common.api.views import ScopedViewSet
from clinic.common.clocks import settled
from clinic.common.errors import Invalid, Missing
from clinic.doctors.models import Doctor, name_of
from clinic.patients.models import Patient
from clinic.slots.api.queries import AvailableSlotsQuery, FreeSlotsQuery, SlotsQuery
from clinic.slots.api.serializers import (
    AvailableSlotOut,
    FreeSlotOut,
    HoldIn,
    HoldOut,
    SlotCreated,
    SlotIn,
    SlotOut,
)
from clinic.slots.api.views.owning import doctor_for
from clinic.slots.models import Hold, Slot
from clinic.slots.selectors.free import bookable_slots, bookable_slots_of
from clinic.slots.services import capacity, manual
from clinic.slots.services.holding import hold_for_patient
from clinic.users.roles import Role

Rows = list[Any]
_DOCTOR = ("doctor_id", "doctor__title", "doctor__first_name", "doctor__last_name")
_FREE = ("id", "start_at", "end_at", "mode", "capacity", "booked", "location", *_DOCTOR)
_ALL = (*_FREE, "origin", "is_open")


class SlotViewSet(ScopedViewSet[Slot]):
    """Slots: doctors see and change their own, patients find free ones and hold one."""

    model = Slot
    not_journalled = "a calendar shows nobody's data"
    serializer_class = SlotOut
    ordering = ("start_at", "id")
    throttle_scope = "booking"

    def get_throttles(self) -> Rows:
        """Limit how fast one patient holds; reading is free."""
        return [ByAccount()] if self.action == "hold" else []

    def get_permissions(self) -> list[BasePermission]:
        """Keep the doctors' side and the patients' side apart (R1)."""
        patients = self.action in {"available", "hold", "release"}
        return [only(Role.PATIENT)() if patients else only(Role.DOCTOR, Role.ADMIN)()]

    @extend_schema(parameters=[SlotsQuery], responses=SlotOut(many=True))
    def list(self, request: Request) -> Response:
        """List the doctor's own slots, or for an admin those of ``?doctor=``."""
        asked = SlotsQuery.of(request, paged=True)
        rows = _between(self.get_queryset(), asked, _zone(request, asked.get("doctor")))
        return self.listed(rows.values(*_ALL))

    @extend_schema(request=SlotIn, responses={201: SlotCreated})
    def create(self, request: Request) -> Response:
        """Add a slot by hand."""
        sent = SlotIn(data=request.data)
        sent.is_valid(raise_exception=True)
        fields: dict[str, Any] = sent.validated_data
        doctor = doctor_for(request, fields.pop("doctor", None))
        for name, field in (("start_at", "start"), ("end_at", "end")):
            fields[name] = exactly(fields[name], doctor.zone, field=field)
        slot = manual.create_slot(doctor_id=doctor.pk, now=timezone.now(), **fields)
        shown = _shown(Slot.objects.filter(pk=slot.pk))
        return Response({"message": _("Slot created."), **shown}, status=201)

    @extend_schema(responses=SlotOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Show one slot."""
        return tagged(_shown(Slot.objects.filter(pk=self.get_object().pk)))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a slot that nobody has, unless it changed since it was read."""
        slot = self.get_object()
        with transaction.atomic():
            capacity.lock_doctor(slot.doctor_id)
            require_match(request, _shown(self.get_queryset().filter(pk=slot.pk)))
            manual.delete_slot(slot=slot, now=timezone.now())
        return Response(status=204)

    @extend_schema(parameters=[FreeSlotsQuery], responses=FreeSlotOut(many=True))
    def available(self, request: Request) -> Response:
        """List the free slots of all doctors that a patient can book now."""
        asked = FreeSlotsQuery.of(request, paged=True)
        rows = bookable_slots(now=timezone.now(), mode=asked["mode"])
        if asked["specialty"]:
            rows = rows.filter(doctor__specialty__slug=asked["specialty"])
        rows = _between(rows, asked, _zone(request, asked.get("doctor")))
        return self.listed(rows.values(*_FREE))

    @extend_schema(request=HoldIn, responses={201: HoldOut})
    def hold(self, request: Request, pk: str) -> Response:
        """Keep a place while the form is filled in, for oneself or for whom one acts; an older
        hold is let go."""
        asked = HoldIn(data=request.data)
        asked.is_valid(raise_exception=True)
        patient = _patient_for(request, asked.validated_data.get("patient"))
        hold = hold_for_patient(
            slot_id=int(pk),
            patient=patient,
            now=timezone.now(),
            minutes=settings.HOLD_MINUTES,
            instead_of=self._holders(request, int(pk), but=patient),
        )
        return Response(HoldOut(hold).data, status=201)

    @extend_schema(responses={204: None})
    def release(self, request: Request, pk: str) -> Response:
        """Let go of one's holds, of those for whom one acts too; nothing happens without any."""
        for holder in self._holders(request, int(pk)):
            capacity.release_hold(slot_id=int(pk), patient=holder)
        return Response(status=204)

    def _holders(
        self, request: Request, slot_id: int, *, but: Patient | None = None
    ) -> Sequence[Patient]:
        """Return for whom the caller holds a place in the slot."""
        held = Hold.objects.visible_to(request.user).filter(slot=slot_id).exclude(patient=but)
        return [hold.patient for hold in held.select_related("patient")]

    def shaped(self, rows: Rows) -> Rows:
        """Give flat rows the shape of R1."""
        return [_shape(row) for row in rows]


class AvailableSlotsViewSet(ScopedViewSet[Slot]):
    """R2 ``get_available_slots``."""

    model = Slot
    not_journalled = "a calendar shows nobody's data"
    serializer_class = AvailableSlotOut
    permission_classes = [IsApproved]
    ordering = ("start_at", "id")

    @extend_schema(parameters=[AvailableSlotsQuery], responses=AvailableSlotOut(many=True))
    def list(self, request: Request) -> Response:
        """List one doctor's free slots; by default the doctor's own, over four weeks."""
        asked, now = AvailableSlotsQuery.of(request, paged=True), timezone.now()
        doctor = _bookable_or_own(request, asked.get("doctor"))
        last = asked.get("date_end")
        start, end = days_between(
            asked.get("date_start"),
            last and last + timedelta(days=1),
            zone=doctor.zone,
            now=now,
            usual=28,
            most=93,
        )
        rows = bookable_slots_of(doctor, now=now).filter(start_at__gte=start, start_at__lt=end)
        return self.listed(rows.values(*_FREE))

    def shaped(self, rows: Rows) -> Rows:
        """Give flat rows the shape of R2."""
        return [
            {
                "id": row["id"],
                "start": row["start_at"],
                "end": row["end_at"],
                "consultation_type": row["mode"],
                "location": row["location"],
                "max_consultations": row["capacity"],
                "remaining": row["capacity"] - row["booked"],
            }
            for row in rows
        ]


def _patient_for(request: Request, wanted: int | None) -> Patient:
    """Return for whom a place is held. Raises DoesNotExist for a stranger."""
    user: Any = request.user
    own: Patient = user.patient
    return own if wanted is None else Patient.objects.visible_to(user).get(pk=wanted)


def _bookable_or_own(request: Request, doctor_id: int | None) -> Doctor:
    user: Any = request.user
    if doctor_id is None or user.role == Role.DOCTOR:
        own = Doctor.objects.owned_by(user)
        found = own.first() if doctor_id is None else own.filter(pk=doctor_id).first()
        if found is not None:
            return found
    if doctor_id is None:
        raise Invalid(details={"doctor": [_("Name the doctor.")]})
    doctor = Doctor.objects.bookable().filter(pk=doctor_id).first()
    if doctor is None:
        raise Missing
    return doctor


def _zone(request: Request, doctor_id: int | None) -> ZoneInfo:
    """Return whose clock bounds without a zone are read by: one doctor's, else the clinic's."""
    own = Doctor.objects.owned_by(request.user).values_list("time_zone", flat=True).first()
    if own is None and doctor_id is not None:
        named = Doctor.objects.filter(pk=doctor_id)
        own = named.values_list("time_zone", flat=True).first()
    return ZoneInfo(own or settings.CLINIC_TIME_ZONE)


def _between(rows: QuerySet[Slot], asked: dict[str, Any], zone: ZoneInfo) -> QuerySet[Slot]:
    if "doctor" in asked:
        rows = rows.filter(doctor=asked["doctor"])
    if "start" in asked:
        rows = rows.filter(start_at__gte=settled(asked["start"], zone))
    if "end" in asked:
        rows = rows.filter(start_at__lt=settled(asked["end"], zone))
    return rows


def _shown(rows: QuerySet[Slot]) -> dict[str, Any]:
    return _shape(rows.values(*_ALL).get())


def _shape(row: dict[str, Any]) -> dict[str, Any]:
    name = name_of(row["doctor__title"], row["doctor__first_name"], row["doctor__last_name"])
    left = row["capacity"] - row["booked"] if row.get("is_open", True) else 0
    shape = {
        "id": row["id"],
        "start_time": row["start_at"],
        "end_time": row["end_at"],
        "doctor": {"id": row["doctor_id"], "name": name},
        "mode": row["mode"],
        "remaining": left,
        "location": row["location"],
    }
    inner = ("capacity", "booked", "origin", "is_open") if "is_open" in row else ()
    return shape | {key: row[key] for key in inner}
