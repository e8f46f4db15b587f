"""Joint cases: a suspension or termination whose year holds decisions of more than one province.

Computed, never stored. No province meant the measure alone; the one whose decision crossed the threshold leads.
"""

from dataclasses import dataclass

from registry.packs.book import PackBook
from registry.qualification.rules import points
from registry.qualification.rules.facts import Decision, Facts
from registry.qualification.rules.measures import kind_of
from registry.words.measures import MeasureKind

_THRESHOLDS = (
    (MeasureKind.SUSPENSION, points.SUSPENSION_POINTS),
    (MeasureKind.TERMINATION, points.TERMINATION_POINTS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JointCase:
    """One measure of several provinces: `decision` led to it, `crossed_by` brought the year to its threshold.

    `authors` are those whose points count in it, in the order of their codes; `lead` is the author of `crossed_by`.
    """

    decision: str
    kind: MeasureKind
    year: int
    points_total: int
    crossed_by: str
    lead: str
    authors: tuple[str, ...]


def joint_cases(facts: Facts, packs: PackBook) -> tuple[JointCase, ...]:
    """Return the joint cases of a person, in legal order.

    A year's total that repairs brought below a threshold crosses it anew.
    """
    found: list[JointCase] = []
    crossed: dict[MeasureKind, Decision] = {}
    for tally in points.tallies(points.in_force(facts), points.ordered_repairs(facts), packs):
        decision, total = tally.decision, tally.total
        if tally.first:
            crossed = {}
        for threshold, least in _THRESHOLDS:
            if total < least:
                crossed.pop(threshold, None)
            else:
                crossed.setdefault(threshold, decision)
        kind = kind_of(total)
        authors = {each.author for each in tally.summed}
        if kind in crossed and len(authors) > 1:
            found.append(
                JointCase(
                    decision=decision.id,
                    kind=kind,
                    year=decision.decided_on.year,
                    points_total=total,
                    crossed_by=crossed[kind].id,
                    lead=crossed[kind].author,
                    authors=tuple(sorted(authors)),
                )
            )
    return tuple(found)
