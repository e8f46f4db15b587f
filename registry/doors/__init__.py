"""What pages and calls of every room share. It knows no room; rooms add to it."""
