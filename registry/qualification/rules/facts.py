"""The facts about one person from which the standing is computed.

A fact never changes; a correction is a further fact. `id` is the UUID of the statement that said it, `author`
the division that signed it, `position` its place in the national log, None while it is pending (own, not yet
in the log). Dates are Asia/Shanghai dates.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any, Self

from registry.words.bases import BasisKind
from registry.words.degrees import Degree, Ground, Reached
from registry.words.measures import MeasureKind
from registry.words.persons import Category
from registry.words.remedies import ObjectionOutcome
from registry.words.statuses import Status

Date = datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Points for one person on one basis (arts. 24 to 27); `decided_on` is the date of the basis.

    `situation` is the name of the situation of the author's rule pack in which it was made, empty for none. `signed_on`
    is the day its author signed it, None for the day of the basis (worked examples); `logged_on` the day that the log's
    clock showed when it came in, None while it is pending. `measure`, `suspension_months` and `suspension_starts_on`
    are what its notice states, where it states it.
    """

    id: str
    author: str
    case_number: str
    item: str
    institution: str
    basis_kind: BasisKind
    legal_basis: str
    decided_on: Date
    degree: Degree
    points: int
    ground: Ground = Ground.NONE
    ground_reason: str | None = None
    situation: str = ""
    reached: Reached = Reached.ACCUMULATED
    conduct_from: Date | None = None
    conduct_to: Date | None = None
    basis_received_on: Date | None = None
    notice_issued_on: Date | None = None
    notice_served_on: Date | None = None
    measure: MeasureKind | None = None
    suspension_months: int | None = None
    suspension_starts_on: Date | None = None
    signed_on: Date | None = None
    logged_on: Date | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureStated:
    """What the lead province states of a threshold that no notice foresaw: kind, first day counted, months (O26).

    `decision` is the one that crossed; `starts_on` the day from which the term is counted.
    """

    id: str
    author: str
    decision: str
    kind: MeasureKind
    starts_on: Date
    months: int | None = None
    signed_on: Date | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annulment:
    """A decision undone from the start: annulled, reconsidered, lost in court."""

    id: str
    decision: str
    annulled_on: Date
    signed_on: Date | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """The assessment that ends suspensions, if it is passed (art. 39)."""

    id: str
    author: str
    assessed_on: Date
    effective_on: Date
    passed: bool
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Points of a year lowered, or terms of that year's measures shortened by months (art. 38)."""

    id: str
    author: str
    year: int
    points: int
    months: int
    granted_on: Date
    act: str
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cascade:
    """A status without points that follows from the institution's own, or was taken over (art. 34)."""

    id: str
    author: str
    institution: str
    status: Status
    reason: str
    applied_on: Date
    notice_served_on: Date | None = None
    signed_on: Date | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeLift:
    """The end of a cascade: the cascade holds until the day before `lifted_on`."""

    id: str
    cascade: str
    lifted_on: Date
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refiling:
    """A new filing, with a new commitment, of somebody who was terminated (art. 39)."""

    id: str
    author: str
    institution: str
    opened_on: Date
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeServed:
    """The institution received the notice of a decision (arts. 31, 33). It moves deadlines, never a term."""

    id: str
    decision: str
    issued_on: Date
    served_on: Date
    number: str = ""
    corrects: str = ""
    """Number of the notice of this decision that it corrects, which did not say what stands any more (O45)."""
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeReceived:
    """The person received the notice of a decision, as the institution confirms (art. 41, O39)."""

    id: str
    decision: str
    received_on: Date
    number: str = ""
    """Number of the notice, where it is one that corrects another; empty for the first."""
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """An objection to a decision or a cascade; `target` is that fact's id. Pending until settled (art. 41)."""

    id: str
    target: str
    lodged_on: Date
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How an objection ended (art. 44): `points` and `suspension_months` are those after a change."""

    id: str
    objection: str
    outcome: ObjectionOutcome
    settled_on: Date
    points: int | None = None
    suspension_months: int | None = None
    signed_on: Date | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseInFiling:
    """A filing as the phase-in sees it: of which category and role, in whose division, where, from when (O24)."""

    id: str
    author: str
    category: Category
    opened_on: Date
    role: str = ""
    place: str = ""
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """The end of a filing: it holds until the day before `cancelled_on` (art. 18)."""

    id: str
    filing: str
    cancelled_on: Date
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Two IDs that are one person since `joined_on`: the decisions of one side, and those of the other (O23)."""

    one: frozenset[str]
    other: frozenset[str]
    joined_on: Date
    position: int | None = 0

    def across(self, decisions: Iterable[Decision]) -> bool:
        """Return whether some of the decisions are of one side, and some of the other."""
        ids = {decision.id for decision in decisions}
        return not ids.isdisjoint(self.one) and not ids.isdisjoint(self.other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything known about one person that bears on standing. Order and duplicates mean nothing."""

    decisions: tuple[Decision, ...] = ()
    stated: tuple[MeasureStated, ...] = ()
    annulments: tuple[Annulment, ...] = ()
    restorations: tuple[Restoration, ...] = ()
    repairs: tuple[Repair, ...] = ()
    cascades: tuple[Cascade, ...] = ()
    cascade_lifts: tuple[CascadeLift, ...] = ()
    refilings: tuple[Refiling, ...] = ()
    notices: tuple[NoticeServed, ...] = ()
    receipts: tuple[NoticeReceived, ...] = ()
    objections: tuple[Objection, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    phase_in_filings: tuple[PhaseInFiling, ...] = ()
    cancellations: tuple[Cancellation, ...] = ()
    joins: tuple[Join, ...] = ()

    def known_at(self, position: int) -> "Facts":
        """Return what the log held at `position`: later and pending facts are left out."""
        return self._kept(lambda fact: fact.position is not None and fact.position <= position)

    def logged(self) -> "Facts":
        """Return the facts without the pending ones."""
        return self._kept(lambda fact: fact.position is not None)

    def merge(self, other: Self) -> "Facts":
        """Return the facts of both; a fact that is in both is there once."""
        return Facts(
            **{
                field.name: tuple(dict.fromkeys(getattr(self, field.name) + getattr(other, field.name)))
                for field in fields(Facts)
            }
        )

    @property
    def has_pending(self) -> bool:
        """Whether any fact is not in the log yet."""
        return any(_any_pending(getattr(self, field.name)) for field in fields(Facts))

    def _kept(self, wanted: Callable[[Any], bool]) -> "Facts":
        return Facts(**{field.name: tuple(filter(wanted, getattr(self, field.name))) for field in fields(Facts)})


def filings_with_ends(facts: Facts) -> list[tuple[PhaseInFiling, Date | None]]:
    """Return each filing once, with the day of its earliest cancellation; None where it is not cancelled."""
    ends: dict[str, Date] = {}
    for each in facts.cancellations:
        ends[each.filing] = min(each.cancelled_on, ends.get(each.filing, each.cancelled_on))
    return [(each, ends.get(each.id)) for each in distinct(facts.phase_in_filings)]


def _any_pending(facts: Iterable[Any]) -> bool:
    return any(fact.position is None for fact in facts)


def distinct[Fact: (Decision, MeasureStated, Repair, Cascade, NoticeServed, Objection, Settlement, PhaseInFiling)](
    facts: tuple[Fact, ...],
) -> Iterable[Fact]:
    """Return the facts with each id once.

    Two facts with one id are the same statement read twice, perhaps once pending and once from the log; the
    logged one is taken, and of two that differ otherwise always the same one.
    """
    by_id = {fact.id: fact for fact in facts}
    if len(by_id) == len(facts):
        return facts
    for fact in facts:
        by_id[fact.id] = min(by_id[fact.id], fact, key=_precedence)
    return by_id.values()


def _precedence(
    fact: Decision | MeasureStated | Repair | Cascade | NoticeServed | Objection | Settlement | PhaseInFiling,
) -> tuple[bool, int, str]:
    return (fact.position is None, fact.position or 0, repr(fact))
