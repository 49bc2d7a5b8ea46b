"""Writes: profiles, whom people act for, and whom the practice writes down."""
