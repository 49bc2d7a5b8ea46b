"""Accounts: registration, sign-in, sessions, approval, passwords.

Knows nothing of calendars or records; profiles are made through `doctors` and `patients`.
"""
