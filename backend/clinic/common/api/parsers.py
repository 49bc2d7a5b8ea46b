"""Bodies, however hostile."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser, MultiPartParser

from clinic.common.errors import Invalid


class UnreadableUpload(Invalid):
    """A form that no browser sends, or a name of a file that is longer than is read."""

    sentence = gettext_lazy(
        "The upload could not be read. Give the file a shorter name, then send it again."
    )


class BoundedJSONParser(JSONParser):
    """A body nested deeper than Python reads is malformed, not a server error."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Return the body's data. Raises ParseError."""
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(_("The body of the request is not valid JSON.")) from None


class UploadParser(MultiPartParser):
    """A form with files; what cannot be read of it is said in words."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Return the form's data and files. Raises :class:`UnreadableUpload`."""
        try:
            return super().parse(stream, media_type, parser_context)
        except ParseError:
            raise UnreadableUpload from None
