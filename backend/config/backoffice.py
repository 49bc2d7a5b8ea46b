"""Django's admin shows and takes times by the clinic's clock; the API stays in UTC."""

from collections.abc import Callable

from django.conf import settings
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
