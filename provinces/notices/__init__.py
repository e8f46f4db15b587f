"""Notices, what is done upon them, and measures that no notice foresaw."""
