"""Writes of doctors' profiles and of specialties."""
