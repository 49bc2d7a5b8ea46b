"""Base classes of the HTTP edge."""
