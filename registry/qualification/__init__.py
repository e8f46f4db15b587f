"""Filings, decisions, remedies and cascades, and the standing that follows."""
