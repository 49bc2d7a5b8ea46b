"""In-app notifications (R4), and what people want to be mailed."""

from datetime import time
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.users.models import User


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications: everybody their own."""

    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Return the viewer's own, whatever their role."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        return self.filter(recipient=viewer)

    def unread(self) -> Self:
        """Return those not read yet; the partial index ``unread_notification`` serves this."""
        return self.filter(read_at=None)


class Notification(models.Model):
    """Something that one person is told. The text is made from ``kind`` and ``data`` when read,
    in the reader's language."""

    recipient = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="notifications",
        # The index by recipient and id serves.
        db_index=False,
    )
    kind = models.CharField(_("kind"), max_length=40)
    data = models.JSONField(default=dict)
    link = models.CharField(_("link"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("sent at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    # The outbox event that it came from: a repeated relay makes no second one.
    event_id = models.BigIntegerField()

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_by_recipient"),
            models.Index(
                fields=["recipient"], name="unread_notification", condition=Q(read_at=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "event_id", "kind"], name="told_once_per_event"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.kind}"


def nine_in_the_evening() -> time:
    """Return when quiet hours begin unless somebody says otherwise."""
    return time(21)


def seven_in_the_morning() -> time:
    """Return when quiet hours end unless somebody says otherwise."""
    return time(7)


class PreferencesQuerySet(models.QuerySet["Preferences"]):
    """What people want to be told, and when not to be disturbed: everybody their own."""

    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Return the viewer's own, whatever their role."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        return self.filter(user=viewer)


class Preferences(models.Model):
    """What somebody wants to be mailed, and when not; without a row everything is as usual."""

    user = models.OneToOneField(
        User,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="mail_preferences",
        primary_key=True,
    )
    # Name of a group to whether its mails are wanted.
    choices = models.JSONField(_("choices"), default=dict)
    # By the person's own clock; equal ones are no quiet hours.
    quiet_from = models.TimeField(_("quiet from"), default=nine_in_the_evening)
    quiet_until = models.TimeField(_("quiet until"), default=seven_in_the_morning)

    objects = PreferencesQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail preferences")
        verbose_name_plural = _("mail preferences")

    def __str__(self) -> str:
        return str(self.user_id)
