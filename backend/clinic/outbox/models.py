"""Events and which handler has already had which."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from clinic.common.scoping import PrivateQuerySet


class EventQuerySet(PrivateQuerySet["Event"]):
    """What has happened and is still owed to handlers."""

    def owed(self) -> Self:
        """Return what is still to be relayed; the partial index ``owed_event`` serves this."""
        return self.filter(relayed_at=None, parked_at=None)

    def due(self, now: datetime) -> Self:
        """Return what may be relayed at ``now``, oldest first; of those with one key, the first.

        The partial index ``owed_event_of_key`` serves the look at earlier ones.
        """
        earlier = Event.objects.owed().filter(key=OuterRef("key"), pk__lt=OuterRef("pk"))
        is_next = Q(key="") | ~Exists(earlier)
        return self.owed().filter(is_next, due_at__lte=now).order_by("due_at", "id")


class Event(models.Model):
    """Something that happened, recorded with the change itself. Ids only, no health data."""

    topic = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    # What it is about ("appointment:42"), where the order among its events matters.
    key = models.CharField(max_length=40, blank=True, default="", db_default="")
    recorded_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(auto_now_add=True)
    relayed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    parked_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            # Read by the relay, every few seconds.
            models.Index(
                fields=["due_at", "id"],
                name="owed_event",
                condition=Q(relayed_at=None, parked_at=None),
            ),
            # Read by the relay, to hand over an appointment's events one after the other.
            models.Index(
                fields=["key", "id"],
                name="owed_event_of_key",
                condition=Q(relayed_at=None, parked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.topic}"


class HandledQuerySet(PrivateQuerySet["Handled"]):
    """Which handlers have had an event that others must have again."""


class Handled(models.Model):
    """``handler`` has had ``event``, while another one must have it again.

    Written in the same transaction as what the handler did.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="handled")
    handler = models.CharField(max_length=80)

    objects = HandledQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="handled_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.handler}"
