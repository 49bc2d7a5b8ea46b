"""OpenAPI: what drf-spectacular cannot see by itself."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import Direction


def only_unpinned_paths(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Describe each resource once: ``/api/v1/`` answers exactly as ``/api/`` does."""
    return [endpoint for endpoint in endpoints if not endpoint[0].startswith("/api/v1/")]


ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["error", "detail", "code"],
    "properties": {
        "error": {"type": "string"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "details": {"type": "object", "additionalProperties": True},
    },
}


class CreneauSchema(AutoSchema):
    """Adds the one error shape to every operation, and names requests after what is asked for."""

    def get_serializer_name(self, serializer: Any, direction: Direction) -> str:
        """Return the name without our suffix in requests, to which "Request" is added."""
        name: str = super().get_serializer_name(serializer, direction)
        return name.removesuffix("In").removesuffix("Out") if direction == "request" else name

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        """Describe the operation and the errors that any operation may answer."""
        operation = super().get_operation(*args, **kwargs)
        if operation is not None:
            self.registry.register_on_missing(_error_component())
            operation["responses"].setdefault(
                "default",
                {
                    "description": "Error",
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Error"}}
                    },
                },
            )
        return operation


def _error_component() -> ResolvedComponent:
    return ResolvedComponent(  # type: ignore[no-untyped-call]  # its constructor has no types
        name="Error", type=ResolvedComponent.SCHEMA, schema=ERROR_SCHEMA, object="Error"
    )
