"""The HTTP edge of this app: without routes of its own, for the views of every other app."""
