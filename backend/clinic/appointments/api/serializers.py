"""Shapes of appointments in and out (R1, R2, R4; contract names by ``source``)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from clinic.appointments.lifecycle import Party, Status, Transition
from clinic.common.api.fields import TextField
from clinic.common.api.moments import DayField, MomentField
from clinic.doctors.models import Specialty
from clinic.slots.modes import ConsultationMode


class PersonOut(serializers.Serializer[Any]):
    """Somebody's id and name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class PatientRefOut(PersonOut):
    """The patient of an appointment; the phone is for the clinic."""

    phone = serializers.CharField(required=False)


class DoctorRefOut(PersonOut):
    """The doctor of an appointment, as a patient needs it."""

    specialty = serializers.CharField(allow_null=True)
    city = serializers.CharField()
    address = serializers.CharField()
    picture = serializers.CharField(allow_null=True)
    phone = serializers.CharField(help_text="For the people of an appointment; may be empty.")
    time_zone = serializers.CharField()


class SlotRefOut(serializers.Serializer[Any]):
    """The slot of an appointment."""

    id = serializers.IntegerField()
    start_time = serializers.DateTimeField()
    end_time = serializers.DateTimeField()


class SlotTimesOut(serializers.Serializer[Any]):
    """R1: only the times."""

    start_time = serializers.DateTimeField(allow_null=True)
    end_time = serializers.DateTimeField(allow_null=True)


class ProposalOut(serializers.Serializer[Any]):
    """Another time or mode that the patient proposes; the appointment stands until it is answered
    by ``confirm/`` or ``decline/``, or taken back by ``withdraw/``."""

    slot = serializers.IntegerField()
    start_time = serializers.DateTimeField()
    end_time = serializers.DateTimeField()
    consultation_mode = serializers.ChoiceField(choices=ConsultationMode.choices)
    expires_at = serializers.DateTimeField(help_text="Unanswered by then, it lapses.")


class AppointmentOut(serializers.Serializer[Any]):
    """One appointment."""

    id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Status.choices)
    doctor = DoctorRefOut(allow_null=True)
    patient = PatientRefOut()
    slot = SlotRefOut(allow_null=True)
    specialty = serializers.CharField(allow_null=True)
    start_time = serializers.DateTimeField(allow_null=True)
    end_time = serializers.DateTimeField(allow_null=True)
    requested_start = serializers.DateTimeField(allow_null=True)
    requested_end = serializers.DateTimeField(allow_null=True)
    motif = serializers.CharField()
    consultation_mode = serializers.ChoiceField(choices=ConsultationMode.choices)
    location_note = serializers.CharField()
    message_patient = serializers.CharField()
    message_medecin = serializers.CharField()
    created_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(
        allow_null=True, help_text="When the patient's side agreed; empty until then."
    )
    arrived_at = serializers.DateTimeField(allow_null=True)
    acceptance_code = serializers.CharField(
        allow_null=True,
        help_text="For the patient's side, to be read out at the desk, while it is to accept.",
    )
    version = serializers.IntegerField()
    proposal = ProposalOut(allow_null=True)
    transitions = serializers.ListField(child=serializers.ChoiceField(choices=Transition.choices))
    cancel_until = serializers.DateTimeField(allow_null=True)


class DoctorsAppointmentOut(serializers.Serializer[Any]):
    """R1 ``GET /api/appointments/doctor/``."""

    id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Status.choices)
    patient = PersonOut()
    slot = SlotTimesOut()


class PatientsAppointmentOut(serializers.Serializer[Any]):
    """R1 ``GET /api/appointments/patient/``."""

    id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Status.choices)
    doctor = PersonOut(allow_null=True)
    slot = SlotTimesOut()


class ActorOut(PersonOut):
    """Who made a transition: a doctor or patient by the profile's id, an admin by name alone."""

    id = serializers.IntegerField(allow_null=True)


