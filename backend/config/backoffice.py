"""Django's admin: times by the clinic's clock, while the API stays in UTC; sessions of a day."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone


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
