"""Sign-in by username or e-mail; rights in Django's admin follow from role and approval."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from clinic.users import selectors
from clinic.users.models import User
from clinic.users.roles import Role


class UsernameOrEmailBackend(ModelBackend):
    """Takes as long for an unknown account as for a wrong password."""

    def authenticate(
        self,
        request: Any,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the active person with this name and password, else None."""
        if username is None or password is None:
            return None
        user = selectors.account_named(username)
        if user is None:
            # Hash all the same, so that the time tells nothing.
            User().set_password(password)
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Return whether this is an approved admin: roles are the only source of rights."""
        return _is_admin(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Return whether this is an approved admin."""
        return _is_admin(user_obj)


def _is_admin(user: Any) -> bool:
    return (
        isinstance(user, User) and user.is_active and user.is_approved and user.role == Role.ADMIN
    )
