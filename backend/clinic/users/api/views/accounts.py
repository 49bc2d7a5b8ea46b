"""Registration, one's own account, and accounts in an admin's hands (R3 §1; R4 "Users")."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.parsers import BoundedJSONParser, UploadParser
from clinic.common.api.people import user_of
from clinic.common.api.permissions import IsApproved, IsSignedIn, only
from clinic.common.api.throttles import ByAccount, ByAddress
from clinic.common.api.views import ConditionalMixin, ScopedViewSet
from clinic.users import selectors
from clinic.users.api.filters import UserFilter
from clinic.users.api.serializers import (
    FACTS,
    ManagedAccount,
    OwnAccount,
    OwnAccountOut,
    RegisterIn,
    UserMessageOut,
    UserOut,
)
from clinic.users.api.views.sessions import PublicView
from clinic.users.models import User
from clinic.users.roles import Role
from clinic.users.services import accounts, pictures, registering

# Inside a view set, ``list`` is the action.
Throttles = list[Any]
Permissions = list[BasePermission]


class PicturesByAccount(ByAccount):
    """Counts new pictures, as their own view does."""

    scope_attr = "picture_scope"


def register(request: Request) -> Response:
    """Create the account that the body describes."""
    asked = RegisterIn(data=request.data)
    asked.is_valid(raise_exception=True)
    sent = asked.validated_data
    user = registering.register_account(
        email=sent["email"],
        password=sent["password"],
        role=sent["role"],
        username=sent.get("username", ""),
        bio=sent.get("bio", ""),
        language=sent.get("language") or (get_language() or "fr")[:2],
        particulars=asked.particulars(),
        now=timezone.now(),
    )
    message = _("User created successfully")
    return Response({"message": message, "user": UserOut(user).data}, status=201)


class RegisterView(PublicView):
    """R3 §1.1."""

    throttle_classes = [ByAddress, ByAccount]
    throttle_scope = "register"

    @extend_schema(request=RegisterIn, responses={201: UserMessageOut})
    def post(self, request: Request) -> Response:
        """Register; patients may go on at once, others wait for an admin."""
        return register(request)


class AccountScope(ConditionalMixin, ScopedViewSet[User]):
    """Accounts that the caller may see, with their profiles."""

    model = User

    def get_queryset(self) -> QuerySet[User]:
        """Read the profile with the account."""
        return selectors.with_profiles(super().get_queryset())


@extend_schema_view(
    list=extend_schema(responses=UserOut(many=True)),
    retrieve=extend_schema(responses=UserOut),
    partial_update=extend_schema(request=ManagedAccount, responses=UserOut),
)
class UserViewSet(AccountScope):
    """R4 ``/api/users/``: an admin lists and manages; anyone registers."""

    serializer_class = ManagedAccount
    filterset_class = UserFilter
    ordering = ("-id",)
    throttle_scope = "register"

    def get_permissions(self) -> Permissions:
        """Let anyone register, and only admins do the rest."""
        return [AllowAny()] if self.action == "create" else [only(Role.ADMIN)()]

    def get_throttles(self) -> Throttles:
        """Count registrations."""
        return [ByAddress(), ByAccount()] if self.action == "create" else []

    def list(self, request: Request) -> Response:
        """List accounts, the newest first."""
        return self.listed(self.filter_queryset(self.get_queryset()))

    @extend_schema(request=RegisterIn, responses={201: UserMessageOut})
    def create(self, request: Request) -> Response:
        """Register, as ``/api/users/register/`` does."""
        return register(request)

    def perform_update(self, serializer: Any) -> Any:
        """Change what an admin may change."""
        accounts.manage_account(
            account=serializer.instance,
            changes=serializer.validated_data,
            by=user_of(self.request),
            now=timezone.now(),
        )

    @extend_schema(request=None, responses=UserMessageOut)
    def approve(self, request: Request, pk: str) -> Response:
        """Approve somebody who registered (R3 §1.3)."""
        user = accounts.approve_account(account_id=self.get_object().pk, now=timezone.now())
        return Response({"message": _("User approved successfully"), "user": UserOut(user).data})


@extend_schema_view(
    retrieve=extend_schema(responses=OwnAccountOut),
    partial_update=extend_schema(
        request={"application/json": OwnAccount, "multipart/form-data": OwnAccount},
        responses=OwnAccountOut,
    ),
)
class MeViewSet(AccountScope):
    """One's own account; who waits for approval may read it."""

    serializer_class = OwnAccount
    parser_classes = [BoundedJSONParser, UploadParser]
    throttle_scope = "rename"
    picture_scope = "picture"
    not_journalled = "the caller's own account"

    def get_permissions(self) -> Permissions:
        """Let people who wait for approval read."""
        return [IsSignedIn()] if self.action == "retrieve" else [IsApproved()]

    def get_throttles(self) -> Throttles:
        """Count other user names that are tried, as the answer tells who has one; and pictures."""
        body = self.request.data
        own = user_of(self.request).username
        is_try = isinstance(body, dict) and body.get("username", own) != own
        tries: Throttles = [ByAddress(), ByAccount()] if is_try else []
        return [*tries, PicturesByAccount()] if self.request.FILES else tries

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Name the row: the caller's own."""
        super().initial(request, *args, **kwargs)
        self.kwargs["pk"] = request.user.pk

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change what is sent; a new picture is made small before any row is locked."""
        upload = request.FILES.get("profile_picture")
        self.portrait = None
        if isinstance(upload, UploadedFile):
            self.portrait = pictures.portrait_of(upload, field="profile_picture")
        return super().partial_update(request, *args, **kwargs)

    def perform_update(self, serializer: Any) -> Any:
        """Change what a person may change of themself."""
        user, sent = serializer.instance, serializer.validated_data
        accounts.change_own_account(user=user, changes=sent)
        facts = {name: sent[name] for name in FACTS if name in sent}
        accounts.change_own_facts(user=user, facts=facts, today=timezone.localdate())
        if self.portrait is not None:
            changed = pictures.keep_portrait(user=user, portrait=self.portrait, now=timezone.now())
            user.portrait = changed.portrait
        elif "profile_picture" in sent:
            user.portrait = pictures.remove_picture(user=user).portrait
