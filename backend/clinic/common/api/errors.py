"""The one place where errors become HTTP, in one shape.

``{"error": sentence, "detail": same sentence, "code": stable code, "details": {...}}``
(API.md "Errors"; R3 §19).
"""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DataError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from clinic.common import errors

STATUS_OF: Final[Mapping[type[errors.DomainError], int]] = {
    errors.Invalid: status.HTTP_400_BAD_REQUEST,
    errors.Unauthenticated: status.HTTP_401_UNAUTHORIZED,
    errors.Forbidden: status.HTTP_403_FORBIDDEN,
    errors.Missing: status.HTTP_404_NOT_FOUND,
    errors.Conflict: status.HTTP_409_CONFLICT,
    errors.VersionConflict: status.HTTP_412_PRECONDITION_FAILED,
    errors.TooLarge: status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    errors.WrongKind: status.HTTP_415_UNSUPPORTED_MEDIA_TYPE,
    errors.TooMany: status.HTTP_429_TOO_MANY_REQUESTS,
    errors.Busy: status.HTTP_503_SERVICE_UNAVAILABLE,
}


def error_body(sentence: object, code: str, details: object = None) -> dict[str, Any]:
    """Return the body that every error answer has."""
    body: dict[str, Any] = {"error": str(sentence), "detail": str(sentence), "code": code}
    if details is not None:
        body["details"] = details
    return body


def status_of(error: errors.DomainError) -> int:
    """Return the HTTP status of the family that ``error`` belongs to."""
    return next(STATUS_OF[family] for family in type(error).__mro__ if family in STATUS_OF)


def handle_exception(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer ``exc`` in the one shape; None lets an unforeseen fault become a 500."""
    translated = _as_known(exc)
    if translated is None:
        return None
    set_rollback()
    if isinstance(translated, errors.DomainError):
        return _answer_domain_error(translated)
    return _answer_api_exception(translated)


def _as_known(exc: Exception) -> errors.DomainError | exceptions.APIException | None:
    if isinstance(exc, Http404 | ObjectDoesNotExist):
        return errors.Missing()
    if isinstance(exc, PermissionDenied):
        return errors.Forbidden()
    if isinstance(exc, OverflowError | DataError):
        # A number or an instant that no column holds: SQLite and PostgreSQL say it so.
        return errors.Invalid()
    if isinstance(exc, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return errors.BodyTooLarge()
    if isinstance(exc, errors.DomainError | exceptions.APIException):
        return exc
    return None


def _answer_domain_error(error: errors.DomainError) -> Response:
    headers = {}
    if isinstance(error, errors.TooMany | errors.Busy):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, errors.Unauthenticated):
        headers["WWW-Authenticate"] = 'Bearer realm="api"'
    return Response(_body_of(error), status=status_of(error), headers=headers)


def _body_of(error: errors.DomainError) -> dict[str, Any]:
    """Return the body; of invalid input each sentence stands in the details (R3 §19)."""
    if error.code != errors.Invalid.code:
        return error_body(error.message, error.code, error.details)
    details = error.details
    if details is None and error.message is not errors.Invalid.sentence:
        details = {"non_field_errors": [error.message]}
    return error_body(errors.Invalid.sentence, error.code, details)


def _answer_api_exception(exc: exceptions.APIException) -> Response:
    headers = {}
    if auth_header := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    if isinstance(exc, exceptions.ValidationError):
        body = error_body(errors.Invalid.sentence, "invalid", _per_field(exc.detail))
    else:
        body = error_body(_sentence(exc), _code(exc))
    return Response(body, status=exc.status_code, headers=headers)


def _per_field(detail: Any) -> dict[str, Any]:
    """Return messages by field; what belongs to no field is under ``non_field_errors``."""
    if isinstance(detail, dict):
        return detail
    return {"non_field_errors": detail if isinstance(detail, list) else [detail]}


def _sentence(exc: exceptions.APIException) -> object:
    if isinstance(exc, exceptions.ParseError):
        return _("The body of the request is not valid JSON.")
    if isinstance(exc, exceptions.Throttled):
        return errors.TooMany.sentence
    if isinstance(exc, exceptions.NotFound):
        return errors.Missing.sentence
    if isinstance(exc, exceptions.PermissionDenied):
        return errors.Forbidden.sentence
    if isinstance(exc.detail, dict):
        return exc.detail.get("detail", exc.default_detail)
    return exc.detail


def _code(exc: exceptions.APIException) -> str:
    codes = exc.get_codes()
    if isinstance(codes, dict):
        # simplejwt nests its code: {"detail": ..., "code": "token_not_valid", ...}
        return str(getattr(exc.detail, "get", lambda _: None)("code") or exc.default_code)
    return str(codes)


def not_found(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """``handler404`` for paths that no view answers."""
    return JsonResponse(error_body(errors.Missing.sentence, "not_found"), status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """``handler400``: a request that Django itself refuses."""
    return JsonResponse(error_body(_("The request is not valid."), "bad_request"), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """``handler403``."""
    return JsonResponse(error_body(errors.Forbidden.sentence, "permission_denied"), status=403)


def server_error(request: HttpRequest) -> JsonResponse:
    """``handler500``: says nothing of the fault itself, which is in the log."""
    sentence = _("Something went wrong on our side. Nothing was lost; please try again.")
    return JsonResponse(error_body(sentence, "server_error"), status=500)
