"""Every view on people's data starts from ``visible_to``; the rest is on a short list."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from clinic.common.api.views import ScopedViewSet

# Views that are not on rows of people, each with its reason.
UNSCOPED = {
    "SpectacularAPIView": "the schema itself",
    "SpectacularSwaggerView": "documentation",
    "SpectacularRedocView": "documentation",
    "SpaConfigView": "platform settings that anybody may know",
    "TokenView": "sign-in: there is nobody yet",
    "LoginView": "sign-in: there is nobody yet",
    "RefreshView": "the refresh token names the one session it is for",
    "LogoutView": "the refresh token names the one session it is for",
    "RegisterView": "registration: there is nobody yet",
    "PasswordView": "the caller's own password",
    "PasswordResetView": "tells nobody whether there is such an account",
    "PasswordResetConfirmView": "the mailed link names the account",
    "VerifyEmailView": "the mailed link names the account",
    "VerifyEmailResendView": "the caller's own address",
    "SpecialtyViewSet": "specialties are nobody's data; admins write them",
    "DoctorPictureView": "starts from the public directory: bookable()",
    "DoctorsView": "the public directory: starts from bookable()",
    "DoctorView": "the public directory: starts from bookable()",
    "DoctorSlotsView": "the public directory: starts from bookable()",
    "SlotsView": "the public directory: starts from bookable()",
    "FacetsView": "the public directory: starts from bookable()",
    "Reserve": "writes only, through a service that starts from the caller's own profile",
}

# Views that narrow or replace ``visible_to``'s rows themselves, each with its reason.
OWN_ROWS = {
    "OwnDoctorViewSet": "the one doctor that the caller is: owned_by(user)",
    "OwnPatientViewSet": "visible_to, with the account beside the patient",
}


def views_of(patterns: list[Any]) -> Iterator[type]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and pattern.app_name != "admin":
            yield from views_of(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            callback: Any = pattern.callback
            view = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
            if view is not None:
                yield view


def api_views() -> list[type]:
    return sorted(set(views_of(get_resolver().url_patterns)), key=lambda view: view.__name__)


@pytest.mark.parametrize("view", api_views(), ids=lambda view: view.__name__)
def test_a_view_is_scoped_or_on_the_list(view: type) -> None:
    assert issubclass(view, ScopedViewSet) or view.__name__ in UNSCOPED


def test_the_list_names_only_views_that_exist() -> None:
    assert set(UNSCOPED) <= {view.__name__ for view in api_views()}


def test_no_view_hides_behind_the_name_of_another() -> None:
    names = [view.__name__ for view in api_views()]
    assert [name for name in names if names.count(name) > 1] == []


def test_who_chooses_other_rows_is_known() -> None:
    own = {view.__name__ for view in api_views() if "get_queryset" in view.__dict__}
    assert own == set(OWN_ROWS)


def personal_models() -> list[type[models.Model]]:
    user = get_user_model()
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("clinic.")
        and any(field.related_model is user for field in model._meta.get_fields() if field.concrete)
        # Kept per person but never read through the API: there is nothing to scope.
        and model.__name__ != "FirstAnswer"
    ]


@pytest.mark.parametrize("model", personal_models(), ids=lambda model: model.__name__)
def test_a_model_of_people_has_visible_to(model: Any) -> None:
    assert callable(model.objects.visible_to)
