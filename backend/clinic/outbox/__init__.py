"""Events owed to others: recorded with the change, relayed after it, never lost, never doubled.

Knows nothing of what the events mean; handlers are registered from outside.
"""
