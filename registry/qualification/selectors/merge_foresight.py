"""What uniting two IDs would lead to, before anybody proposes or decides it (O23, a dry run).

A merge takes effect on people who did nothing on that day: points of both are one sum, thresholds are tested again.
Whoever decides sees it first, and sees what may be one penalty said twice, once under each ID.
"""

from dataclasses import dataclass, replace
from datetime import date

from registry.people.rules.kin import Merge
from registry.qualification.rules.changes import Ahead, ahead
from registry.qualification.rules.facts import Decision
from registry.qualification.rules.kinship import Kinship
from registry.qualification.rules.points import in_force, points_of_year
from registry.qualification.rules.standing import Interval
from registry.qualification.selectors.kinship import kinship
from registry.words.written import writings


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One ID, or both together, on a day."""

    people: frozenset[str]
    standing: Interval
    points: int
    """Of the day's calendar year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeForesight:
    """Two IDs as they stand alone, and as they would stand together from a day on."""

    alone: tuple[Side, Side]
    together: tuple[Side, Side]
    """The same two IDs under the merge: both have what is strictest."""
    ahead: tuple[Ahead, Ahead]
    """What the merge changes for each, from the day on."""
    twice: tuple[tuple[Decision, Decision], ...]
    """Decisions with one case number and item, one said of each ID: united, both count."""

    @property
    def stricter(self) -> bool:
        """Whether the merge itself makes the standing of one of them stricter, on that day or any to come."""
        return any(
            change.after.status.strictness > change.before.status.strictness
            for each in self.ahead
            for change in each.changes
        )


def foresee_merge(first: str, second: str, *, on: date) -> MergeForesight:
    """Return what uniting two IDs from a day on would lead to, with everything that is known."""
    known = kinship([first, second])
    merge = Merge(id="foreseen", absorbed=first, into=second, merged_on=on)
    joined = replace(known, merges=(*known.merges, merge), _timelines={})
    return MergeForesight(
        alone=(_side(known, first, on), _side(known, second, on)),
        together=(_side(joined, first, on), _side(joined, second, on)),
        ahead=(_ahead(known, joined, first, on), _ahead(known, joined, second, on)),
        twice=_twice(known, first, second),
    )


def _ahead(known: Kinship, joined: Kinship, person: str, on: date) -> Ahead:
    return ahead(known.timeline(person), joined.timeline(person), on)


def _side(whole: Kinship, person: str, on: date) -> Side:
    return Side(
        people=whole.kin(person, on),
        standing=whole.timeline(person).on(on),
        points=points_of_year(whole.united(person, on), on.year, packs=whole.packs, on=on),
    )


def _twice(known: Kinship, first: str, second: str) -> tuple[tuple[Decision, Decision], ...]:
    others = {_written(each): each for each in in_force(known.united(second))}
    return tuple((each, others[_written(each)]) for each in in_force(known.united(first)) if _written(each) in others)


def _written(decision: Decision) -> tuple[str, str]:
    """Return case number and item as writings of them are compared."""
    return writings.number(decision.case_number), writings.words(decision.item)
