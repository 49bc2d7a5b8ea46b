"""Routes, relative to ``/api/``."""

from django.urls import URLPattern, URLResolver, path

from clinic.doctors.api import views

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "specialties/",
        views.SpecialtyViewSet.as_view({"get": "list", "post": "create"}),
        name="specialties",
    ),
    path(
        "specialties/<int:pk>/",
        views.SpecialtyViewSet.as_view(
            {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}
        ),
        name="specialty",
    ),
    path("doctors/", views.DoctorViewSet.as_view({"get": "list"}), name="doctors"),
    path(
        "doctors/me/",
        views.OwnDoctorViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="own-doctor",
    ),
    path("doctors/<int:pk>/", views.DoctorViewSet.as_view({"get": "retrieve"}), name="doctor"),
    path(
        "directory/doctors/<int:pk>/picture/",
        views.DoctorPictureView.as_view(),
        name="doctor-picture",
    ),
]
