"""One log line a request: its method and path, without what was asked or which secret it holds."""

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware


class QuietRequestMiddleware(RequestMiddleware):
    """Names a request by its path alone: queries hold names and illnesses."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Return the method with the path, in which words stand under their route's name.

        A path that leads nowhere is not named: anything may stand in it.
        """
        match = request.resolver_match
        if match is None:
            return f"{request.method} (unknown path)"
        path = request.path
        for name, value in match.kwargs.items():
            if not str(value).isdigit():
                path = path.replace(str(value), f"<{name}>")
        return f"{request.method} {path}"
