"""The till, losses, and whom an institution may be shown."""
