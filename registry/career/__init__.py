"""One person, one file: what topics contribute to it, and the page of a person."""
