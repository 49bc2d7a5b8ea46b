"""What the doctor and specialty endpoints read and answer."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clinic.common.api.fields import BoundedListField, LineField, ModelSerializer, TextField
from clinic.doctors import selectors
from clinic.doctors.models import Doctor, Specialty

MODES = [("presentiel", _("In person")), ("distanciel", _("By video"))]


class SpecialtyOut(serializers.ModelSerializer[Specialty]):
    """A specialty, named in the reader's language."""

    name = serializers.CharField(source="label", read_only=True)

    class Meta:
        model = Specialty
        fields = ["id", "slug", "name"]


class SpecialtyFull(ModelSerializer[Specialty]):
    """A specialty in an admin's hands, with both names."""

    # The service checks that it is the only one, and says so in words.
    name = LineField(max_length=80)
    slug = serializers.SlugField(max_length=60, required=False)

    class Meta:
        model = Specialty
        fields = ["id", "slug", "name", "name_en"]


class DoctorOut(serializers.Serializer[Any]):
    """A doctor as signed-in people see them (R1 ``/api/doctors/``)."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    email = serializers.EmailField()
    speciality = serializers.CharField(allow_blank=True)
    specialty = serializers.CharField(allow_null=True)
    phone = serializers.CharField(allow_blank=True)
    city = serializers.CharField(allow_blank=True)


class CodesField(BoundedListField):
    """A list of codes whose errors are messages of the field, not of its items."""

    def to_internal_value(self, data: Any) -> list[Any]:
        """Return the codes."""
        try:
            codes: list[Any] = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if isinstance(error.detail, dict):
                messages = [text for texts in error.detail.values() for text in texts]
                raise serializers.ValidationError(messages) from None
            raise
        return codes


class ContactField(serializers.EmailField):
    """The professional e-mail; the account's while it is not another one. Empty sets it back."""

    def get_attribute(self, instance: Doctor) -> str:
        """Return what people see."""
        return instance.contact_email


class DoctorProfile(ModelSerializer[Doctor]):
    """A doctor's own profile and booking policy."""

    specialty = serializers.SlugRelatedField(
        slug_field="slug", queryset=Specialty.objects.all(), allow_null=True, required=False
    )
    specialty_name = serializers.SerializerMethodField()
    title = LineField(max_length=20, allow_blank=True, required=False)
    first_name = LineField(max_length=80)
    last_name = LineField(max_length=80)
    address = LineField(max_length=200, allow_blank=True, required=False)
    city = LineField(max_length=80, allow_blank=True, required=False)
    # As it is typed; the service keeps the E.164 form, which is shorter.
    phone = TextField(max_length=40, allow_blank=True, required=False)
    email = ContactField(max_length=254, allow_blank=True, required=False)
    languages = CodesField(child=TextField(max_length=2), max_length=20, required=False)
    modes = CodesField(child=serializers.ChoiceField(choices=MODES), max_length=20, required=False)
    bio = TextField(source="user.bio", max_length=2000, allow_blank=True, required=False)
    currency = serializers.SerializerMethodField()
    picture = serializers.SerializerMethodField()

    class Meta:
        model = Doctor
        fields = [
            "id",
            "first_name",
            "last_name",
            "name",
            "title",
            "specialty",
            "specialty_name",
            "phone",
            "email",
            "address",
            "city",
            "postal_code",
            "languages",
            "fee",
            "currency",
            "bio",
            "picture",
            "time_zone",
            "modes",
            "auto_confirm",
            "min_notice_minutes",
            "cancel_notice_minutes",
            "horizon_days",
            "buffer_minutes",
            "is_listed",
        ]
        read_only_fields = ["id", "name"]

    def get_specialty_name(self, doctor: Doctor) -> str:
        """Return the specialty in the reader's language."""
        return doctor.specialty.label if doctor.specialty else ""

    def get_currency(self, doctor: Doctor) -> str:
        """Return the clinic's currency."""
        return str(settings.CLINIC_CURRENCY)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_picture(self, doctor: Doctor) -> str | None:
        """Return where the picture is served: publicly while the doctor is listed."""
        return selectors.own_picture_path(doctor)
