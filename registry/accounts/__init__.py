"""Who may come in: administrators, officers, groups and their tokens."""
