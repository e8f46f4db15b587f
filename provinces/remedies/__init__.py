"""Objections and applications, as the office handles them."""
