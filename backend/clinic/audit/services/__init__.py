"""Writes: entries, seals, and what is old enough to go."""
