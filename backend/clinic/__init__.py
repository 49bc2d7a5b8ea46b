"""Créneau's domain apps; the layers between them are in pyproject.toml."""
