"""Django's admin: times by the clinic's clock, while the API stays in UTC; sessions of a day."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.db import DataError
from django.db.models import BigIntegerField, ForeignKey, Model
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, reverse
from django.utils import timezone

from clinic.audit.models import Action
from clinic.audit.services.recording import Actor, Seen, record_access
from clinic.patients.models import Patient
from clinic.users.api.lockout import address_of
from clinic.users.models import User


class ClinicTimeMiddleware:
    """Turns to the clinic's zone below ``/admin/``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the clinic's zone when the page is the admin's."""
        if not request.path.startswith(reverse("admin:index")):
            return self.get_response(request)
        with timezone.override(settings.CLINIC_TIME_ZONE):
            return self.get_response(request)


class WorkdayMiddleware:
    """Signs people out of the admin some hours after they signed in, whatever they do meanwhile.

    The cookie's own age would begin anew with each change of the session.
    """

    SINCE: Final = "signed_in_at"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End a session that is too old; note when a new one began."""
        if not request.path.startswith(reverse("admin:index")):
            return self.get_response(request)
        now = timezone.now().timestamp()
        if now - request.session.get(self.SINCE, now) >= settings.SESSION_COOKIE_AGE:
            logout(request)
        answer = self.get_response(request)
        if request.user.is_authenticated:
            request.session.setdefault(self.SINCE, now)
        return answer


class NoSuchInputMiddleware:
    """Refuses (400) what no column holds, where the admin hands it to the database unchecked.

    Its forms check what is typed; addresses of filters and the rows of an action are not typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Refuse NUL, and rows that are not named by a number."""
        if not _is_backoffice(request):
            return
        sent = (texts for part in (request.GET, request.POST) for _name, texts in part.lists())
        rows = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if any("\0" in str(text) for texts in sent for text in texts):
            raise BadRequest
        if not all(row.isdecimal() for row in rows):
            raise BadRequest

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Refuse numbers and instants without end."""
        if _is_backoffice(request) and isinstance(exception, DataError | OverflowError):
            raise BadRequest from exception


class BackofficeJournalMiddleware:
    """Journals what an admin sees and changes of the clinic's rows: one entry a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, once it is written down."""
        response = self.get_response(request)
        match = request.resolver_match
        user = request.user if hasattr(request, "user") else None
        if match and match.app_name == "admin" and isinstance(user, User) and user.is_staff:
            self._journal(request, response, match, user)
        return response

    def _journal(
        self, request: HttpRequest, response: HttpResponse, match: ResolverMatch, user: User
    ) -> None:
        model = _model_of(match.url_name or "")
        context = getattr(response, "context_data", None) or {}
        ids = _ids_in(context, match) or _ids_chosen(request)
        if model is None or not ids or response.status_code >= HTTPStatus.BAD_REQUEST:
            return
        has_changed = request.method == "POST" and response.status_code == HTTPStatus.FOUND
        patients = patients_of(model, ids)
        record_access(
            by=Actor(user.pk, user.role, address_of(request)),
            action=Action.WRITE if has_changed else Action.READ,
            seen=Seen(model.__name__, f"admin:{match.url_name}", ids, patients),
            now=timezone.now(),
        )


def patients_of(model: type[Model], ids: list[int]) -> list[int]:
    """Return the patients whose data those rows are."""
    paths = paths_to_patients(model)
    if not paths:
        return []
    # An address may name what no key holds.
    possible = [pk for pk in ids if pk <= BigIntegerField.MAX_BIGINT]
    rows = model._base_manager.filter(pk__in=possible).values_list(*paths)  # noqa: SLF001  # Django's API
    return sorted({pk for row in rows for pk in row if pk is not None})


def paths_to_patients(model: type[Model], *passed: type[Model]) -> list[str]:
    """Return the lookups by which rows of that model lead to the patients whose data they are.

    They follow from the models, so that none is forgotten. An account is its own patient's; that
    it made or changed something else does not make that its data.
    """
    if model is Patient:
        return ["pk"]
    if model is User:
        return [] if passed else ["patient"]
    return [
        f"{field.name}__{rest}"
        for field in model._meta.concrete_fields  # noqa: SLF001  # Django's API
        if isinstance(field, ForeignKey)
        and isinstance(field.related_model, type)
        and field.related_model not in (model, *passed)
        for rest in paths_to_patients(field.related_model, model, *passed)
    ]


def _model_of(url_name: str) -> type[Model] | None:
    """Return the clinic's model that a page such as ``patients_patient_change`` is about."""
    app_label, _underscore, model_name = url_name.rpartition("_")[0].partition("_")
    try:
        model = apps.get_model(app_label, model_name)
    except (LookupError, ValueError):
        return None
    return model if model.__module__.startswith("clinic.") else None


def _ids_in(context: Mapping[str, Any], match: ResolverMatch) -> list[int]:
    if "object_id" in match.kwargs:
        return [int(match.kwargs["object_id"])] if match.kwargs["object_id"].isdigit() else []
    listed = context.get("cl")
    found = listed.result_list if listed is not None else []
    return [row.pk for row in found if isinstance(row.pk, int)]


def _is_backoffice(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.app_name == "admin"


def _ids_chosen(request: HttpRequest) -> list[int]:
    """Return the rows of a list to which an action was applied."""
    return [int(pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME) if pk.isdigit()]
