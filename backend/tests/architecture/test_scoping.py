"""Every view on people's data starts from ``visible_to``; the rest is on a short list."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, URLResolver, get_resolver

from clinic.common.api.views import ScopedViewSet
from clinic.common.scoping import PrivateQuerySet, ScopedQuerySet
from clinic.users.roles import Role

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
    "AcceptanceLinkView": "the mailed link names the appointment",
    "DoctorPictureView": "starts from the public directory: bookable()",
    "DoctorsView": "the public directory: starts from bookable()",
    "DoctorView": "the public directory: starts from bookable()",
    "DoctorSlotsView": "the public directory: starts from bookable()",
    "SlotsView": "the public directory: starts from bookable()",
    "FacetsView": "the public directory: starts from bookable()",
}

# Views that narrow or replace ``visible_to``'s rows themselves, each with its reason.
OWN_ROWS = {
    "OwnDoctorViewSet": "the one doctor that the caller is: owned_by(user)",
    "OwnPatientViewSet": "visible_to, and of these the caller alone",
    "DependantViewSet": "visible_to, and of these for whom the caller acts",
    "GuardianViewSet": "visible_to, and of these who acts for the caller",
    "OwnAccesses": "what the journal says of a patient whom visible_to names",
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


# Views whose readers the journal need not know.
NOT_JOURNALLED = {
    "AuditEntries",
    "AvailabilityViewSet",
    "AvailableSlotsViewSet",
    "DependantViewSet",
    "DoctorViewSet",
    "ExceptionViewSet",
    "GuardianViewSet",
    "Jobs",
    "MeViewSet",
    "Notifications",
    "OwnAccesses",
    "OwnDoctorViewSet",
    "OwnPatientViewSet",
    "OwnPreferences",
    "PictureViewSet",
    "PlanningViewSet",
    "SlotViewSet",
    "SpecialtyViewSet",
}


def test_what_is_not_journalled_is_known() -> None:
    scoped: list[Any] = [view for view in api_views() if issubclass(view, ScopedViewSet)]
    assert {view.__name__ for view in scoped if view.not_journalled} == NOT_JOURNALLED


def our_models() -> list[Any]:
    return [model for model in apps.get_models() if model.__module__.startswith("clinic.")]


def nobodies() -> list[Any]:
    """Return people who may see nothing: strangers, the unapproved, the closed, the unheard-of."""
    user = get_user_model()
    known = {"pk": 1, "role": Role.ADMIN, "is_approved": True, "is_active": True}
    return [
        AnonymousUser(),
        user(**known | {"is_approved": False, "role": Role.PATIENT}),
        user(**known | {"is_approved": False}),
        user(**known | {"is_active": False}),
        user(**known | {"role": "SOMETHING_NEW"}),
    ]


# Models of which somebody of that kind sees rows all the same, each with its reason.
SEEN = {
    "Specialty": "the public search shows them",
    "User": "their own account",
    "Doctor": "their own profile, while they wait for approval",
    "Session": "their own sign-ins",
    "Notification": "their own notifications, whatever they are",
    "Preferences": "their own choices of mails, whatever they are",
}


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_a_model_shows_nothing_unless_it_says_what(model: Any) -> None:
    seen = [
        str(viewer)
        for viewer in nobodies()
        if not model.objects.visible_to(viewer).query.is_empty()
    ]

    assert seen == [] or model.__name__ in SEEN


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_what_admins_see_is_said_in_the_model(model: Any) -> None:
    rows = type(model.objects.all())

    if model.__name__ not in SEEN and not issubclass(rows, PrivateQuerySet):
        assert issubclass(rows, ScopedQuerySet)
        assert rows.for_admin is not ScopedQuerySet.for_admin
