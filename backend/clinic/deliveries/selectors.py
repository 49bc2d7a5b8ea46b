"""Reads of deliveries, for those who word them."""

from clinic.deliveries.lifecycle import State
from clinic.deliveries.models import Delivery


def is_superseded(delivery: Delivery) -> bool:
    """Return whether something newer about the same subject is on its way to the same person, or
    has reached them already."""
    newer = Delivery.objects.filter(
        subject=delivery.subject,
        recipient_kind=delivery.recipient_kind,
        recipient_id=delivery.recipient_id,
        channel=delivery.channel,
        pk__gt=delivery.pk,
    )
    return newer.exclude(state=State.CANCELLED).exists()
