"""The HTTP edge of this app."""
