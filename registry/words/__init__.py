"""Code lists with titles, divisions, the law's day, refusals and their sentences."""
