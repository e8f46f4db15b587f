"""What a run says: figures beside their references, where the time went, and both as tables."""
