"""What the patient endpoints read and answer."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from clinic.audit.models import Action
from clinic.common.api.fields import AnyCaseChoiceField, LineField, TextField, TwinNamesMixin
from clinic.patients.models import Guardian, GuardianKind, Level, Patient, Sex


class PatientOut(serializers.Serializer[Any]):
    """A patient as their doctors and admins see them."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    first_name = serializers.CharField(allow_blank=True)
    last_name = serializers.CharField(allow_blank=True)
    birth_date = serializers.DateField(allow_null=True)
    age = serializers.IntegerField(allow_null=True)
    sex = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    email = serializers.CharField(
        help_text="The account's; without one, what the practice wrote down, or nothing."
    )
    city = serializers.CharField(allow_blank=True)
    has_account = serializers.BooleanField()
    takes_code = serializers.BooleanField(
        help_text="Whether the caller may make the code with which the patient registers."
    )


class PatientRecordOut(serializers.Serializer[Any]):
    """What is clinical of a patient, as their profile keeps it (R1, R3 §3)."""

    antecedents = serializers.CharField(allow_blank=True)
    blood_pressure = serializers.CharField(allow_blank=True)
    cholesterol_level = serializers.CharField(allow_blank=True)
    emergency_until = serializers.DateTimeField(
        allow_null=True, help_text="Until when, where only an emergency opens the record."
    )


class PatientDetailOut(PatientOut):
    """One patient, with the record for whom it is open to (docs/access.md)."""

    record = PatientRecordOut(allow_null=True)


class PatientProfile(TwinNamesMixin, serializers.ModelSerializer[Patient]):
    """A patient's own profile (R1 "Modèle de Données Utilisateur"; R3 §3)."""

    twins = {"gender": "sex"}

    age = serializers.SerializerMethodField()
    antecedents = TextField(source="history", max_length=5000, allow_blank=True, required=False)
    first_name = LineField(max_length=80, allow_blank=True, required=False)
    last_name = LineField(max_length=80, allow_blank=True, required=False)
    address = LineField(max_length=200, allow_blank=True, required=False)
    city = LineField(max_length=80, allow_blank=True, required=False)
    # As it is typed; the service keeps the E.164 form, which is shorter.
    phone = TextField(max_length=40, allow_blank=True, required=False)

    sex = AnyCaseChoiceField(choices=Sex.choices, allow_blank=True, required=False)
    gender = AnyCaseChoiceField(source="sex", choices=Sex.choices, allow_blank=True, required=False)
    blood_pressure = AnyCaseChoiceField(choices=Level.choices, allow_blank=True, required=False)
    cholesterol_level = AnyCaseChoiceField(choices=Level.choices, allow_blank=True, required=False)

    class Meta:
        model = Patient
        fields = [
            "id",
            "first_name",
            "last_name",
            "birth_date",
            "age",
            "sex",
            "gender",
            "phone",
            "address",
            "city",
            "antecedents",
            "status",
            "blood_pressure",
            "cholesterol_level",
        ]
        read_only_fields = ["id", "status"]

    def get_age(self, patient: Patient) -> int | None:
        """Return the age in whole years."""
        return patient.age_on(timezone.localdate())


class OwnAccessOut(serializers.Serializer[Any]):
    """Somebody who saw or changed the patient's data."""

    at = serializers.DateTimeField()
    who = serializers.CharField(
        help_text="A doctor's name, or that of who acts for the patient; the clinic has none."
    )
    action = serializers.ChoiceField(choices=[Action.READ.value, Action.WRITE.value])
    subject = serializers.CharField(help_text="The kind of data, such as Appointment.")
    reason = serializers.CharField()


class PersonIn(serializers.Serializer[Any]):
    """Who somebody without an account is."""

    first_name = LineField(max_length=80)
    last_name = LineField(max_length=80)
    birth_date = serializers.DateField()
    sex = serializers.ChoiceField(choices=Sex.choices, required=False, allow_blank=True)
    phone = TextField(max_length=40, required=False, allow_blank=True)


class PatientIn(PersonIn):
    """Somebody whom the practice writes down; their appointments are mailed to ``email``."""

    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    confirm_duplicate = serializers.BooleanField(
        default=False,
        help_text="They are not the one of that name and birth date whom `patient_exists` names.",
    )


class DependantIn(PersonIn):
    """Somebody for whom the caller acts."""

    kind = serializers.ChoiceField(choices=GuardianKind.choices, default=GuardianKind.PARENT)


class DependantOut(serializers.Serializer[Any]):
    """Somebody for whom the caller acts; ``patient`` is whom to name when booking."""

    id = serializers.IntegerField()
    patient = serializers.IntegerField(source="patient_id")
    kind = serializers.ChoiceField(choices=GuardianKind.choices)
    first_name = serializers.CharField(source="patient.first_name")
    last_name = serializers.CharField(source="patient.last_name")
    name = serializers.CharField(source="patient.name")
    birth_date = serializers.DateField(source="patient.birth_date", allow_null=True)
    age = serializers.SerializerMethodField()
    sex = serializers.CharField(source="patient.sex")
    phone = serializers.CharField(source="patient.phone")
    until = serializers.DateField(allow_null=True)

    def get_age(self, guardian: Guardian) -> int | None:
        """Return the age in whole years."""
        return guardian.patient.age_on(timezone.localdate())


class CodeOut(serializers.Serializer[Any]):
    """A code for registering, shown once."""

    code = serializers.CharField()
    expires_at = serializers.DateTimeField()
