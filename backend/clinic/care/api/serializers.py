"""What the endpoints of care read and answer."""

from typing import Any, Final

from rest_framework import serializers

from clinic.audit.models import LONGEST_REASON
from clinic.care.policies import Basis, Scope
from clinic.common.api.fields import TextField

# The API says what is open; the relation says what the doctor has.
SCOPES: Final = {Scope.CONTACT.value: "identity", Scope.RECORD.value: "record"}
# Nobody closed it: a cancellation, a missed appointment or time has ended it.
BY_ITSELF: Final = "system"


class CarePersonOut(serializers.Serializer[Any]):
    """A doctor or patient by the id of the profile."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class CareOut(serializers.Serializer[Any]):
    """Who treats whom, and how much of the patient that opens."""

    id = serializers.IntegerField()
    doctor = CarePersonOut()
    patient = CarePersonOut()
    scope = serializers.ChoiceField(
        choices=[*SCOPES.values()],
        help_text="Identity and contact, or the record too; as it was, once it has ended.",
    )
    basis = serializers.ChoiceField(choices=Basis.choices)
    since = serializers.DateTimeField()
    last_contact = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(
        allow_null=True,
        help_text="Closed on purpose, identity stays open while an appointment of the two stands.",
    )
    ended_by = serializers.ChoiceField(choices=["patient", "admin", BY_ITSELF], allow_null=True)


class EmergencyIn(serializers.Serializer[Any]):
    """Whose record is opened, and why: the patient and the admins read it."""

    patient = serializers.IntegerField(min_value=1, max_value=2**62)
    reason = TextField(min_length=10, max_length=LONGEST_REASON)


class EmergencyOut(CareOut):
    """The relation, and until when the emergency opens the record."""

    until = serializers.DateTimeField()


class EndIn(serializers.Serializer[Any]):
    """Why the record is closed; admins and the patient's side read it."""

    reason = TextField(max_length=500, required=False, allow_blank=True, default="")
