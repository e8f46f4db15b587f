"""Reads notices, receipts, stated measures, objections, settlements and repairs of people in one query.

The columns of every kind are laid into shared ones of the same type, and taken out again by the names of its reading.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from django.db import connection

from registry.qualification.selectors.readings import NOTICE, OBJECTION, RECEIPT, REPAIR, SETTLEMENT, STATED
from registry.statements.facts import IN_FORCE
from registry.statements.reading import HOW_SAID, Reading, field_of

_OBJECTED = """
WITH objected AS MATERIALIZED (
  SELECT f.*, d.person_id, f.decision_id AS target
    FROM registry_objection f JOIN registry_decision d ON d.statement_id = f.decision_id
   WHERE d.person_id = ANY(%(people)s)
   UNION ALL
  SELECT f.*, d.person_id, f.cascade_id
    FROM registry_objection f JOIN registry_cascade d ON d.statement_id = f.cascade_id
   WHERE d.person_id = ANY(%(people)s)
)
"""
_OF_DECISION = "JOIN registry_decision d ON d.statement_id = f.decision_id WHERE d.person_id = ANY(%(people)s)"

_TYPES = {"uuid": "uuid", "date": "date", "varchar": "text", "smallint": "int"}
_HOW_SAID = {
    HOW_SAID["id"]: "said.fact",
    HOW_SAID["position"]: "e.position",
    HOW_SAID["signed_on"]: "s.issued_at",
    HOW_SAID["logged_on"]: "e.reached_at",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A kind of fact: its name in `Facts`, how it is read, and from where, `f` being the fact and `d` what it is of."""

    name: str
    reading: Reading[object]
    source: str
    person: str = "d.person_id"


_KINDS = (
    _Kind(name="notices", reading=NOTICE, source=f"registry_noticeserved f {_OF_DECISION}"),
    _Kind(name="receipts", reading=RECEIPT, source=f"registry_noticereceived f {_OF_DECISION}"),
    _Kind(name="stated", reading=STATED, source=f"registry_statedmeasure f {_OF_DECISION}"),
    _Kind(name="objections", reading=OBJECTION, source="objected f", person="f.person_id"),
    _Kind(
        name="settlements",
        reading=SETTLEMENT,
        source="registry_objectionsettlement f JOIN objected d ON d.statement_id = f.objection_id",
    ),
    _Kind(
        name="repairs",
        reading=REPAIR,
        source="registry_repair f WHERE f.person_id = ANY(%(people)s)",
        person="f.person_id",
    ),
)


def of_people(people: list[str]) -> Iterable[tuple[str, str, object]]:
    """Yield kind (as `Facts` names it), person and fact."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, {"people": people, "in_force": [status.value for status in IN_FORCE]})
        found = cursor.fetchall()
    for row in found:
        kind = row[0]
        yield kind, row[1], _MAKE[kind](row)


def _type(kind: _Kind, column: str) -> str:
    """Return the type of a column of a kind; what an objection is to is a statement."""
    field = field_of(kind.reading.model, column.removesuffix("_id"))
    return _TYPES[str(field.db_type(connection)).partition("(")[0]] if field else "uuid"


def _shared() -> dict[str, dict[str, str]]:
    """Return for each kind in which shared column each of its own columns lies."""
    laid: dict[str, dict[str, str]] = {}
    for kind in _KINDS:
        taken = dict.fromkeys(_TYPES.values(), 0)
        laid[kind.name] = {}
        for column in kind.reading.columns:
            if column not in _HOW_SAID:
                held = _type(kind, column)
                laid[kind.name][column] = f"{held}_{taken[held]}"
                taken[held] += 1
    return laid


def _built() -> tuple[str, dict[str, Callable[[Sequence[object]], object]]]:
    """Return the query, and what makes a fact of a row of each kind."""
    laid = _shared()
    slots = sorted({slot for columns in laid.values() for slot in columns.values()})
    selects = []
    for kind in _KINDS:
        own = {slot: f"f.{column}" for column, slot in laid[kind.name].items()}
        values = [f"{own.get(slot, 'NULL')}::{slot.partition('_')[0]} AS {slot}" for slot in slots]
        columns = [f"'{kind.name}' AS kind", f"{kind.person} AS person", "f.statement_id AS fact", *values]
        selects.append(f"SELECT {', '.join(columns)} FROM {kind.source}")  # noqa: S608 - names of our own
    read = ("kind", "person", *_HOW_SAID.values(), *slots)
    query = (
        f"{_OBJECTED} SELECT {', '.join(read)} FROM ({' UNION ALL '.join(selects)}) said"  # noqa: S608
        " JOIN sync_statement s ON s.id = said.fact AND s.status = ANY(%(in_force)s)"
        " LEFT JOIN sync_logentry e ON e.statement_id = said.fact"
    )
    return query, {kind.name: _making(kind, laid[kind.name], read) for kind in _KINDS}


def _making(kind: _Kind, laid: dict[str, str], read: Sequence[str]) -> Callable[[Sequence[object]], object]:
    where = [read.index(_HOW_SAID.get(column) or laid[column]) for column in kind.reading.columns]
    taken, made = itemgetter(*where), kind.reading.of_row
    return lambda row: made(taken(row))


_QUERY, _MAKE = _built()
