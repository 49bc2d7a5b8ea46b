"""What can be asked for in the query of a request; anything else is refused."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request

from clinic.common.api.filters import ALWAYS_KNOWN, refuse_unknown_parameters
from clinic.common.api.moments import DateOrMomentField, DayField
from clinic.slots.modes import Mode


class Query(serializers.Serializer[Any]):
    """The parameters of one view; those of paging are known to every list."""

    paging: ClassVar[frozenset[str]] = ALWAYS_KNOWN

    def update(self, instance: Any, validated_data: Any) -> Any:
        """Nothing is ever stored."""
        raise NotImplementedError

    create = update  # type: ignore[assignment]  # neither is ever called

    @classmethod
    def of(cls, request: Request, *, paged: bool = False) -> dict[str, Any]:
        """Return what was asked, checked; raise on unknown or malformed parameters."""
        names = frozenset(cls().fields)
        refuse_unknown_parameters(request, names | (cls.paging if paged else {"format"}))
        query = cls(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked: dict[str, Any] = query.validated_data
        return asked


class FacetsQuery(Query):
    """``GET /api/directory/facets/``."""

    q = serializers.CharField(required=False, allow_blank=True, max_length=100, default="")
    city = serializers.CharField(required=False, allow_blank=True, max_length=80, default="")
    language = serializers.RegexField(
        r"^[A-Za-z]{2}$", required=False, allow_blank=True, default=""
    )
    mode = serializers.ChoiceField(Mode.choices, required=False, allow_blank=True, default="")


class DirectoryQuery(FacetsQuery):
    """``GET /api/directory/doctors/``: in one order, whoever has the earliest free slot first."""

    paging = ALWAYS_KNOWN - {"ordering"}

    specialty = serializers.SlugField(required=False, allow_blank=True, default="")


class DaysQuery(Query):
    """One doctor's free slots: dates by the doctor's calendar, ``end`` exclusive."""

    start = DayField(required=False)
    end = DayField(required=False)
    mode = serializers.ChoiceField(Mode.choices, required=False, allow_blank=True, default="")


class ManyDaysQuery(DaysQuery):
    """Free slots of several doctors; ``doctors`` are ids between commas."""

    doctors = serializers.RegexField(r"^\d{1,18}(,\d{1,18})*$", max_length=1000)


class SlotsQuery(Query):
    """``GET /api/slots/``."""

    start = DateOrMomentField(required=False)
    end = DateOrMomentField(required=False)
    doctor = serializers.IntegerField(required=False, min_value=1, max_value=2**62)


class FreeSlotsQuery(SlotsQuery):
    """``GET /api/slots/available/``."""

    specialty = serializers.SlugField(required=False, allow_blank=True, default="")
    mode = serializers.ChoiceField(Mode.choices, required=False, allow_blank=True, default="")


class AvailableSlotsQuery(Query):
    """``GET /api/availabilities/available-slots/`` (R2); both dates are included."""

    doctor = serializers.IntegerField(required=False, min_value=1, max_value=2**62)
    date_start = DayField(required=False)
    date_end = DayField(required=False)


class DoctorQuery(Query):
    """Whose calendar: an admin names the doctor."""

    doctor = serializers.IntegerField(required=False, min_value=1, max_value=2**62)
