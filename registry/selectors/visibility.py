"""Which rows of the registry lie in a scope: provincial officers see their own province on the national site.

A province may only speak of institutions in its division, so whose a fact is can be read from its author. A
person belongs to every province that asked for the ID, files the person, or has decided something about
them; the standing is the person's, and goes with the person.
"""

NATIONAL = "000000"
