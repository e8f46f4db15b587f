"""Persons: identities for which national gives a lifelong ID, new or known. They go to national, never on the log."""

from provinces.files.cells import Cell, Cells, Column, Read
from registry.people.services.identity_requests import IdentityRequest

NAME = "persons"
COLUMNS = (
    Column(name="document_kind", longest=20),
    Column(name="document_number", longest=40, digits=True),
    Column(name="name", longest=200),
    Column(name="born_on", read=Read.DAY),
    Column(name="system", longest=40),
    Column(name="code", longest=64, digits=True),
    Column(name="category", longest=20),
)


def request(cells: Cells) -> IdentityRequest:
    """Return what a row asks national."""

    def text(value: Cell) -> str:
        return "" if value is None else str(value)

    return IdentityRequest(**{column.name: text(cells[column.name]) for column in COLUMNS})
