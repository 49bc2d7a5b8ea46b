"""Filters of the list of accounts."""

import django_filters
from django.db.models import Q, QuerySet

from clinic.users.models import User
from clinic.users.roles import Role


class UserFilter(django_filters.FilterSet):
    """``role``, ``is_approved``, ``is_active`` and ``q`` (part of username or e-mail)."""

    role = django_filters.ChoiceFilter(choices=Role.choices)
    is_approved = django_filters.BooleanFilter()
    is_active = django_filters.BooleanFilter()
    q = django_filters.CharFilter(method="search", max_length=100)

    class Meta:
        model = User
        fields = ["role", "is_approved", "is_active"]

    def search(self, accounts: QuerySet[User], _name: str, text: str) -> QuerySet[User]:
        """Keep the accounts whose username or e-mail has ``text`` in it."""
        return accounts.filter(Q(username__icontains=text) | Q(email__icontains=text))
