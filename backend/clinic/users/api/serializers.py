"""What the account endpoints read and answer."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clinic.common.api.fields import (
    AnyCaseChoiceField,
    LineField,
    ModelSerializer,
    TextField,
    TwinNamesMixin,
)
from clinic.users import profiles, selectors
from clinic.users.models import User
from clinic.users.roles import Role

if TYPE_CHECKING:
    FieldBase = serializers.Field[Any, Any, Any, Any]
else:
    FieldBase = object

PASSWORD_MOST = 128
# R1's words for a patient, as the profile keeps them.
FACTS = ["age", "gender", "blood_pressure", "cholesterol_level"]
GENDERS = [("female", _("Female")), ("male", _("Male")), ("other", _("Other"))]
LEVELS = [("low", _("Low")), ("normal", _("Normal")), ("high", _("High"))]
LANGUAGES = [("fr", "Français"), ("en", "English")]


def picture_of(user: User) -> str | None:
    """Return where an account's picture is served."""
    return selectors.picture_path(reverse("user-picture", args=[user.pk]), user.portrait_id)


class PortraitField(serializers.FileField):
    """A new picture (multipart), or nothing to remove it; answered as its address."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the upload; the address of the present picture changes nothing."""
        if isinstance(data, str) and self.root.instance and data == self._address():
            raise serializers.SkipField
        return super().to_internal_value(data)

    def get_attribute(self, instance: User) -> Any:
        """Return the account, whose picture is served by its own view."""
        return instance

    def to_representation(self, value: Any) -> str | None:
        """Return where the picture is served."""
        return picture_of(value)

    def _address(self) -> str | None:
        return picture_of(cast("User", self.root.instance))


class UserOut(ModelSerializer[User]):
    """An account as its owner and admins see it (R3 §1 and more)."""

    is_email_verified = serializers.SerializerMethodField()
    display_name = serializers.SerializerMethodField()
    first_name = serializers.SerializerMethodField()
    last_name = serializers.SerializerMethodField()
    profile_id = serializers.SerializerMethodField()
    picture = serializers.SerializerMethodField()
    # R4's names.
    phone_number = serializers.CharField(source="phone", read_only=True)
    profile_picture = PortraitField(use_url=False, allow_null=True, read_only=True)
    time_zone = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = [
            "id",
            "username",
            "email",
            "role",
            "is_approved",
            "is_active",
            "is_email_verified",
            "language",
            "phone",
            "phone_number",
            "bio",
            "display_name",
            "first_name",
            "last_name",
            "profile_id",
            "picture",
            "profile_picture",
            "time_zone",
            "date_joined",
        ]
        read_only_fields = fields

    def get_is_email_verified(self, user: User) -> bool:
        """Return whether the address is proven."""
        return user.email_verified_at is not None

    def get_display_name(self, user: User) -> str:
        """Return the name to greet with."""
        profile = selectors.profile_of(user)
        return profile.name if profile else user.username

    def get_first_name(self, user: User) -> str:
        """Return the profile's first name."""
        profile = selectors.profile_of(user)
        return str(profile.first_name) if profile else ""

    def get_last_name(self, user: User) -> str:
        """Return the profile's last name."""
        profile = selectors.profile_of(user)
        return str(profile.last_name) if profile else ""

    def get_profile_id(self, user: User) -> int | None:
        """Return the doctor's or patient's id."""
        profile = selectors.profile_of(user)
        return profile.pk if profile else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_picture(self, user: User) -> str | None:
        """Return where the picture is served, to those who may see the account."""
        return picture_of(user)

    def get_time_zone(self, user: User) -> str | None:
        """Return by which clock a doctor works; None: the clinic's."""
        return selectors.time_zone_of(user)


class FactMixin(FieldBase):
    """A fact of the person's profile; left out for those who have none."""

    def get_attribute(self, instance: User) -> Any:
        """Return the fact of the profile; left out where the profile has no such fact."""
        facts = selectors.facts_of(instance, today=timezone.localdate())
        if self.field_name not in facts:
            raise serializers.SkipField
        return facts[self.field_name]


class AgeField(FactMixin, serializers.IntegerField):
    """Whole years; another age sets an approximate birth date."""


class FactChoiceField(FactMixin, AnyCaseChoiceField):
    """One of some words, in whatever case; empty while it is not told."""


class OwnAccountOut(UserOut):
    """One's own account, and of a patient R1's "Modèle de Données Utilisateur"."""

    age = AgeField(min_value=0, max_value=130, allow_null=True, required=False)
    gender = FactChoiceField(choices=GENDERS, allow_blank=True, required=False)
    blood_pressure = FactChoiceField(choices=LEVELS, allow_blank=True, required=False)
    cholesterol_level = FactChoiceField(choices=LEVELS, allow_blank=True, required=False)

    class Meta(UserOut.Meta):
        fields = [*UserOut.Meta.fields, *FACTS]
        read_only_fields = UserOut.Meta.fields


