"""The topic that this app announces, to itself: a notification is stored and can be shown live."""

from typing import Final

# The payload names the notification by "notification_id".
STORED: Final = "notification.stored"
