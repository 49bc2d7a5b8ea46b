"""Routes, relative to ``/api/``."""

from django.urls import URLPattern, URLResolver, path

from clinic.notifications.api.views import Notifications, OwnPreferences

urlpatterns: list[URLPattern | URLResolver] = [
    path("notifications/", Notifications.as_view({"get": "list"}), name="notifications"),
    path(
        "notifications/preferences/",
        OwnPreferences.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="notifications-preferences",
    ),
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
