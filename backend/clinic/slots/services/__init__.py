"""Writes: places and holds, rules, absences, slots by hand, materialising.

Locks are always taken in this order: patient, hold, doctor, slots by ascending id.
"""
