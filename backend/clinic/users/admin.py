"""Accounts and their sessions in Django's admin; every write goes through the services."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from clinic.common import errors
from clinic.common.admin import ReadOnlyAdmin
from clinic.users.models import Session, User
from clinic.users.phones import e164
from clinic.users.services import accounts, sessions

# Rights follow from the role; groups would promise something else.
admin.site.unregister(Group)

if TYPE_CHECKING:
    UserModelForm = ModelForm[User]
else:
    UserModelForm = ModelForm


class AccountForm(UserModelForm):
    """Shows the service's refusals beside their fields."""

    def clean_phone(self) -> str:
        """Check the number as the service does."""
        try:
            return e164(self.cleaned_data["phone"])
        except errors.Invalid as error:
            raise ValidationError((error.details or {})["phone"]) from None


@admin.register(User)
class UserAdmin(ModelAdmin):
    """Approve, close and reopen accounts. People register themselves."""

    form = AccountForm
    list_display = ["username", "email", "role", "is_approved", "is_active", "date_joined"]
    list_filter = ["role", "is_approved", "is_active"]
    list_per_page = 50
    search_fields = ["username", "email"]
    ordering = ["-id"]
    actions = ["approve_accounts", "end_sessions"]
    fields = [
        "username",
        "email",
        "role",
        "is_approved",
        "is_staff",
        "is_active",
        "phone",
        "language",
        "email_verified_at",
        "last_login",
        "date_joined",
    ]
    readonly_fields = [name for name in fields if name not in accounts.MANAGED_FIELDS]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: an account comes with a profile, which registration makes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: accounts are closed, so that history keeps its people."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep people from closing the account they are using."""
        own = obj is not None and obj.pk == request.user.pk
        return [*self.readonly_fields, "is_active"] if own else self.readonly_fields

    def save_model(
        self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: Any
    ) -> None:
        """Change the account as the API does."""
        accounts.manage_account(
            account=User.objects.get(pk=obj.pk),
            changes={name: form.cleaned_data[name] for name in form.changed_data},
            by=request.user,  # type: ignore[arg-type]  # nobody else reaches the admin
            now=timezone.now(),
        )

    @admin.action(description=_("Approve the chosen accounts"))
    def approve_accounts(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """Let in those who wait; the others are left as they are."""
        waiting = list(chosen.filter(is_approved=False))
        for account in waiting:
            accounts.approve_account(account_id=account.pk, now=timezone.now())
        text = ngettext("%(n)s account approved.", "%(n)s accounts approved.", len(waiting))
        messages.success(request, text % {"n": len(waiting)})

    @admin.action(description=_("Sign the chosen people out everywhere"))
    def end_sessions(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """End each person's sessions."""
        now = timezone.now()
        ended = sum(sessions.end_sessions_of(user=user, now=now) for user in chosen)
        text = ngettext("%(n)s session ended.", "%(n)s sessions ended.", ended)
        messages.success(request, text % {"n": ended})


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    """Who is signed in, and since when; read only."""

    list_display = ["user", "user_agent", "started_at", "rotated_at", "expires_at", "revoked_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__email"]
    ordering = ["-started_at"]
    fields = ["user", "user_agent", "started_at", "rotated_at", "expires_at", "revoked_at"]
    readonly_fields = fields
