"""Deliveries: one row for each thing that is to reach somebody outside."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.common.scoping import PrivateQuerySet
from clinic.deliveries.lifecycle import UNFINISHED, UNSENT, State


class DeliveryQuerySet(PrivateQuerySet["Delivery"]):
    """What is owed to people outside, and what became of it."""

    def unfinished(self) -> Self:
        """Return what is owed or being sent."""
        return self.filter(state__in=UNFINISHED)

    def due(self, now: datetime) -> Self:
        """Return what may be claimed at ``now``: owed, or claimed by somebody who never came back.

        The partial index ``unfinished_delivery`` serves this, oldest first.
        """
        given_up = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.unfinished().filter(given_up, not_before__lte=now).order_by("not_before", "id")

    def unsent(self) -> Self:
        """Return what was refused or given up."""
        return self.filter(state__in=UNSENT)


class Delivery(models.Model):
    """Something owed to somebody, by one channel.

    ``about`` holds ids alone. The address is looked up and the text is made when it is sent, so
    neither an address, nor a token, nor a word of anybody's health lies here.
    """

    recipient_kind = models.CharField(_("recipient"), max_length=20)
    recipient_id = models.BigIntegerField(_("recipient's number"))
    channel = models.CharField(_("channel"), max_length=10)
    template = models.CharField(_("template"), max_length=60)
    about = models.JSONField(_("about"), default=dict)
    # What it is about, by which it is cancelled: "appointment:42".
    subject = models.CharField(_("subject"), max_length=60, blank=True)
    # Never two with the same, for as long as the row is kept (90 days).
    dedupe_key = models.CharField(_("key"), max_length=160, unique=True)
    not_before = models.DateTimeField(_("not before"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OWED)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # What the other side, or the message itself, calls it: a mail's Message-ID.
    provider_id = models.CharField(_("provider's name for it"), max_length=200, blank=True)
    error = models.CharField(_("last error"), max_length=200, blank=True)
    owed_at = models.DateTimeField(_("owed since"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            # Read by the sender, every few seconds.
            models.Index(
                fields=["not_before", "id"],
                name="unfinished_delivery",
                condition=Q(state__in=["owed", "claimed"]),
            ),
            # Read when what it is about changes, and to see whether there is something newer.
            models.Index(fields=["subject"], name="delivery_by_subject"),
            # Read by the nightly clean-up.
            models.Index(
                fields=["finished_at"],
                name="finished_delivery",
                condition=Q(finished_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="delivery_state"),
            models.CheckConstraint(
                condition=Q(state="claimed", claimed_until__isnull=False)
                | ~Q(state="claimed") & Q(claimed_until=None),
                name="delivery_claim_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.template}"
