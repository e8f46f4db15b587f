"""Real lists at size, through every node: the exclusion lists of 15 states, a test with pseudonymous data."""
