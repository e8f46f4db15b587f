"""Worked examples of a rule pack: facts in short form, and what must come out under the pack.

    [[examples]]
    title = "10 points: suspended for four months"
    decisions = [{ points = 10, decided_on = 2025-06-10 }]
    expect = { on = 2025-06-10, status = "suspended", months = 4 }

They belong to the data file alone: a pack whose own examples do not come out is refused before it is published.
The statement does not carry them, since no standing follows from an example.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.packs.book import PackBook
from registry.packs.pack import Pack
from registry.packs.readers import Table, read_date
from registry.qualification.rules import admission, points
from registry.qualification.rules.early import early_duties
from registry.qualification.rules.facts import (
    Cancellation,
    Cascade,
    CascadeLift,
    Decision,
    Facts,
    Objection,
    PhaseInFiling,
    Refiling,
    Repair,
    Restoration,
    Settlement,
)
from registry.qualification.rules.scoring_rules import ScoringRules
from registry.qualification.rules.timeline import timeline
from registry.words.bases import LEGAL_BASES, BasisKind
from registry.words.code import Code
from registry.words.degrees import Degree, Ground, Reached
from registry.words.measures import MeasureKind
from registry.words.persons import Category
from registry.words.remedies import ObjectionOutcome
from registry.words.statuses import Status
from sync.wire.refusals import Refused

Date = datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One worked example: its title, the facts, and the outcome expected by name."""

    title: str
    facts: Facts
    expect: Table


def run(tables: object, pack: Pack) -> None:
    """Run the examples of a data file under its pack.

    Raises Refused `pack_malformed` for an example that cannot be read, and `pack_example_differs`.
    """
    for example in parse_examples(tables, pack):
        check(example, pack)


def parse_examples(tables: object, pack: Pack) -> list[Example]:
    """Return the examples of a data file. Raises Refused `pack_malformed`."""
    if not isinstance(tables, list | tuple):
        raise _malformed(0)
    found = []
    for number, table in enumerate(tables, start=1):
        try:
            found.append(_example(table, pack))
        except (ValueError, TypeError, KeyError, AttributeError, IndexError):
            raise _malformed(number) from None
    return found


def check(example: Example, pack: Pack) -> None:
    """Refuse a pack under which an example does not come out. Raises Refused `pack_example_differs`."""
    outcome = _outcome(example, pack)
    for name, expected in example.expect.items():
        found = outcome[name]() if name in outcome else None
        if found != expected:
            raise Refused.because(
                "pack_example_differs",
                "examples",
                title=example.title,
                name=name,
                expected=str(expected),
                found=str(found),
            )


def _outcome(example: Example, pack: Pack) -> Mapping[str, Callable[[], object]]:
    """Return by name how each outcome that an example may expect is found."""
    packs = PackBook([pack])
    refused = next(_refusals(example.facts, packs), None)
    if refused is not None or "on" not in example.expect:
        return {"refused": lambda: refused}
    on: Date = example.expect["on"]
    result = timeline(example.facts, packs)
    interval = result.on(on)
    last = result.measures[-1] if result.measures else None
    total = points.points_of_year(example.facts, on.year, packs=packs, on=on)
    of_the_day = packs.for_(pack.division, on)
    return {
        "on": lambda: on,
        "refused": lambda: refused,
        "status": lambda: interval.status.value,
        "term_over": lambda: interval.term_over,
        "term_ends_on": lambda: interval.term_ends_on,
        "bar_ends_on": lambda: interval.bar_ends_on,
        "objection_pending": lambda: interval.objection_pending,
        "points": lambda: total,
        "points_shown": lambda: of_the_day[ScoringRules].shown(total),
        "early_duties": lambda: [duty.value for duty in early_duties(total, of_the_day)],
        "starts_on": lambda: last and last.starts_on,
        "months": lambda: last and last.months,
        "bar_years": lambda: last and last.bar_years,
        "mode": lambda: last and last.mode.value,
    }


OUTCOMES = frozenset({
    "on", "refused", "status", "term_over", "term_ends_on", "bar_ends_on", "objection_pending", "points",
    "points_shown", "early_duties", "starts_on", "months", "bar_years", "mode",
})  # fmt: skip
"""What an example may expect: on a day, of the last measure, or a refusal of a decision or repair at the door."""


def _refusals(facts: Facts, packs: PackBook) -> Iterator[str]:
    """Yield the code of everything that is refused on admission: decisions, then repairs as one follows the other."""
    for decision in facts.decisions:
        try:
            admission.check_decision(decision, packs.for_(decision.author, decision.decided_on))
        except Refused as refused:
            yield refused.why.code
    repairs = points.ordered_repairs(facts)
    for number, repair in enumerate(repairs):
        before = replace(facts, repairs=tuple(repairs[:number]))
        try:
            admission.check_repair(repair, before, packs)
        except Refused as refused:
            yield refused.why.code


