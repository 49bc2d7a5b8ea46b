"""Appointments: their two people hear of what the other one, or the clinic, has done."""
