"""What is owed beside the decisions, and all that is due."""