def _example(table: Table, pack: Pack) -> Example:
    rest = dict(table)
    title, expect = rest.pop("title"), rest.pop("expect")
    if not (isinstance(title, str) and title.strip() and isinstance(rest.pop("source", ""), str)):
        raise ValueError
    if not expect or not expect.keys() <= OUTCOMES or not rest.keys() <= _READERS.keys():
        raise ValueError
    expected = {
        name: read_date(value) if name == "on" or name.endswith("_on") else value for name, value in expect.items()
    }
    found: dict[str, list[Any]] = {}
    for kind, entries in rest.items():
        for number, entry in enumerate(_list(entries), start=1):
            for name, fact in _READERS[kind](_dated(entry), f"{kind}-{number}", pack):
                found.setdefault(name, []).append(fact)
    return Example(title=title, facts=Facts(**{name: tuple(each) for name, each in found.items()}), expect=expected)


type _Entry = dict[str, Any]
"""A table of a data file with its dates read. Facts are made of it as it is: what does not fit raises by itself."""
type _Read = Sequence[tuple[str, object]]


def _decision(entry: _Entry, identity: str, pack: Pack) -> _Read:
    band = (entry["points"] - 1) // 3
    situations = {situation.name: situation.under for situation in pack[ScoringRules].situations}
    values: _Entry = {
        "author": pack.division,
        "case_number": identity,
        "item": "1",
        "institution": "example",
        "legal_basis": situations.get(
            entry.get("situation", ""), ("other_1_3", "other_4_6", "other_7_9", "other_10_12")[band]
        ),
        "degree": Degree.PRINCIPAL,
    } | entry
    carried_by = LEGAL_BASES[values["legal_basis"]].allowed_kinds
    values.setdefault("basis_kind", next(kind for kind in BasisKind if kind in carried_by))
    for name, code in _CODES.items():
        if name in values:
            values[name] = code(values[name])
    return [("decisions", Decision(id=identity, **values))]


_CODES: Mapping[str, type[Code]] = {
    "degree": Degree,
    "ground": Ground,
    "reached": Reached,
    "basis_kind": BasisKind,
    "measure": MeasureKind,
}


def _restoration(entry: _Entry, identity: str, pack: Pack) -> _Read:
    values = {"assessed_on": entry["effective_on"], "passed": True} | entry
    return [("restorations", Restoration(id=identity, author=pack.division, **values))]


def _repair(entry: _Entry, identity: str, pack: Pack) -> _Read:
    values = {"year": entry["granted_on"].year, "points": 0, "months": 0, "act": "example"} | entry
    return [("repairs", Repair(id=identity, author=pack.division, **values))]


def _refiling(entry: _Entry, identity: str, pack: Pack) -> _Read:
    return [("refilings", Refiling(id=identity, author=pack.division, institution="example", **entry))]


def _cascade(entry: _Entry, identity: str, pack: Pack) -> _Read:
    lifted_on = entry.pop("lifted_on", None)
    status = Status(entry.pop("status"))
    cascade = Cascade(
        id=identity, author=pack.division, institution="example", status=status, reason="example", **entry
    )
    found: list[tuple[str, object]] = [("cascades", cascade)]
    if lifted_on is not None:
        found.append(("cascade_lifts", CascadeLift(id=f"{identity}-lift", cascade=identity, lifted_on=lifted_on)))
    return found


def _objection(entry: _Entry, identity: str, pack: Pack) -> _Read:
    """Read an objection to the decision with a number, and its settlement where it says `settled_on`."""
    objection = Objection(id=identity, target=f"decisions-{entry.pop('decision')}", lodged_on=entry.pop("lodged_on"))
    if not entry:
        return [("objections", objection)]
    outcome = ObjectionOutcome(entry.pop("outcome"))
    settlement = Settlement(id=f"{identity}-end", objection=identity, outcome=outcome, **entry)
    return [("objections", objection), ("settlements", settlement)]


def _phase_in_filing(entry: _Entry, identity: str, pack: Pack) -> _Read:
    cancelled_on = entry.pop("cancelled_on", None)
    category = Category(entry.pop("category"))
    found: list[tuple[str, object]] = [
        ("phase_in_filings", PhaseInFiling(id=identity, author=pack.division, category=category, **entry))
    ]
    if cancelled_on is not None:
        end = Cancellation(id=f"{identity}-end", filing=identity, cancelled_on=cancelled_on)
        found.append(("cancellations", end))
    return found


_READERS: Mapping[str, Callable[[_Entry, str, Pack], _Read]] = {
    "decisions": _decision,
    "restorations": _restoration,
    "repairs": _repair,
    "refilings": _refiling,
    "cascades": _cascade,
    "objections": _objection,
    "enrolments": _phase_in_filing,
}


def _list(entries: object) -> Sequence[Table]:
    if not isinstance(entries, list | tuple):
        raise ValueError
    return entries


def _dated(entry: Table) -> _Entry:
    """Return an entry with its dates read; nothing may stand in for what an example leaves open."""
    if not all(isinstance(value, str | int | Date) for value in entry.values()):
        raise ValueError
    dates = (name for name in entry if name.endswith("_on") or name in ("conduct_from", "conduct_to"))
    return dict(entry) | {name: read_date(entry[name]) for name in dates}


def _malformed(number: int) -> Refused:
    return Refused.because("pack_malformed", "pack", parameter=f"examples[{number}]" if number else "examples")
