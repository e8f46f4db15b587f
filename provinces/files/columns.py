"""Columns that several files have: who a row is about."""

from provinces.files.cells import Column

NAME_COLUMN = Column(name="name", longest=200, optional=True)
"""Whose a row is meant to be: it must fit the person, and is said nowhere."""

PERSON_COLUMNS = (
    Column(name="person", longest=24, digits=True),
    Column(name="system", longest=40),
    Column(name="code", longest=64, digits=True),
)
