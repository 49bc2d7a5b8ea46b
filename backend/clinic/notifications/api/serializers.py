"""Shapes of notifications."""

from typing import Any

from rest_framework import serializers

from clinic.common.api.fields import BoundedListField
from clinic.common.api.moments import ClockField


class NotificationOut(serializers.Serializer[Any]):
    """One notification, worded in the caller's language."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    link = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class GroupOut(serializers.Serializer[Any]):
    """Mails that one wants or not, all together; named in the caller's language."""

    group = serializers.CharField()
    title = serializers.CharField()
    is_wanted = serializers.BooleanField()


class PreferencesOut(serializers.Serializer[Any]):
    """What one is mailed, and in which hours not; equal hours are none."""

    mails = GroupOut(many=True)
    quiet_from = ClockField()
    quiet_until = ClockField()


class ChoiceIn(serializers.Serializer[Any]):
    """Whether mails of a group are wanted."""

    group = serializers.CharField(max_length=40)
    is_wanted = serializers.BooleanField()


class PreferencesIn(serializers.Serializer[Any]):
    """What to change; the rest stays."""

    mails = BoundedListField(child=ChoiceIn(), required=False, max_length=20)
    quiet_from = ClockField(required=False)
    quiet_until = ClockField(required=False)


class UnreadOut(serializers.Serializer[Any]):
    """How many are unread."""

    unread = serializers.IntegerField()


class NotificationsIn(serializers.Serializer[Any]):
    """What to list."""

    unread = serializers.BooleanField(required=False, help_text="Only unread ones.")
    peek = serializers.BooleanField(required=False, help_text="Do not mark as read.")
