"""What this node said before, by the keys of rows: found by content, whoever said it and in which file.

Every kind of file says with these what it knows already; facts of people are those of the ID that goes on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import Model, QuerySet

from provinces.intake.kind import Key, Known, ReadRow
from registry.people.selectors.kin import spoken_of, survivors
from registry.statements.facts import IN_FORCE
from sync.models import Statement, StatementStatus
from sync.wire import statement as wire
from sync.wire.refusals import Reason

type Grouped = Mapping[Key, Sequence[Known]]

STATEMENT = ("statement_id", "statement__seq", "statement__raw")
"""Columns of a fact from which `fact` is made."""


def facts[M: Model](model: type[M], author: str, **wanted: object) -> QuerySet[M]:
    """Return the author's facts of a kind that are in force."""
    return model._default_manager.filter(author=author, statement__status__in=IN_FORCE, **wanted).order_by()


def grouped(
    rows: QuerySet[Model],
    key: Sequence[str],
    ends: Mapping[UUID, Sequence[Known]] | None = None,
    *,
    people: Mapping[str, str] | None = None,
    written: Sequence[str] = (),
) -> dict[Key, list[Known]]:
    """Return facts by their key; those of `people` as though said of the ID that goes on.

    `written`: the columns that say how a fact is written of which the key is folded.
    """
    goes_on = people or {}
    by_key: dict[Key, list[Known]] = defaultdict(list)
    first, last = len(STATEMENT), len(STATEMENT) + len(written)
    for said_of, *found in rows.order_by("statement__seq").values_list("person_id", *STATEMENT, *written, *key):
        person = goes_on.get(said_of, said_of)
        statement, values = found[:first], found[last:]
        ended = [replace(end, person=person) for end in (ends or {}).get(statement[0], ())]
        known = replace(fact(*statement, person=person, ends=ended), written=tuple(found[first:last]))
        named = zip(key, values, strict=True)
        by_key[tuple(person if column == "person_id" else value for column, value in named)].append(known)
    return by_key


def said_of(rows: QuerySet[Model], of: str) -> dict[UUID, list[Known]]:
    """Return statements by the one they refer to."""
    found: dict[UUID, list[Known]] = defaultdict(list)
    for ended, *statement in rows.values_list(of, *STATEMENT):
        found[ended].append(fact(*statement))
    return found


def people(read_rows: Sequence[ReadRow]) -> dict[str, str]:
    """Return every ID of the people whom rows name, with the one that goes on, which is the one they may name."""
    return spoken_of({read_row.person for read_row in read_rows})


def held_before(author: str, topic: str) -> list[tuple[Known, Reason]]:
    """Return this node's own statements of a topic that wait for a human, each with the reason."""
    rows = Statement.objects.filter(author=author, topic=topic, status=StatementStatus.HELD).order_by("seq")
    reasons = ("outbox_item__code", "outbox_item__field", "outbox_item__sentence", "outbox_item__sentence_zh")
    held = [
        (fact(pk, seq, raw), Reason(code=code or "", field=field or "", sentence=en or "", sentence_zh=zh or ""))
        for pk, seq, raw, code, field, en, zh in rows.values_list("pk", "seq", "raw", *reasons)
    ]
    goes_on = survivors({str(known.body["person"]) for known, _ in held if "person" in known.body}) if held else {}
    return [(_about(known, goes_on), why) for known, why in held]


def _about(known: Known, goes_on: Mapping[str, str]) -> Known:
    person = goes_on.get(str(known.body.get("person")))
    return known if person is None else replace(known, body={**known.body, "person": person})


def fact(statement: UUID, seq: int, raw: bytes, *, person: str = "", ends: Iterable[Known] = ()) -> Known:
    """Return a fact as rows are compared with it."""
    body = wire.parse(bytes(raw)).body
    if person and "person" in body:
        body = {**body, "person": person}
    return Known(statement=statement, seq=seq, body=body, person=person, ends=tuple(ends))
