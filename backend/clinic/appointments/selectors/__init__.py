"""Reads of appointments."""
