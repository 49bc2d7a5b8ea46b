"""Patients' profiles.

Knows nothing of what was booked; who may see whom follows the appointments by relation name only.
"""
