"""Writes: storing files, and removing those that nobody refers to."""