class OwnAccount(TwinNamesMixin, OwnAccountOut):
    """One's own account; only what is not read-only can be changed (R4 "User Management")."""

    twins = {"phone_number": "phone"}

    phone_number = serializers.CharField(
        source="phone", max_length=20, allow_blank=True, required=False
    )
    profile_picture = PortraitField(use_url=False, allow_null=True, required=False)

    class Meta(OwnAccountOut.Meta):
        read_only_fields = [
            name
            for name in UserOut.Meta.fields
            if name not in {"username", "phone", "bio", "language"}
        ]
        # The service checks it, and says so in words.
        extra_kwargs = {"username": {"validators": [], "max_length": 150}}


class ManagedAccount(TwinNamesMixin, UserOut):
    """An account in an admin's hands."""

    twins = {"phone_number": "phone"}

    phone_number = serializers.CharField(
        source="phone", max_length=20, allow_blank=True, required=False
    )

    class Meta(UserOut.Meta):
        read_only_fields = [
            name for name in UserOut.Meta.fields if name not in {"is_active", "phone", "language"}
        ]


class LoginIn(serializers.Serializer[Any]):
    """Credentials with an e-mail (R3 §1.2); a username does as well, in either field."""

    name_field: ClassVar[str] = "email"

    username = TextField(required=False, max_length=254)
    email = TextField(required=False, max_length=254)
    password = serializers.CharField(trim_whitespace=False, max_length=1000)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Require one of the two names, and say so together with what else is missing."""
        problems: dict[str, Any] = {}
        attrs: dict[str, Any] = {}
        try:
            attrs = super().to_internal_value(data)
        except serializers.ValidationError as refusal:
            problems = cast("dict[str, Any]", refusal.detail)
        if isinstance(data, Mapping) and not (data.get("email") or data.get("username")):
            problems.setdefault(self.name_field, [_("Give your e-mail or username.")])
        if problems:
            raise serializers.ValidationError(problems)
        return attrs | {"named": attrs.get("email") or attrs.get("username")}


class TokenIn(LoginIn):
    """Credentials with a username (R1); an e-mail does as well, in either field."""

    name_field = "username"


class RefreshIn(serializers.Serializer[Any]):
    """A refresh token, where it is not in the cookie."""

    refresh = serializers.CharField(required=False)


class TokensOut(serializers.Serializer[Any]):
    """Tokens; ``refresh`` is missing when it is in the cookie."""

    access = serializers.CharField()
    refresh = serializers.CharField(required=False)


class LoginOut(TokensOut):
    """Tokens and the account (R3 §1.2)."""

    user = UserOut()


class RegisterIn(serializers.Serializer[Any]):
    """A registration (R3 §1.1)."""

    username = TextField(required=False, allow_blank=True, max_length=150)
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(trim_whitespace=False, max_length=PASSWORD_MOST)
    role = serializers.ChoiceField(choices=Role.choices, default=Role.PATIENT)
    first_name = LineField(required=False, allow_blank=True, max_length=80)
    last_name = LineField(required=False, allow_blank=True, max_length=80)
    phone = TextField(required=False, allow_blank=True, max_length=40)
    phone_number = serializers.CharField(
        source="phone", required=False, allow_blank=True, max_length=40
    )
    bio = TextField(required=False, allow_blank=True, max_length=2000)
    birth_date = serializers.DateField(required=False, allow_null=True)
    specialty = TextField(required=False, allow_blank=True, max_length=60)
    patient_code = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=20,
        help_text="What the practice gave: with the birth date it opens the record made there.",
    )
    language = serializers.ChoiceField(choices=LANGUAGES, required=False)

    def particulars(self) -> profiles.Particulars:
        """Return what belongs to the profile."""
        names = profiles.Particulars.__dataclass_fields__
        return profiles.Particulars(
            **{name: value for name, value in self.validated_data.items() if name in names}
        )


class MessageOut(serializers.Serializer[Any]):
    """A sentence for the person."""

    message = serializers.CharField()


class UserMessageOut(MessageOut):
    """A sentence and the account it is about (R3 §1.1, §1.3)."""

    user = UserOut()


class PasswordIn(serializers.Serializer[Any]):
    """A change of password."""

    current_password = serializers.CharField(trim_whitespace=False, max_length=1000)
    new_password = serializers.CharField(trim_whitespace=False, max_length=PASSWORD_MOST)


class EmailIn(serializers.Serializer[Any]):
    """An address."""

    email = serializers.EmailField(max_length=254)


class LinkIn(serializers.Serializer[Any]):
    """What a mailed link carries."""

    uid = serializers.CharField(max_length=40)
    token = serializers.CharField(max_length=100)


class NewPasswordIn(LinkIn):
    """A mailed link and the new password."""

    new_password = serializers.CharField(trim_whitespace=False, max_length=PASSWORD_MOST)


class PictureIn(serializers.Serializer[Any]):
    """A picture: JPEG, PNG or WebP."""

    file = serializers.FileField()
