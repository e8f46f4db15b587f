"""Code lists with titles, divisions, the law's day, how refusals read."""
