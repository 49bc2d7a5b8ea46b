"""Routes, relative to ``/api/``."""

from django.urls import URLPattern, URLResolver, path, register_converter

from clinic.care.api.views import CareRelations, Emergencies
from clinic.common.api.routes import Key

register_converter(Key, "relation")

urlpatterns: list[URLPattern | URLResolver] = [
    path("care/relations/", CareRelations.as_view({"get": "list"}), name="care-relations"),
    path(
        "care/relations/<relation:pk>/end/", CareRelations.as_view({"post": "end"}), name="care-end"
    ),
    path("care/emergency/", Emergencies.as_view({"post": "create"}), name="care-emergency"),
]
