"""ASGI: WebSockets always, and HTTP too where one process serves both."""

import os

import django
from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        # By name: consumers import models, which exist only after the set-up above.
        "websocket": import_string("config.sockets.socket_application"),
    }
)
