"""Thresholds that a division's decisions crossed and no notice foresaw: what is to be stated of them (O26).

The rules say which measures are unforeseen; here is what an office needs beside: whose points were summed, what the
division's rule pack gives, and who the person is by now.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.packs.pack import Pack
from registry.qualification.models import Decision, Measure
from registry.qualification.rules import facts, measures, stating
from registry.qualification.rules.facts import Facts, MeasureStated
from registry.qualification.rules.kinship import Kinship
from registry.qualification.rules.term_rules import Months
from registry.qualification.selectors.kinship import kinship
from registry.words.measures import MeasureKind
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A decision whose points were summed."""

    author: str
    authority: str
    case_number: str
    decided_on: date
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A measure of a division's decision that waits to be stated."""

    decision: Decision
    person: str
    """The ID under which the person goes on."""
    measure: measures.Measure
    parts: tuple[Part, ...]
    """Everything summed, in the order in which it takes effect; the decision that crossed comes last."""
    pack: Pack
    """The division's on the day of the decision's basis."""
    whole: Kinship

    def __str__(self) -> str:
        return f"{self.decision.case_number}/{self.decision.item}"

    @property
    def months(self) -> Months | None:
        """Return between how many months may be stated; None for a termination."""
        return stating.months_to_state(self.measure, self.pack)

    @property
    def merged_on(self) -> date | None:
        """Return since when the person's files are one, where the measure holds from that day."""
        joins = self.whole.united(self.person).joins
        days = [join.joined_on for join in joins if join.joined_on == self.measure.starts_on]
        return max(days, default=None)

    @property
    def key(self) -> tuple[date, int]:
        """Return what an approver must find as it was proposed."""
        return self.measure.starts_on, self.measure.points_total

    def check(self, stated: MeasureStated, *, issued_on: date) -> None:
        """Refuse what may not be stated. Raises Refused."""
        facts, found = self.whole.united(self.person), self.whole.timeline(self.person).measures
        stating.check_stated(stated, facts, found, self.pack, issued_on=issued_on, today=issued_on)

    def as_stated(self, stated: MeasureStated) -> measures.Measure:
        """Return the measure as it will be once this is stated."""
        person = str(self.decision.person_id)
        found = self.whole.having(person, Facts(stated=(stated,))).timeline(self.person).measures
        return next(each for each in found if each.decision == stated.decision and each.kind is stated.kind)


def crossing(decision: Decision, kind: MeasureKind) -> Crossing:
    """Return what is to be stated of a decision. Raises Refused `nothing_to_state`."""
    whole = kinship([decision.person_id])
    found = whole.timeline(whole.survivor(decision.person_id)).measures
    return _of(decision, stating.to_state(found, str(decision.pk), kind), whole)


def stated(decision: Decision, kind: MeasureKind) -> Crossing | None:
    """Return a measure of a decision as it was stated and stands by now; None where it does not stand any more."""
    whole = kinship([decision.person_id])
    person = whole.survivor(decision.person_id)
    if not any(each.decision == str(decision.pk) and each.kind is kind for each in whole.united(person).stated):
        return None
    found = (each for each in whole.timeline(person).measures if each.decision == str(decision.pk))
    measure = next((each for each in found if each.kind is kind), None)
    return None if measure is None else _of(decision, measure, whole)


def _of(decision: Decision, measure: measures.Measure, whole: Kinship) -> Crossing:
    person = whole.survivor(decision.person_id)
    return Crossing(
        decision=decision,
        person=person,
        measure=measure,
        parts=parts_of(stating.summed(whole.united(person), whole.packs, str(decision.pk))),
        pack=whole.packs.for_(decision.author, decision.decided_on),
        whole=whole,
    )


def parts_of(summed: Iterable[facts.Decision]) -> tuple[Part, ...]:
    """Return decisions whose points are summed, as a notice tells them; what is not stored here is left out."""
    decisions = list(summed)
    ids = [UUID(each.id) for each in decisions]
    authorities = dict(Decision.objects.filter(pk__in=ids).values_list("pk", "basis_authority"))
    return tuple(
        Part(
            author=each.author,
            authority=authorities[UUID(each.id)],
            case_number=each.case_number,
            decided_on=each.decided_on,
            points=each.points,
        )
        for each in decisions
        if UUID(each.id) in authorities
    )


def waiting(division: str) -> list[Crossing]:
    """Return what a division has still to state, by the day from which it holds."""
    return sorted(_waiting(division), key=lambda each: (each.measure.starts_on, str(each.decision.pk)))


def _waiting(division: str) -> Iterator[Crossing]:
    rows = Measure.objects.filter(unforeseen=True, author=division).order_by()
    # One for all IDs of the person: a merge gives each the same measures.
    crossed = set(rows.values_list("decision_id", "kind"))
    # Of a decision that is not in the log yet, nobody knows from when the measure holds.
    logged = Decision.objects.filter(statement__entry__isnull=False)
    decisions = logged.in_bulk([decision for decision, _ in crossed])
    for decision, kind in crossed:
        if decision not in decisions:
            continue
        try:
            yield crossing(decisions[decision], MeasureKind(kind))
        except Refused:
            continue  # it has ended: what is over stays as it was
