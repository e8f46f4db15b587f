"""Desks at which figures call nodes, what they have each do there, and the people it is done with."""
