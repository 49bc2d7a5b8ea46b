"""What the patient endpoints read and answer."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from clinic.audit.models import Action
from clinic.common.api.fields import LineField
from clinic.patients.models import Patient


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
    email = serializers.EmailField()
    city = serializers.CharField(allow_blank=True)


class PatientProfile(serializers.ModelSerializer[Patient]):
    """A patient's own profile (R1 "Modèle de Données Utilisateur"; R3 §3)."""

    age = serializers.SerializerMethodField()
    antecedents = serializers.CharField(
        source="history", max_length=5000, allow_blank=True, required=False
    )
    first_name = LineField(max_length=80, allow_blank=True, required=False)
    last_name = LineField(max_length=80, allow_blank=True, required=False)
    address = LineField(max_length=200, allow_blank=True, required=False)
    city = LineField(max_length=80, allow_blank=True, required=False)
    # As it is typed; the service keeps the E.164 form, which is shorter.
    phone = serializers.CharField(max_length=40, allow_blank=True, required=False)

    class Meta:
        model = Patient
        fields = [
            "id",
            "first_name",
            "last_name",
            "birth_date",
            "age",
            "sex",
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
    who = serializers.CharField(help_text="A doctor's name; the clinic has none.")
    action = serializers.ChoiceField(choices=[Action.READ.value, Action.WRITE.value])
    subject = serializers.CharField(help_text="The kind of data, such as Appointment.")
    reason = serializers.CharField()
