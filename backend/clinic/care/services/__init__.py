"""Writes: opening, keeping and closing relations."""
