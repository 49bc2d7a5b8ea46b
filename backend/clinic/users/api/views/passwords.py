"""Passwords and proof of the e-mail address."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clinic.common.api.people import user_of
from clinic.common.api.permissions import IsApproved, IsSignedIn
from clinic.common.api.throttles import ByAccount, ByAddress
from clinic.users.api import lockout
from clinic.users.api.serializers import EmailIn, LinkIn, MessageOut, NewPasswordIn, PasswordIn
from clinic.users.api.views.sessions import PublicView
from clinic.users.services import passwords, verifying


class PasswordView(APIView):
    """Changes one's own password."""

    permission_classes = [IsApproved]
    throttle_classes = [ByAccount]
    throttle_scope = "login"

    @extend_schema(request=PasswordIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Change the password; other sessions end."""
        asked = PasswordIn(data=request.data)
        asked.is_valid(raise_exception=True)
        user, sent = user_of(request), asked.validated_data
        lockout.require_own_password(
            request, user, password=sent["current_password"], field="current_password"
        )
        claims: Any = request.auth
        passwords.change_password(
            user=user,
            new_password=sent["new_password"],
            session_id=claims.get("sid"),
            now=timezone.now(),
        )
        return Response(status=204)


class PasswordResetView(PublicView):
    """Mails a link that sets a new password."""

    throttle_classes = [ByAddress]
    throttle_scope = "mail"

    @extend_schema(request=EmailIn, responses={202: MessageOut})
    def post(self, request: Request) -> Response:
        """Ask for the link; the answer is the same for an unknown address."""
        asked = EmailIn(data=request.data)
        asked.is_valid(raise_exception=True)
        # Beyond the account's rate nothing more is mailed: a refusal would be a stranger's weapon.
        if ByAccount().allow_request(request, self):
            email = asked.validated_data["email"]
            passwords.ask_password_reset(email=email, now=timezone.now())
        message = _("If there is an account with this e-mail, a link is on its way.")
        return Response({"message": message}, status=202)


class PasswordResetConfirmView(PublicView):
    """Sets a new password by the mailed link."""

    throttle_classes = [ByAddress]
    throttle_scope = "login"

    @extend_schema(request=NewPasswordIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Set the password; all sessions end, and a lockout with them."""
        asked = NewPasswordIn(data=request.data)
        asked.is_valid(raise_exception=True)
        user = passwords.reset_password(now=timezone.now(), **asked.validated_data)
        lockout.forget_failures(user)
        return Response(status=204)


class VerifyEmailView(PublicView):
    """Proves an address by the mailed link."""

    throttle_classes = [ByAddress]
    throttle_scope = "login"

    @extend_schema(request=LinkIn, responses=MessageOut)
    def post(self, request: Request) -> Response:
        """Prove the address."""
        asked = LinkIn(data=request.data)
        asked.is_valid(raise_exception=True)
        verifying.verify_email(now=timezone.now(), **asked.validated_data)
        return Response({"message": _("Your e-mail is confirmed.")})


class VerifyEmailResendView(APIView):
    """Mails the link again; also to people who wait for approval."""

    permission_classes = [IsSignedIn]
    throttle_classes = [ByAccount]
    throttle_scope = "mail"

    @extend_schema(request=None, responses={202: MessageOut})
    def post(self, request: Request) -> Response:
        """Ask for the link."""
        verifying.ask_verification(user=user_of(request), now=timezone.now())
        return Response({"message": _("A link is on its way.")}, status=202)
