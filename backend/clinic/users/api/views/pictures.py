"""People's pictures, sent only through these views."""

from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.negotiation import AnyAccept
from clinic.common.api.parsers import UploadParser
from clinic.common.api.throttles import ByAccount
from clinic.common.api.views import ScopedViewSet
from clinic.files.api.answers import respond, while_named
from clinic.users.api.serializers import PictureIn, UserOut
from clinic.users.models import User
from clinic.users.services import pictures

IMAGE = {(200, "image/jpeg"): OpenApiTypes.BINARY, (200, "image/webp"): OpenApiTypes.BINARY}
MARK = OpenApiParameter("v", str, description="Changes with the picture; lets it be kept.")


class PictureViewSet(ScopedViewSet[User]):
    """``/api/users/me/picture/`` and ``/api/users/{id}/picture/``."""

    model = User
    serializer_class = UserOut
    not_journalled = "a face stands beside its name, whose reading is journalled"
    parser_classes = [UploadParser]
    content_negotiation_class = AnyAccept
    query_parameters = ("v",)
    throttle_scope = "picture"

    def get_throttles(self) -> list[Any]:
        """Count new pictures: each takes a moment of a whole core."""
        return [ByAccount()] if self.action == "update" else []

    def get_object(self) -> User:
        """Return the account that the path names: by id, or the caller's own."""
        self.kwargs.setdefault("pk", self.request.user.pk)
        return super().get_object()

    @extend_schema(responses=IMAGE, parameters=[MARK])
    def retrieve(self, request: Request, pk: str | None = None) -> HttpResponseBase:
        """Send the picture."""
        portrait = self.get_object().portrait
        cache = while_named(request, portrait, is_public=False)
        return respond(request, portrait, inline=True, cache=cache)

    @extend_schema(request={"multipart/form-data": PictureIn}, responses=UserOut)
    def update(self, request: Request) -> Response:
        """Replace one's own picture: JPEG, PNG or WebP, at most 10 MiB."""
        sent = PictureIn(data=request.data)
        sent.is_valid(raise_exception=True)
        user = pictures.store_picture(
            user=self.get_object(), upload=sent.validated_data["file"], now=timezone.now()
        )
        return Response(UserOut(user).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request) -> Response:
        """Remove one's own picture."""
        pictures.remove_picture(user=self.get_object())
        return Response(status=204)