class HistoryOut(serializers.Serializer[Any]):
    """One transition in an appointment's life."""

    at = serializers.DateTimeField()
    by = ActorOut(allow_null=True)
    party = serializers.ChoiceField(choices=Party.choices)
    transition = serializers.ChoiceField(choices=Transition.choices)
    # ``from`` is a Python keyword: see ``get_fields``.
    to = serializers.ChoiceField(choices=Status.choices)
    reason = serializers.CharField()
    details = serializers.DictField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add the field whose name Python keeps for itself."""
        fields = super().get_fields()
        fields["from"] = serializers.CharField(help_text="Empty for the first transition.")
        return fields


class ReserveIn(serializers.Serializer[Any]):
    """R1 ``POST /api/slots/reserve/``."""

    slot_id = serializers.IntegerField(min_value=1)
    doctor_id = serializers.IntegerField(min_value=1)
    motif = TextField(max_length=300, required=False, allow_blank=True, default="")


class ReservedOut(serializers.Serializer[Any]):
    """R1: a sentence, and the appointment that was made."""

    message = serializers.CharField()
    appointment = AppointmentOut()


class AppointmentIn(serializers.Serializer[Any]):
    """A booking: a slot, or a wished time (R2 §6)."""

    slot = serializers.IntegerField(min_value=1, required=False)
    patient = serializers.IntegerField(
        min_value=1,
        required=False,
        help_text="For whom; patients book for themselves, or for whom they act.",
    )
    requested_start = MomentField(required=False)
    requested_end = MomentField(required=False)
    doctor = serializers.IntegerField(min_value=1, required=False)
    specialty = serializers.SlugRelatedField(
        slug_field="slug", queryset=Specialty.objects.all(), required=False
    )
    motif = TextField(max_length=300, required=False, allow_blank=True, default="")
    consultation_mode = serializers.ChoiceField(choices=ConsultationMode.choices, required=False)
    message_patient = TextField(max_length=2000, required=False, allow_blank=True, default="")
    message_medecin = TextField(max_length=2000, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Want a slot or both ends of a wished time."""
        if "slot" not in attrs and not {"requested_start", "requested_end"} <= attrs.keys():
            raise serializers.ValidationError(
                {"slot": [_("Choose a slot, or give both ends of the time you wish.")]}
            )
        return attrs


class AppointmentPatchIn(serializers.Serializer[Any]):
    """What can be said anew about an appointment."""

    motif = TextField(max_length=300, required=False, allow_blank=True)
    consultation_mode = serializers.ChoiceField(
        source="mode", choices=ConsultationMode.choices, required=False
    )
    location_note = TextField(max_length=300, required=False, allow_blank=True)
    message_patient = TextField(max_length=2000, required=False, allow_blank=True)
    message_medecin = TextField(max_length=2000, required=False, allow_blank=True)


class ConfirmIn(serializers.Serializer[Any]):
    """What the doctor settles with a confirmation; what is left out stays as it was asked for."""

    slot = serializers.IntegerField(
        source="slot_id", min_value=1, required=False, help_text="Another time of the same doctor."
    )
    consultation_mode = serializers.ChoiceField(
        source="mode", choices=ConsultationMode.choices, required=False
    )
    message_medecin = TextField(max_length=2000, required=False, allow_blank=True)
    location_note = TextField(max_length=300, required=False, allow_blank=True)


class ReasonIn(serializers.Serializer[Any]):
    """Why."""

    reason = TextField(max_length=500, required=False, allow_blank=True, default="")


class AcceptIn(serializers.Serializer[Any]):
    """For the doctor: the code that the patient reads out."""

    code = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")


class AcceptanceLinkIn(serializers.Serializer[Any]):
    """What the mailed link carries behind its ``#``."""

    token = serializers.CharField(max_length=300)


class AcceptedOut(serializers.Serializer[Any]):
    """What was accepted, for somebody without an account: nothing that the mail did not say."""

    doctor = serializers.CharField()
    start_time = serializers.DateTimeField()
    end_time = serializers.DateTimeField()
    time_zone = serializers.CharField()
    accepted_at = serializers.DateTimeField()


class RescheduleIn(ReasonIn):
    """Where to."""

    slot = serializers.IntegerField(min_value=1)


class AssignIn(serializers.Serializer[Any]):
    """To whom, and in which slot; a doctor who names nobody takes it."""

    doctor = serializers.IntegerField(min_value=1, required=False)
    slot = serializers.IntegerField(min_value=1, required=False)


class AgendaIn(serializers.Serializer[Any]):
    """Days of the doctor's own calendar, both inclusive; the present week by default."""

    date_start = DayField(required=False)
    date_end = DayField(required=False)
