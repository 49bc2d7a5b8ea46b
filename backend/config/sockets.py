"""WebSocket routes."""

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import path

from clinic.notifications.consumers import CalendarConsumer, NotificationsConsumer


class NoSuchSocket(AsyncWebsocketConsumer):
    """Any other path is refused instead of being a fault."""

    async def connect(self) -> None:
        """Refuse."""
        await self.close()


CONSUMERS: dict[str, type[AsyncWebsocketConsumer]] = {
    "ws/notifications/": NotificationsConsumer,
    "ws/calendar/": CalendarConsumer,
    "<path:rest>": NoSuchSocket,
}

routes: list[Any] = [
    path(route, consumer.as_asgi())  # type: ignore[arg-type]  # typed for HTTP views only
    for route, consumer in CONSUMERS.items()
]

# A browser's page of another site must not read along with a token that it has got hold of.
socket_application = AllowedHostsOriginValidator(URLRouter(routes))
