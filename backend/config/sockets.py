"""WebSocket routes."""

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from django.urls import path

from clinic.notifications.consumers import CalendarConsumer, NotificationsConsumer
from config.bounds import BoundedSockets
from config.origins import KnownOrigins


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

socket_application = KnownOrigins(BoundedSockets(URLRouter(routes)))
