"""Orders of cascades."""
