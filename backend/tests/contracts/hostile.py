"""Hostile text for every field that the OpenAPI document names, found from the document itself.

A new endpoint is tried without anybody thinking of it: each operation is asked with a body that its
schema describes, of which one field is hostile, then with one hostile query or path parameter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote

from drf_spectacular.generators import SchemaGenerator

NUL: Final = "a\x00b"
# U+D800, half of a pair: JSON may carry it, UTF-8 and so PostgreSQL may not. Not written as a
# literal, which the type checker could not store either.
HALF_PAIR: Final = b"a\xed\xa0\x80b".decode(errors="surrogatepass")
MEGABYTE: Final = 1_000_000
# What people would send, so that a refusal is of the one hostile field and not of another.
SAMPLES: Final[dict[str, Any]] = {
    "email": "somebody@example.org",
    "date": "2026-12-01",
    "date-time": "2026-12-01T10:00:00Z",
    "time": "10:00",
    "decimal": "10.00",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "uri": "https://example.org/",
    "integer": 1,
    "number": 1,
    "boolean": True,
    "string": "12",
    "object": {},
}

Schema = dict[str, Any]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Operation:
    """One method of one path: the fields of its body, and its parameters, with their schemas."""

    method: str
    path: str
    body: Any = None
    fields: dict[Path, Schema] = field(default_factory=dict)
    query: dict[str, Schema] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How a report names it."""
        return f"{self.method} {self.path}"

    def with_field(self, path: Path, value: Any) -> "Operation":
        """Return the same operation with another value in one place of its body."""
        return replace(self, body=_replaced(self.body, path, value))


def operations() -> list[Operation]:
    """Return every operation of the document."""
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # it has no types
    components = document["components"]["schemas"]
    found = []
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            schema = _json_body(described, components)
            found.append(
                Operation(
                    method=method.upper(),
                    path=path,
                    body=None if schema is None else sample(schema, components),
                    fields={} if schema is None else dict(fields_of(schema, components)),
                    query={
                        one["name"]: _resolved(one["schema"], components)
                        for one in described.get("parameters", [])
                        if one["in"] == "query"
                    },
                )
            )
    return found


def kind_of(schema: Schema) -> str:
    """Return what a field holds, as its format or type names it."""
    if "enum" in schema:
        return "enum"
    kind = schema.get("type", "string")
    if isinstance(kind, list):
        kind = next(one for one in kind if one != "null")
    return str(schema.get("format") or kind)


def is_text(schema: Schema) -> bool:
    """Return whether JSON writes the field as text."""
    kind = schema.get("type", "string")
    return "string" in kind if isinstance(kind, list) else kind == "string"


def megabyte_for(kind: str) -> list[Any]:
    """Return values of a megabyte that a field of this kind may be sent."""
    digits = "9" * MEGABYTE
    values: dict[str, list[Any]] = {
        "integer": [digits],
        "number": [digits],
        "decimal": [digits, f"1.{digits}"],
        "array": [["a"] * (MEGABYTE // 4), ["a" * MEGABYTE]],
        "object": [{"a": "a" * MEGABYTE}, {"a" * MEGABYTE: 1}],
    }
    return values.get(kind, ["a" * MEGABYTE, digits])


def as_query(name: str, text: str) -> str:
    """Return a query string with one parameter, whatever its text is made of."""
    return f"{name}={quote(text.encode(errors='surrogatepass'))}"


def sample(schema: Schema, components: Schema) -> Any:
    """Return a value that the schema describes."""
    schema = _resolved(schema, components)
    if schema.get("enum"):
        return schema["enum"][0]
    kind = kind_of(schema)
    if kind == "array":
        return [sample(schema["items"], components)]
    if "properties" in schema:
        return {
            name: sample(inner, components)
            for name, inner in schema["properties"].items()
            if not _resolved(inner, components).get("readOnly")
        }
    return SAMPLES.get(kind, SAMPLES["string"])


def fields_of(schema: Schema, components: Schema, at: Path = ()) -> Iterator[tuple[Path, Schema]]:
    """Yield every field below ``schema``, at whatever depth, with the way that leads to it."""
    schema = _resolved(schema, components)
    if at:
        yield at, schema
    if kind_of(schema) == "array":
        yield from fields_of(schema["items"], components, (*at, 0))
    for name, inner in schema.get("properties", {}).items():
        if not _resolved(inner, components).get("readOnly"):
            yield from fields_of(inner, components, (*at, name))


def _json_body(described: Schema, components: Schema) -> Schema | None:
    content = described.get("requestBody", {}).get("content", {}).get("application/json")
    return None if content is None else _resolved(content["schema"], components)


def _resolved(schema: Schema, components: Schema) -> Schema:
    """Follow references, and choose the first of alternatives that says something."""
    if "$ref" in schema:
        return _resolved(components[schema["$ref"].rpartition("/")[2]], components)
    for several in ("oneOf", "anyOf", "allOf"):
        for one in schema.get(several, []):
            chosen = _resolved(one, components)
            if chosen.get("type") != "null" and chosen.get("enum") not in ([""], [None]):
                return chosen
    return schema


def _replaced(body: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    first, *rest = path
    if isinstance(body, list):
        return [_replaced(body[0], tuple(rest), value)]
    return {**body, first: _replaced(body.get(first), tuple(rest), value)}
