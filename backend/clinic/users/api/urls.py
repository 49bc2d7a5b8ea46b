"""Routes, relative to ``/api/``."""

from django.urls import URLPattern, URLResolver, path

from clinic.users.api.views import accounts, passwords, pictures, sessions

urlpatterns: list[URLPattern | URLResolver] = [
    path("token/", sessions.TokenView.as_view(), name="token"),
    path("token/refresh/", sessions.RefreshView.as_view(), name="token-refresh"),
    path("users/login/", sessions.LoginView.as_view(), name="login"),
    path("users/logout/", sessions.LogoutView.as_view(), name="logout"),
    path("users/register/", accounts.RegisterView.as_view(), name="register"),
    path(
        "users/",
        accounts.UserViewSet.as_view({"get": "list", "post": "create"}),
        name="users",
    ),
    path(
        "users/me/",
        accounts.MeViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="me",
    ),
    path(
        "users/me/picture/",
        pictures.PictureViewSet.as_view({"get": "retrieve", "put": "update", "delete": "destroy"}),
        name="own-picture",
    ),
    path("users/me/password/", passwords.PasswordView.as_view(), name="password"),
    path("users/password-reset/", passwords.PasswordResetView.as_view(), name="password-reset"),
    path(
        "users/password-reset/confirm/",
        passwords.PasswordResetConfirmView.as_view(),
        name="password-reset-confirm",
    ),
    path("users/verify-email/", passwords.VerifyEmailView.as_view(), name="verify-email"),
    path(
        "users/verify-email/resend/",
        passwords.VerifyEmailResendView.as_view(),
        name="verify-email-resend",
    ),
    path(
        "users/approve/<int:pk>/",
        accounts.UserViewSet.as_view({"post": "approve"}),
        name="approve-user",
    ),
    path(
        "users/<int:pk>/",
        accounts.UserViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="user",
    ),
    path(
        "users/<int:pk>/picture/",
        pictures.PictureViewSet.as_view({"get": "retrieve"}),
        name="user-picture",
    ),
]
