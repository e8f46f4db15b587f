"""Columns that several files have: who a row is about."""

from provinces.files.cells import Column

PERSON_COLUMNS = (
    Column(name="person", longest=24),
    Column(name="system", longest=40),
    Column(name="code", longest=64),
)
