"""Facts for tests, with everything that a test does not speak about filled in."""

import datetime
import itertools
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from registry.packs.book import PackBook
from registry.parameters import parse_pack
from registry.qualification.rules.facts import (
    Annulment,
    Cancellation,
    Cascade,
    CascadeLift,
    Decision,
    Facts,
    MeasureStated,
    NoticeReceived,
    NoticeServed,
    Objection,
    PhaseInFiling,
    Refiling,
    Repair,
    Restoration,
    Settlement,
)
from registry.qualification.rules.standing import Interval
from registry.qualification.rules.timeline import timeline
from registry.words.bases import BasisKind
from registry.words.degrees import Degree, Ground, Reached
from registry.words.measures import MeasureKind
from registry.words.persons import Category
from registry.words.remedies import ObjectionOutcome
from registry.words.statuses import Status
from tests.national_text import with_months

PACK_FILES = sorted(Path(__file__).parents[4].joinpath("provinces", "packs").glob("*.toml"))
DEFAULTS = PackBook([with_months()])
"""A nation whose text gives months: most tests are not about the length of a term."""

_numbers = itertools.count(1)


def provincial_packs() -> PackBook:
    """Return the packs of all data files."""
    return PackBook(parse_pack(tomllib.loads(path.read_text(encoding="utf-8"))) for path in PACK_FILES)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def a_decision(points: int, decided_on: str, **others: Any) -> Decision:
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": f"decision-{number}",
        "author": "520000",
        "case_number": f"case-{number}",
        "item": "1",
        "institution": "H1",
        "basis_kind": BasisKind.PENALTY,
        "legal_basis": "regulation_40",
        "degree": Degree.PRINCIPAL,
        "ground": Ground.NONE,
        "reached": Reached.ACCUMULATED,
        "position": number,
    }
    return Decision(points=points, decided_on=day(decided_on), **(values | _dated(others)))


def a_measure_stated(
    decision: Decision, starts_on: str, kind: MeasureKind = MeasureKind.SUSPENSION, **others: Any
) -> MeasureStated:
    number = next(_numbers)
    values = {"id": f"stated-{number}", "author": decision.author, "position": number} | _dated(others)
    return MeasureStated(decision=decision.id, kind=kind, starts_on=day(starts_on), **values)


def an_annulment(decision: Decision, annulled_on: str = "2027-01-01", **others: Any) -> Annulment:
    number = next(_numbers)
    values = {"id": f"annulment-{number}", "position": number} | others
    return Annulment(decision=decision.id, annulled_on=day(annulled_on), **values)


def a_restoration(effective_on: str, *, passed: bool = True, **others: Any) -> Restoration:
    number = next(_numbers)
    values = {"id": f"restoration-{number}", "author": "520000", "position": number} | _dated(others)
    values.setdefault("assessed_on", day(effective_on))
    return Restoration(effective_on=day(effective_on), passed=passed, **values)


def a_refiling(opened_on: str, **others: Any) -> Refiling:
    number = next(_numbers)
    values = {
        "id": f"refiling-{number}",
        "author": "520000",
        "institution": "H9",
        "position": number,
    } | others
    return Refiling(opened_on=day(opened_on), **values)


def a_repair(granted_on: str, *, points: int = 0, months: int = 0, **others: Any) -> Repair:
    number = next(_numbers)
    values = {"id": f"repair-{number}", "author": "520000", "act": "training", "position": number} | others
    values.setdefault("year", day(granted_on).year)
    return Repair(granted_on=day(granted_on), points=points, months=months, **values)


def a_cascade(applied_on: str, status: Status = Status.SUSPENDED, **others: Any) -> Cascade:
    number = next(_numbers)
    values = {
        "id": f"cascade-{number}",
        "author": "520000",
        "institution": "H1",
        "reason": "agreement suspended",
        "position": number,
    } | others
    return Cascade(applied_on=day(applied_on), status=status, **values)


