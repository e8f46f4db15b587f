"""Institutions: what this province records of a hospital, clinic or pharmacy. A later row replaces an earlier one."""

from collections.abc import Sequence

from provinces.files.cells import Column, body
from provinces.intake import earlier
from provinces.intake.kind import Key, Kind, ReadRow, nothing_more, once
from registry.institutions.models import Institution
from registry.statements.facts import IN_FORCE

RECORDED = "institution.recorded"

COLUMNS = (
    Column(name="institution", required=True, longest=40),
    Column(name="name", required=True, longest=200),
    Column(name="kind", required=True, longest=40),
    Column(name="division", required=True, longest=6),
)


def _key(read_row: ReadRow) -> Key:
    return (read_row.cells["institution"],)


def _body(read_row: ReadRow) -> dict[str, object]:
    return {"code": read_row.cells["institution"], **body(read_row.cells, "name", "kind", "division")}


def _known(author: str, read_rows: Sequence[ReadRow]) -> earlier.Grouped:
    """Return what was last recorded of the rows' institutions."""
    codes = {str(read_row.cells["institution"]) for read_row in read_rows}
    rows = Institution.objects.filter(pk__any_of=codes, statement__author=author, statement__status__in=IN_FORCE)
    found = rows.order_by().values_list("code", *earlier.STATEMENT)
    return {(code,): [earlier.fact(statement, seq, raw)] for code, statement, seq, raw in found}


KIND = Kind(
    name="institutions",
    columns=COLUMNS,
    about_person=False,
    says=(RECORDED,),
    check=nothing_more,
    key=_key,
    known=_known,
    plan=once(RECORDED, _body),
)
