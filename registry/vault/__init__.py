"""Seals, keyed hashes, and looks with their purposes."""
