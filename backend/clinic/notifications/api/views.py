"""``/api/notifications/`` (R4: viewing marks as read)."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.people import user_of
from clinic.common.api.views import ScopedViewSet
from clinic.notifications.api.serializers import (
    NotificationOut,
    NotificationsIn,
    PreferencesIn,
    PreferencesOut,
    UnreadOut,
)
from clinic.notifications.kinds import groups_for
from clinic.notifications.models import Notification, Preferences
from clinic.notifications.selectors import (
    notification_shape,
    notifications_of,
    preferences_of,
    unread_count,
)
from clinic.notifications.services import change_preferences, mark_read


class Notifications(ScopedViewSet[Notification]):
    """The caller's own notifications, newest first."""

    model = Notification
    not_journalled = "the caller's own"
    serializer_class = NotificationOut
    ordering = ("-id",)
    query_parameters = ("unread", "peek")

    @extend_schema(parameters=[NotificationsIn], responses=NotificationOut(many=True))
    def list(self, request: Request) -> Response:
        """Return a page; what it shows is read from now on, unless ``peek``."""
        asked = NotificationsIn(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        rows: Any = self.filter_queryset(notifications_of(user_of(request)))
        if asked.validated_data.get("unread"):
            rows = rows.unread()
        response = self.listed(rows)
        if not asked.validated_data.get("peek"):
            shown = [row["id"] for row in response.data if row["read_at"] is None]
            mark_read(reader=user_of(request), now=timezone.now(), ids=shown)
        return response

    def shaped(self, rows: Any) -> Any:
        """Word each in the caller's language."""
        return [notification_shape(row) for row in rows]

    @extend_schema(responses=UnreadOut)
    def unread(self, request: Request) -> Response:
        """Return how many are unread, without reading them."""
        return Response({"unread": unread_count(user_of(request).pk)})

    @extend_schema(request=None, responses={204: None})
    def read(self, request: Request, pk: str) -> Response:
        """Mark one as read."""
        found = self.get_queryset().get(pk=pk)
        mark_read(reader=user_of(request), now=timezone.now(), ids=[found.pk])
        return Response(status=204)

    @extend_schema(request=None, responses={204: None})
    def read_all(self, request: Request) -> Response:
        """Mark all as read."""
        mark_read(reader=user_of(request), now=timezone.now())
        return Response(status=204)


class OwnPreferences(ScopedViewSet[Preferences]):
    """``/api/notifications/preferences/``: what the caller is mailed."""

    model = Preferences
    not_journalled = "one's own"

    @extend_schema(responses=PreferencesOut)
    def retrieve(self, request: Request) -> Response:
        """Return what the caller has chosen, or what is usual."""
        return self._shown(preferences_of(user_of(request)))

    @extend_schema(request=PreferencesIn, responses=PreferencesOut)
    def partial_update(self, request: Request) -> Response:
        """Change what is sent, and leave the rest."""
        asked = PreferencesIn(data=request.data)
        asked.is_valid(raise_exception=True)
        quiet = dict(asked.validated_data)
        choices = {one["group"]: one["is_wanted"] for one in quiet.pop("mails", [])}
        changed = change_preferences(
            user=user_of(request), choices=choices, quiet=quiet, now=timezone.now()
        )
        return self._shown(changed)

    def _shown(self, preferences: Preferences) -> Response:
        mails = [
            {
                "group": group.name,
                "title": group.title,
                "is_wanted": preferences.choices.get(group.name, group.is_wanted),
            }
            for group in groups_for(user_of(self.request).role)
        ]
        shown = {
            "mails": mails,
            "quiet_from": preferences.quiet_from,
            "quiet_until": preferences.quiet_until,
        }
        return Response(PreferencesOut(shown).data)
