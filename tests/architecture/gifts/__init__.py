"""A room that is not there: gifts that somebody received, with all that it takes to say so, in one folder."""
