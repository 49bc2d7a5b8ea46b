"""``POST /api/patients/find/``: a patient of somebody else's, by exact name and birth date."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.fields import LineField
from clinic.common.api.people import user_of
from clinic.common.api.permissions import only
from clinic.common.api.throttles import ByAccount
from clinic.common.api.views import ScopedViewSet
from clinic.patients.models import Patient
from clinic.patients.services.finding import find_patients
from clinic.users.roles import Role


class FindIn(serializers.Serializer[Any]):
    """Who somebody is, exactly; accents and case do not matter."""

    first_name = LineField(max_length=80)
    last_name = LineField(max_length=80)
    birth_date = serializers.DateField()


class FoundOut(serializers.Serializer[Any]):
    """Somebody of that name and birth date; ``has_relation``: the doctor sees them already."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    birth_date = serializers.DateField()
    has_relation = serializers.BooleanField()


class FindPatients(ScopedViewSet[Patient]):
    """Who the doctor finds may be booked for, or opened in an emergency, for a day."""

    model = Patient
    serializer_class = FoundOut
    whose = "id"
    changes_nothing = True
    permission_classes = [only(Role.DOCTOR)]
    # A body, and no query: names stay out of logs. POST without a limit would be a directory.
    throttle_classes = [ByAccount]
    throttle_scope = "find"

    @extend_schema(request=FindIn, responses=FoundOut(many=True))
    def find(self, request: Request) -> Response:
        """Find a patient by exact name and birth date; an empty list when there is none."""
        sent = FindIn(data=request.data)
        sent.is_valid(raise_exception=True)
        found = find_patients(by=user_of(request), now=timezone.now(), **sent.validated_data)
        self.touched(found)
        return Response(FoundOut(found, many=True).data)
