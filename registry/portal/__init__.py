"""The person's own pages and accounts."""
