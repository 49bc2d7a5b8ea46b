"""Slow work: kept until it is done, with its progress, whoever dies in between.

Knows nothing of what the work is: those above register their kinds.
"""
