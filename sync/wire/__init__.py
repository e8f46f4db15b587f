"""Pure formats of the wire: bytes in, values out. No Django, no network, no clock, no randomness."""
