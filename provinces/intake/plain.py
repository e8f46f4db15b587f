"""Kinds of file in which a row is one statement and names its members: all of it follows from the topic's body."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING
from types import MappingProxyType

from provinces.files.cells import LONGEST, Cells, Column, Read, body
from provinces.files.columns import NAME_COLUMN, PERSON_COLUMNS
from provinces.intake import earlier
from provinces.intake.kind import Body, Key, Kind, ReadRow, nothing_more, once
from registry.statements.facts import Fact
from registry.statements.readers import ABSENT, Day, Flag, Text, Whole
from registry.statements.shapes import Shape

PERSON = "person"
"""The member that the columns of `PERSON_COLUMNS` say."""

_READ: Mapping[type, Read] = {Day: Read.DAY, Whole: Read.WHOLE, Flag: Read.FLAG}


def columns_of(
    shape: Shape[object],
    *,
    first: Sequence[str] = (),
    added: Collection[str] = (),
    instead: Mapping[str, Sequence[Column]] = MappingProxyType({}),
) -> tuple[Column, ...]:
    """Return the columns that say a body.

    `first`: members that stand before the others; `added`: members that files from before they existed have not, so the
    header may leave them out; `instead`: what says a member in another way. A member for which the topic has a refusal
    of its own is left to it.
    """
    columns: list[Column] = []
    for name, reader, default in sorted(shape.members, key=lambda member: member[0] not in first):
        if name == PERSON:
            columns += PERSON_COLUMNS
        elif name in instead:
            columns += instead[name]
        else:
            columns.append(
                Column(
                    name=name,
                    read=_READ.get(type(reader), Read.TEXT),
                    required=default is MISSING and reader.missing == ABSENT,
                    optional=name in added,
                    longest=reader.longest if isinstance(reader, Text) else LONGEST,
                )
            )
    return tuple(columns)


def members_of(columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the members of a body that columns say one by one."""
    return tuple(column.name for column in columns if column not in PERSON_COLUMNS)


def plain(
    name: str,
    *,
    topic: str,
    shape: Shape[object],
    key: Sequence[str],
    by: Sequence[str] = (PERSON,),
    first: Sequence[str] = (),
    added: Collection[str] = (),
    check: Callable[[Cells], None] = nothing_more,
    named: bool = False,
) -> Kind:
    """Return the kind of file of a topic about a person.

    `named`: a row may carry the name of the person, which must fit.
    `key`: members by which a row is known; `by`: those of them by which it is looked for.
    """
    columns = columns_of(shape, first=first, added=added)
    members = members_of(columns)

    def said(read_row: ReadRow) -> Body:
        return {PERSON: read_row.person, **body(read_row.cells, *members)}

    return Kind(
        name=name,
        columns=(*columns, NAME_COLUMN) if named else columns,
        about_person=True,
        says=(topic,),
        check=check,
        key=lambda read_row: _key(read_row, key),
        known=known_by(shape, key, by),
        plan=once(topic, said),
    )


def known_by(
    shape: Shape[object], key: Sequence[str], by: Sequence[str] = (PERSON,)
) -> Callable[[str, Sequence[ReadRow]], earlier.Grouped]:
    """Return what finds the author's facts with the keys of rows."""
    model = shape.model
    assert issubclass(model, Fact)

    def known(author: str, read_rows: Sequence[ReadRow]) -> earlier.Grouped:
        people = earlier.people(read_rows)
        wanted: dict[str, object] = {
            f"{name}__any_of": people if name == PERSON else {read_row.cells[name] for read_row in read_rows}
            for name in by
        }
        columns = [model._meta.get_field(name).attname for name in key]  # type: ignore[union-attr]
        return earlier.grouped(earlier.facts(model, author, **wanted), columns, people=people)

    return known


def _key(read_row: ReadRow, key: Sequence[str]) -> Key:
    return tuple(read_row.person if name == PERSON else read_row.cells[name] for name in key)
