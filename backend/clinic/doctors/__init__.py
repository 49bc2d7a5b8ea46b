"""Doctors and their specialties: profile, booking policy, the public directory's texts.

Knows nothing of slots or appointments.
"""