def a_lift(cascade: Cascade, lifted_on: str, **others: Any) -> CascadeLift:
    number = next(_numbers)
    values = {"id": f"lift-{number}", "position": number} | others
    return CascadeLift(cascade=cascade.id, lifted_on=day(lifted_on), **values)


def a_notice(decision: Decision, issued_on: str, served_on: str, **others: Any) -> NoticeServed:
    number = next(_numbers)
    values = {"id": f"notice-{number}", "position": number} | others
    return NoticeServed(decision=decision.id, issued_on=day(issued_on), served_on=day(served_on), **values)


def a_receipt(decision: Decision, received_on: str, **others: Any) -> NoticeReceived:
    number = next(_numbers)
    values = {"id": f"receipt-{number}", "position": number} | others
    return NoticeReceived(decision=decision.id, received_on=day(received_on), **values)


def an_objection(target: Decision | Cascade, lodged_on: str, **others: Any) -> Objection:
    number = next(_numbers)
    values = {"id": f"objection-{number:06}", "position": number} | others
    return Objection(target=target.id, lodged_on=day(lodged_on), **values)


def a_settlement(
    objection: Objection, settled_on: str, outcome: str = "upheld", points: int | None = None, **others: Any
) -> Settlement:
    number = next(_numbers)
    values = {"id": f"settlement-{number:06}", "position": number} | others
    return Settlement(
        objection=objection.id,
        settled_on=day(settled_on),
        outcome=ObjectionOutcome(outcome),
        points=points,
        **values,
    )


def a_phase_in_filing(category: Category, opened_on: str, **others: Any) -> PhaseInFiling:
    number = next(_numbers)
    values = {"id": f"enrolment-{number}", "author": "520000", "position": number} | others
    return PhaseInFiling(category=category, opened_on=day(opened_on), **values)


def a_cancellation(filing: PhaseInFiling, cancelled_on: str, **others: Any) -> Cancellation:
    number = next(_numbers)
    values = {"id": f"cancellation-{number}", "position": number} | others
    return Cancellation(filing=filing.id, cancelled_on=day(cancelled_on), **values)


def story(known: Facts, packs: PackBook = DEFAULTS) -> list[str]:
    """Return the intervals after the first as `first day status`.

    `over` follows where the term is, and `objected` where an objection is pending.
    """
    intervals = timeline(known, packs).intervals
    assert intervals[0].status is Status.NORMAL
    assert_contiguous(intervals)
    return [
        f"{interval.from_on} {interval.status}"
        f"{' over' if interval.term_over else ''}{' assessed' if interval.assessed else ''}"
        f"{' objected' if interval.objection_pending else ''}"
        for interval in intervals[1:]
    ]


def assert_contiguous(intervals: Sequence[Interval]) -> None:
    """See that every day lies in exactly one interval."""
    assert [each.from_on for each in intervals] == [None, *(each.to_on for each in intervals[:-1])]
    assert intervals[-1].to_on is None


def facts(*each: Any) -> Facts:
    """Return the facts given, each put where its kind belongs."""
    kinds: dict[type, str] = {
        Decision: "decisions",
        MeasureStated: "stated",
        Annulment: "annulments",
        Restoration: "restorations",
        Repair: "repairs",
        Cascade: "cascades",
        CascadeLift: "cascade_lifts",
        Refiling: "refilings",
        NoticeServed: "notices",
        NoticeReceived: "receipts",
        Objection: "objections",
        Settlement: "settlements",
        PhaseInFiling: "phase_in_filings",
        Cancellation: "cancellations",
    }
    sorted_in: dict[str, tuple[Any, ...]] = dict.fromkeys(kinds.values(), ())
    for fact in each:
        sorted_in[kinds[type(fact)]] += (fact,)
    return Facts(**sorted_in)


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: day(value) if isinstance(value, str) and name.endswith(("_on", "_from", "_to")) else value
        for name, value in values.items()
    }
