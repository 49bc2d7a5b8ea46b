"""Bookings and their life: request, confirm, decline, cancel, complete, reschedule.

Announces every change in the outbox and knows nothing of who listens.
"""
