"""Filters of the list of accounts."""

import django_filters
from django.db.models import Q, QuerySet

from clinic.common.text import search_key
from clinic.users.models import User
from clinic.users.roles import Role


class UserFilter(django_filters.FilterSet):
    """``role``, ``is_approved``, ``is_active`` and ``q`` (words of a name, username or e-mail)."""

    role = django_filters.ChoiceFilter(choices=Role.choices)
    is_approved = django_filters.BooleanFilter()
    is_active = django_filters.BooleanFilter()
    q = django_filters.CharFilter(method="search", max_length=100)

    class Meta:
        model = User
        fields = ["role", "is_approved", "is_active"]

    def search(self, accounts: QuerySet[User], _name: str, text: str) -> QuerySet[User]:
        """Keep the accounts in whose username, e-mail or name every word is found."""
        for word in text.split():
            accounts = accounts.filter(
                Q(username__icontains=word)
                | Q(email__icontains=word)
                | Q(doctor__search_text__contains=search_key(word))
                | Q(patient__search_text__contains=search_key(word))
            )
        return accounts
