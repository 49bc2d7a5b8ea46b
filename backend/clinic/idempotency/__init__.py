"""First answers kept for a day, so that a request sent twice acts once.

Knows nothing of what the requests do.
"""
