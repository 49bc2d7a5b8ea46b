"""Bookings and their life: request, confirm, decline, cancel, complete, move.

Announces every change in the outbox and knows nothing of who listens.
"""
