"""Owing, claiming and sending."""
