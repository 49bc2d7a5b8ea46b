"""Path converters."""


class Key:
    """A row's id: digits that fit a database key, so that a longer number is a plain 404."""

    regex = r"[0-9]{1,18}"

    def to_python(self, value: str) -> str:
        """Return the digits."""
        return value

    def to_url(self, value: object) -> str:
        """Return the digits."""
        return str(value)
