"""Objections: on which days one is pending, and what a settlement makes of its target (arts. 41 to 44).

An objection is pending from the day it was lodged until the first day on which it is settled. Of several
settlements of one objection the last by (`settled_on`, `id`) counts; of a target's objections, the last that
changed or annulled it: `upheld` changes nothing.
"""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from registry.qualification.rules.effects import at_once_alone
from registry.qualification.rules.facts import Decision, Facts, Settlement, distinct
from registry.words.degrees import Reached
from registry.words.remedies import ObjectionOutcome

Date = datetime.date

type Window = tuple[Date, Date | None]
"""Days from the first until the day before the second; None for open."""
type Windows = Sequence[Window]

NOTHING_PENDING: Mapping[str, Windows] = MappingProxyType({})


def counting(facts: Facts) -> dict[str, Settlement]:
    """Return for each target that was changed or annulled the settlement that counts."""
    if not facts.settlements:
        return {}
    target_of = {objection.id: objection.target for objection in distinct(facts.objections)}
    last: dict[str, Settlement] = {}
    for settlement in sorted(distinct(facts.settlements), key=_order):
        last[settlement.objection] = settlement
    found: dict[str, Settlement] = {}
    for settlement in sorted(last.values(), key=_order):
        target = target_of.get(settlement.objection)
        if target is not None and settlement.outcome != ObjectionOutcome.UPHELD:
            found[target] = settlement
    return found


def annulled(facts: Facts) -> set[str]:
    """Return the targets that a settlement annulled: each was never there."""
    return {target for target, settlement in counting(facts).items() if settlement.outcome == ObjectionOutcome.ANNULLED}


def settled(decisions: Iterable[Decision], facts: Facts) -> list[Decision]:
    """Return the decisions as their settlements left them, from the start; annulled ones are left out."""
    counted = counting(facts)
    found = []
    for decision in decisions:
        settlement = counted.get(decision.id)
        if settlement is None:
            found.append(decision)
        elif settlement.outcome == ObjectionOutcome.CHANGED:
            found.append(_changed(decision, settlement))
    return found


def _changed(decision: Decision, settlement: Settlement) -> Decision:
    """Return a decision with the points and months of a settlement: an objection makes nothing worse."""
    points = decision.points if settlement.points is None else min(decision.points, settlement.points)
    months = [each for each in (decision.suspension_months, settlement.suspension_months) if each is not None]
    # A single 12 is at once by itself; fewer points are not.
    lowered = at_once_alone(decision.points) and not at_once_alone(points)
    return dataclasses.replace(
        decision,
        points=points,
        suspension_months=min(months, default=None),
        reached=Reached.ACCUMULATED if lowered else decision.reached,
    )


def pending(facts: Facts, targets: Iterable[str]) -> Mapping[str, Windows]:
    """Return for each of these targets the days on which an objection to it is pending, if there are any."""
    if not facts.objections:
        return NOTHING_PENDING
    settled_on: dict[str, Date] = {}
    for settlement in facts.settlements:
        known = settled_on.get(settlement.objection, settlement.settled_on)
        settled_on[settlement.objection] = min(known, settlement.settled_on)
    standing = set(targets)
    found: dict[str, list[Window]] = {}
    for objection in distinct(facts.objections):
        until = settled_on.get(objection.id)
        if objection.target in standing and (until is None or objection.lodged_on < until):
            found.setdefault(objection.target, []).append((objection.lodged_on, until))
    return {target: united(windows) for target, windows in found.items()}


def united(windows: Iterable[Window]) -> list[Window]:
    """Return the same days as windows in order that neither overlap nor touch."""
    found: list[Window] = []
    for first, until in sorted(windows, key=lambda window: window[0]):
        if found and (found[-1][1] is None or first <= found[-1][1]):
            start, end = found[-1]
            found[-1] = (start, None if end is None or until is None else max(end, until))
        else:
            found.append((first, until))
    return found


def within(windows: Windows, day: Date) -> bool:
    """Return whether a day lies in one of the windows."""
    return any(first <= day and (until is None or day < until) for first, until in windows)


def _order(settlement: Settlement) -> tuple[Date, str]:
    return settlement.settled_on, settlement.id
