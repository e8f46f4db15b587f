"""The vocabulary of the legal texts as code lists: pure, total, the same on every node.

Stored code = wire code = lower_snake. Every code has a Chinese and an English title.
"""
