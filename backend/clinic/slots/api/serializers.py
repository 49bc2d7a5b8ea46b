"""Shapes of the calendar's requests and answers (R1, R2 names)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from clinic.common.api.fields import BoundedListField, ModelSerializer, TextField
from clinic.common.api.moments import ClockField, DayField, MomentField
from clinic.slots.models import Absence, AbsenceKind, Availability, Origin
from clinic.slots.modes import ConsultationMode, Mode


class Shape(serializers.Serializer[Any]):
    """Reads or describes; services write."""

    def update(self, instance: Any, validated_data: Any) -> Any:
        """Nothing is stored here."""
        raise NotImplementedError

    create = update  # type: ignore[assignment]  # neither is ever called


class NamedDoctor(Shape):
    """A doctor as named in a slot."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class SlotOut(Shape):
    """A slot, as its doctor sees it."""

    id = serializers.IntegerField()
    start_time = serializers.DateTimeField()
    end_time = serializers.DateTimeField()
    doctor = NamedDoctor()
    mode = serializers.ChoiceField(Mode.choices)
    capacity = serializers.IntegerField()
    booked = serializers.IntegerField()
    remaining = serializers.IntegerField()
    location = serializers.CharField()
    origin = serializers.ChoiceField(Origin.choices)
    is_open = serializers.BooleanField()


class SlotCreated(SlotOut):
    """R1: "Slot crée avec succès"."""

    message = serializers.CharField()


class SlotIn(Shape):
    """A slot by hand; R1 writes both pairs of names."""

    start = MomentField(required=False)
    end = MomentField(required=False)
    start_time = MomentField(required=False)
    end_time = MomentField(required=False)
    mode = serializers.ChoiceField(Mode.choices, required=False)
    capacity = serializers.IntegerField(required=False, min_value=1, max_value=100)
    location = TextField(required=False, allow_blank=True, max_length=200)
    doctor = serializers.IntegerField(required=False, min_value=1, max_value=2**62)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Settle on one pair of names."""
        found = {
            "start_at": attrs.pop("start_time", None) or attrs.get("start"),
            "end_at": attrs.pop("end_time", None) or attrs.get("end"),
        }
        attrs.pop("start", None)
        attrs.pop("end", None)
        names = {"start_at": "start_time", "end_at": "end_time"}
        missing = {
            names[key]: [_("This field is required.")]
            for key, value in found.items()
            if value is None
        }
        if missing:
            raise serializers.ValidationError(missing)
        return attrs | found


class FreeSlotOut(Shape):
    """R1 ``GET /api/slots/available/``."""

    id = serializers.IntegerField()
    start_time = serializers.DateTimeField()
    end_time = serializers.DateTimeField()
    doctor = NamedDoctor()
    mode = serializers.ChoiceField(Mode.choices)
    remaining = serializers.IntegerField()
    location = serializers.CharField()


class HoldIn(serializers.Serializer[Any]):
    """For whom a place is held: oneself, or somebody for whom one acts."""

    patient = serializers.IntegerField(min_value=1, max_value=2**62, required=False)


class HoldOut(Shape):
    """A place that is kept for a few minutes."""

    slot = serializers.IntegerField(source="slot_id")
    expires_at = serializers.DateTimeField()


class AvailableSlotOut(Shape):
    """R2 ``get_available_slots``."""

    id = serializers.IntegerField()
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    consultation_type = serializers.ChoiceField(Mode.choices)
    location = serializers.CharField()
    max_consultations = serializers.IntegerField()
    remaining = serializers.IntegerField()


class ConflictSlot(Shape):
    """The slot of a conflict."""

    id = serializers.IntegerField()
    start_time = serializers.DateTimeField()
    end_time = serializers.DateTimeField()


class NamedPatient(Shape):
    """A patient as named to their doctor."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class ConflictAppointment(Shape):
    """An appointment that no longer fits the calendar."""

    id = serializers.IntegerField()
    status = serializers.CharField()
    patient = NamedPatient()
    start_time = serializers.DateTimeField()
    end_time = serializers.DateTimeField()


class ConflictOut(Shape):
    """A closed slot that somebody has: for the doctor to settle."""

    slot = ConflictSlot()
    appointments = ConflictAppointment(many=True)


