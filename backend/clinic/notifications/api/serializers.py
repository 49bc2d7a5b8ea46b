"""Shapes of notifications."""

from typing import Any

from rest_framework import serializers


class NotificationOut(serializers.Serializer[Any]):
    """One notification, worded in the caller's language."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    link = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class UnreadOut(serializers.Serializer[Any]):
    """How many are unread."""

    unread = serializers.IntegerField()


class NotificationsIn(serializers.Serializer[Any]):
    """What to list."""

    unread = serializers.BooleanField(required=False, help_text="Only unread ones.")
    peek = serializers.BooleanField(required=False, help_text="Do not mark as read.")
