"""Lifelong IDs, documents, held identities and merges: who is one person."""