class AvailabilityOut(ModelSerializer[Availability]):
    """A weekly rule under R2's names."""

    day_of_week = serializers.IntegerField(source="weekday", min_value=0, max_value=6)
    start_time = ClockField()
    end_time = ClockField()
    consultation_type = serializers.ChoiceField(Mode.choices, source="mode", required=False)
    max_consultations = serializers.IntegerField(
        source="capacity", min_value=1, max_value=100, required=False
    )
    doctor = serializers.IntegerField(source="doctor_id", min_value=1, required=False)
    valid_from = DayField(required=False, allow_null=True)
    valid_until = DayField(required=False, allow_null=True)

    class Meta:
        model = Availability
        fields = [
            "id",
            "doctor",
            "day_of_week",
            "start_time",
            "end_time",
            "consultation_type",
            "duration_minutes",
            "max_consultations",
            "location",
            "is_active",
            "valid_from",
            "valid_until",
        ]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Check the fields against each other, those left out as they are stored."""
        for name in ("start_time", "end_time"):
            if name in attrs:
                attrs[name] = attrs[name].replace(second=0, microsecond=0, tzinfo=None)
        if self._after(attrs, "start_time", "end_time", equal=False):
            message = _("The end must come after the start.")
            raise serializers.ValidationError({"end_time": [message]})
        if self._after(attrs, "valid_from", "valid_until", equal=True):
            message = _("The last day must not come before the first.")
            raise serializers.ValidationError({"valid_until": [message]})
        return attrs

    def _after(self, attrs: dict[str, Any], first: str, last: str, *, equal: bool) -> bool:
        """Return whether the two are out of order."""
        start = attrs.get(first, getattr(self.instance, first, None))
        end = attrs.get(last, getattr(self.instance, last, None))
        if start is None or end is None:
            return False
        return bool(start > end if equal else start >= end)


@extend_schema_serializer(exclude_fields=("doctor",))
class PreviewRule(AvailabilityOut):
    """A rule that is only tried out."""


class AvailabilityChanged(AvailabilityOut):
    """The rule, and what no longer fits."""

    conflicts = ConflictOut(many=True, read_only=True)

    class Meta(AvailabilityOut.Meta):
        fields = [*AvailabilityOut.Meta.fields, "conflicts"]


class ExceptionOut(ModelSerializer[Absence]):
    """An absence under R2's names."""

    start_datetime = MomentField(source="start_at")
    end_datetime = MomentField(source="end_at")
    exception_type = serializers.ChoiceField(AbsenceKind.choices, source="kind", required=False)
    doctor = serializers.IntegerField(source="doctor_id", min_value=1, required=False)

    class Meta:
        model = Absence
        fields = [
            "id",
            "doctor",
            "start_datetime",
            "end_datetime",
            "exception_type",
            "reason",
            "is_recurring",
        ]


class ExceptionChanged(ExceptionOut):
    """The absence, and what no longer fits."""

    conflicts = ConflictOut(many=True, read_only=True)

    class Meta(ExceptionOut.Meta):
        fields = [*ExceptionOut.Meta.fields, "conflicts"]


class PreviewIn(Shape):
    """Rules to try out; nothing is written."""

    rules = BoundedListField(child=PreviewRule(), max_length=100)
    start = DayField(required=False)
    weeks = serializers.IntegerField(required=False, min_value=1, max_value=12, default=2)


class PlannedOut(Shape):
    """A slot that rules would make."""

    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    mode = serializers.ChoiceField(Mode.choices)
    capacity = serializers.IntegerField()


class PreviewOut(Shape):
    """What rules would make, and which appointments would no longer fit."""

    slots = PlannedOut(many=True)
    conflicts = ConflictOut(many=True)


class ScheduleIn(Shape):
    """Working hours as text (R3)."""

    schedule = TextField(max_length=500)
    duration_minutes = serializers.IntegerField(required=False, min_value=5, max_value=480)
    consultation_type = serializers.ChoiceField(Mode.choices, required=False)


class ScheduleOut(Shape):
    """Working hours as text."""

    schedule = serializers.CharField()


class ScheduleChanged(ScheduleOut):
    """The rules that the text stands for, and what no longer fits."""

    rules = AvailabilityOut(many=True)
    conflicts = ConflictOut(many=True)


class NextSlot(Shape):
    """The earliest slot that a patient can book."""

    id = serializers.IntegerField()
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    mode = serializers.ChoiceField(Mode.choices)


class DirectorySpecialty(Shape):
    """A specialty, named in the reader's language."""

    slug = serializers.CharField()
    name = serializers.CharField()


class DirectoryDoctor(Shape):
    """A doctor's card in the public directory: no private contact data."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    specialty = DirectorySpecialty(allow_null=True)
    city = serializers.CharField()
    address = serializers.CharField()
    time_zone = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    modes = serializers.ListField(child=serializers.ChoiceField(ConsultationMode.choices))
    fee = serializers.DecimalField(max_digits=8, decimal_places=2, allow_null=True)
    currency = serializers.CharField()
    picture = serializers.CharField(allow_null=True)
    next_slot = NextSlot(allow_null=True)


class DirectoryPage(DirectoryDoctor):
    """A doctor's public page."""

    bio = serializers.CharField()
    postal_code = serializers.CharField()
    schedule = serializers.CharField()
    auto_confirm = serializers.BooleanField()
    cancel_notice_minutes = serializers.IntegerField()


class DirectorySlot(Shape):
    """A free slot of a known doctor."""

    id = serializers.IntegerField()
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    mode = serializers.ChoiceField(Mode.choices)
    remaining = serializers.IntegerField()
    location = serializers.CharField()


class DirectoryCardSlot(Shape):
    """A free slot of one of several doctors."""

    doctor = serializers.IntegerField()
    id = serializers.IntegerField()
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    mode = serializers.ChoiceField(Mode.choices)
    remaining = serializers.IntegerField()


class FacetSpecialty(DirectorySpecialty):
    """A specialty and how many doctors have it."""

    doctors = serializers.IntegerField()


class FacetsOut(Shape):
    """What the directory can be filtered by."""

    cities = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.CharField())
    specialties = FacetSpecialty(many=True)
