"""``/api/guardians/``: who acts for the caller, until the caller ends it."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.people import user_of
from clinic.common.api.permissions import only
from clinic.common.api.views import ConditionalMixin, ScopedViewSet
from clinic.patients.models import Guardian, GuardianKind
from clinic.patients.services.dependants import give_up
from clinic.users.profiles import relations
from clinic.users.roles import Role
from clinic.users.selectors import profile_of


class GuardianOut(serializers.Serializer[Any]):
    """Somebody who acts for the caller: sees their data, books, accepts and cancels for them."""

    id = serializers.IntegerField()
    name = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=GuardianKind.choices)
    since = serializers.DateTimeField(source="created_at")
    until = serializers.DateField(allow_null=True, help_text="The last day, if one is set.")

    def get_name(self, guardian: Guardian) -> str:
        """Return the name of whom the account is."""
        profile = profile_of(guardian.user)
        return profile.name if profile else guardian.user.username


class GuardianViewSet(ConditionalMixin, ScopedViewSet[Guardian]):
    """Who acts for a patient with an account of their own."""

    model = Guardian
    serializer_class = GuardianOut
    permission_classes = [only(Role.PATIENT)]
    ordering = ("id",)
    not_journalled = "who acts for the caller"

    def get_queryset(self) -> QuerySet[Guardian]:
        """Return those who act for the caller, and not for whom the caller acts."""
        theirs = super().get_queryset().filter(patient__user=self.request.user.pk)
        names = (f"user__{relation}" for relation in relations())
        return theirs.select_related("patient", "user", *names)

    @extend_schema(responses=GuardianOut(many=True))
    def list(self, request: Request) -> Response:
        """List who acts for the caller today."""
        return self.listed(self.filter_queryset(self.get_queryset()))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Let somebody act for the caller no more; they are told. The appointments stay."""
        return super().destroy(request, *args, **kwargs)

    def perform_destroy(self, instance: Guardian) -> None:
        """End it from today on."""
        give_up(guardian=instance, by=user_of(self.request), today=timezone.localdate())
