"""Who saw and changed whose data: an append-only journal, sealed so that a change to it shows.

Knows ids and kinds only, no names and no contents; and nothing of what the kinds mean.
"""
