"""Routes, relative to ``/api/``."""

from django.urls import URLPattern, URLResolver, path

from clinic.notifications.api.views import Notifications

urlpatterns: list[URLPattern | URLResolver] = [
    path("notifications/", Notifications.as_view({"get": "list"}), name="notifications"),
    path(
        "notifications/unread-count/",
        Notifications.as_view({"get": "unread"}),
        name="notifications-unread",
    ),
    path(
        "notifications/read-all/",
        Notifications.as_view({"post": "read_all"}),
        name="notifications-read-all",
    ),
    path(
        "notifications/<key:pk>/read/",
        Notifications.as_view({"post": "read"}),
        name="notification-read",
    ),
]
