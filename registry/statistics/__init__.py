"""Ratio, sheets, returns and joint cases."""
