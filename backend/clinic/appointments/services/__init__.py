"""Writes: one public function is one transaction and one decision.

Locks are always taken in the order patient, appointment, hold, slots by id.
"""
