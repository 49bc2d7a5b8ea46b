"""When a doctor can be booked: availability rules, absences, slots, holds.

Knows nothing of who booked what for which reason; counts places only.
"""
