"""What a province's node answers about its office's own work."""
