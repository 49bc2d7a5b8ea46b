"""What people are told: in-app notifications and live frames, made from outbox events.

Nobody imports this app.
"""
