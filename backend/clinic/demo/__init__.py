"""An invented clinic to try the product with, and large data for the benchmarks.

Nobody imports this app.
"""
