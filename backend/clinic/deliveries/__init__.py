"""What is owed to a person or a program outside: kept until the other side has accepted it.

Knows neither accounts nor appointments: those above register who can be reached and what is said.
"""
