"""Institutions, their agreements and keys."""
