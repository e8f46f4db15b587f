"""The standing computed the slow way: one state, walked through day by day.

Written from the articles and decisions.md alone; it shares the facts and packs with the product, and no code.
"""

import datetime
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

ONE_DAY = datetime.timedelta(days=1)


@dataclass
class Day:
    """What holds on one day."""

    status: str = "normal"
    term_over: bool = False
    term_ends_on: datetime.date | None = None
    bar_ends_on: datetime.date | None = None
    reasons: set[str] = field(default_factory=set)
    objection_pending: bool = False


def months_later(day: datetime.date, months: int) -> datetime.date:
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def earlier_in_law(one: Any, other: Any) -> bool:
    left = [one.decided_on, one.author, one.case_number, one.item, one.id]
    right = [other.decided_on, other.author, other.case_number, other.item, other.id]
    return left <= right


def is_at_once(decision: Any) -> bool:
    return decision.points == 12 or decision.reached == "at_once"


def repaired(repairs: list[Any], packs: Any) -> int:
    used = 0
    for repair in sorted(repairs, key=lambda each: (each.granted_on, each.author, each.id)):
        for _ in range(repair.points):
            if used < packs.for_(repair.author, repair.granted_on).repair.points_per_year:
                used += 1
    return used


def total_at(decision: Any, decisions: list[Any], repairs: list[Any], packs: Any) -> int:
    year = decision.decided_on.year
    counted = [each for each in decisions if each.decided_on.year == year and earlier_in_law(each, decision)]
    points = sum(each.points for each in counted)
    untouchable = sum(
        each.points
        for each in counted
        if is_at_once(each) and packs.for_(each.author, each.decided_on).repair.excludes_at_once
    )
    points -= repaired(
        [each for each in repairs if each.year == year and each.granted_on <= decision.decided_on], packs
    )
    return max(points, 0, untouchable if untouchable >= 12 else 0)


def once(facts: Any) -> list[Any]:
    return list({each.id: each for each in facts}.values())


def outcomes(facts: Any) -> dict[str, Any]:
    """Return what became of each target that was changed or annulled: of one objection the last word counts."""
    words: list[Any] = []
    for objection in once(facts.objections):
        own = [each for each in facts.settlements if each.objection == objection.id]
        if own:
            word = max(own, key=lambda each: (each.settled_on, each.id))
            if word.outcome in ("changed", "annulled"):
                words.append((word.settled_on, word.id, objection.target, word))
    in_order = sorted(words, key=lambda each: each[:2])
    return {target: word for _, _, target, word in in_order}


def in_force(facts: Any) -> list[Any]:
    """Return the decisions as they are to be read, each a copy with its final points, months and `reached`."""
    found = []
    became = outcomes(facts)
    for decision in once(facts.decisions):
        if any(each.decision == decision.id for each in facts.annulments):
            continue
        final = SimpleNamespace(**{name: getattr(decision, name) for name in decision.__slots__})
        word = became.get(decision.id)
        if word is not None and word.outcome == "annulled":
            continue
        if word is not None:
            if decision.points == 12 and word.points < 12:
                final.reached = "accumulated"
            final.points = word.points
            if word.suspension_months is not None:
                final.suspension_months = word.suspension_months
        found.append(final)
    return found


def is_pending(target: str, facts: Any, today: datetime.date) -> bool:
    for objection in facts.objections:
        if objection.target == target and objection.lodged_on <= today:
            ends = [each.settled_on for each in facts.settlements if each.objection == objection.id]
            if all(today < end for end in ends):
                return True
    return False


class Consequence:
    """A suspension or a termination that one decision leads to."""

    def __init__(self, decision: Any, total: int, repairs: list[Any], packs: Any, pending_on: Any) -> None:
        self.fact, self.packs, self.year = decision.id, packs, decision.decided_on.year
        pack = packs.for_(decision.author, decision.decided_on)
        self.terminates = total >= 12
        self.start = decision.decided_on
        if pack.term_starts == "notice_served_on" and decision.notice_served_on:
            self.start = decision.notice_served_on
        if pack.term_starts == "notice_issued_on" and decision.notice_issued_on:
            self.start = decision.notice_issued_on
        if decision.suspension_starts_on:
            self.start = decision.suspension_starts_on
        self.first = self.start
        if self.terminates:
            self.months = 36 if is_at_once(decision) else 12
        else:
            self.months = decision.suspension_months or pack.months[total]
        self.repairs = [
            each
            for each in sorted(repairs, key=lambda each: (each.granted_on, each.author, each.id))
            if each.year == decision.decided_on.year and each.granted_on >= self.start and each.months
        ]
        if self.terminates and is_at_once(decision) and pack.repair.excludes_at_once:
            self.repairs = []
        self.stayed_on = []
        if pack.objection_stays_effect:
            self.stayed_on = [day for day in pending_on(decision.id) if day >= self.start]

    def runs_until(self, end: datetime.date, on: datetime.date) -> datetime.date:
        """Return when a term is over that stands still on the days stayed before `on`."""
        for day in self.stayed_on:
            if day < end and day < on:
                end += ONE_DAY
        return end

    def ends(self, on: datetime.date, counted_from: datetime.date | None = None) -> datetime.date:
        first = counted_from or self.start
        end = self.runs_until(months_later(first, self.months), on)
        left, last = self.months, None
        for repair in self.repairs:
            cap = self.packs.for_(repair.author, repair.granted_on).repair.months_per_year
            if repair.granted_on <= on:
                for _ in range(repair.months):
                    if cap is None or self.months - left < cap:
                        left -= 1
                last = repair.granted_on
        if left < self.months and last is not None:
            return min(end, max(self.runs_until(months_later(first, max(1, left)), on), last))
        return end


def walk(facts: Any, packs: Any, first: datetime.date, last: datetime.date) -> dict[datetime.date, Day]:
    """Return what holds on each day. Nothing may begin before `first`."""
    decisions = in_force(facts)
    all_days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    undone = [target for target, word in outcomes(facts).items() if word.outcome == "annulled"]
    cascades = [each for each in facts.cascades if each.id not in undone]
    targets = {each.id for each in decisions} | {each.id for each in cascades}
    objected = {each.target for each in facts.objections} & targets
    pending_on = {target: [day for day in all_days if is_pending(target, facts, day)] for target in objected}
    any_pending = {day for days in pending_on.values() for day in days}
    repairs = list({each.id: each for each in facts.repairs}.values())
    upcoming = []
    for decision in decisions:
        total = total_at(decision, decisions, repairs, packs)
        if total >= 9:
            upcoming.append(Consequence(decision, total, repairs, packs, lambda each: pending_on.get(each, [])))
    restored_on = {each.effective_on for each in facts.restorations if each.passed}
    refiled_on = {each.opened_on for each in facts.refilings}
    suspended: list[Consequence] = []
    terminated: list[Consequence] = []
    days = {}
    today = first
    while today <= last:
        if today in restored_on:
            suspended = []
        starting = [each for each in upcoming if each.start == today]
        if today in refiled_on and not any(
            each.start <= today < each.ends(today) for each in upcoming if each.terminates
        ):
            terminated = []
            suspended = [each for each in suspended if each.ends(today) > today]
        terminated += [each for each in starting if each.terminates]
        for beginner in [each for each in starting if not each.terminates]:
            running = [
                each for each in suspended if each.year == beginner.year and each.ends(today, each.first) > today
            ]
            beginner.first = min([each.first for each in running], default=today)
            suspended.append(beginner)
        days[today] = _day(
            today,
            [each for each in suspended if today not in each.stayed_on],
            [each for each in terminated if today not in each.stayed_on],
            _cascades(cascades, facts, today),
        )
        days[today].objection_pending = today in any_pending
        if days[today].status == "normal" and not _covered(facts, packs, today):
            days[today].status = "not_covered"
        today += ONE_DAY
    return days


def _covered(facts: Any, packs: Any, today: datetime.date) -> bool:
    filed = [
        each
        for each in facts.enrolments
        if each.opened_on <= today
        and not any(end.enrolment == each.id and end.cancelled_on <= today for end in facts.cancellations)
    ]
    if not filed:
        return True
    for each in filed:
        since = packs.for_(each.author, today).phase_in.get(each.category)
        if since is None or since <= today:
            return True
    return False


def _cascades(cascades: list[Any], facts: Any, today: datetime.date) -> dict[str, str]:
    holding = {}
    for cascade in cascades:
        lifted = any(
            lift.cascade == cascade.id and lift.lifted_on <= max(today, cascade.applied_on)
            for lift in facts.cascade_lifts
        )
        if cascade.applied_on <= today and not lifted:
            holding[cascade.id] = str(cascade.status)
    return holding


def _day(
    today: datetime.date,
    suspended: list[Consequence],
    terminated: list[Consequence],
    cascades: dict[str, str],
) -> Day:
    day = Day(reasons={each.fact for each in suspended + terminated} | set(cascades))
    if suspended:
        day.term_ends_on = max(each.ends(today, each.first) for each in suspended)
    if terminated:
        day.bar_ends_on = max(each.ends(today) for each in terminated)
    if terminated or "terminated" in cascades.values():
        day.status = "terminated"
        end = day.bar_ends_on
    elif suspended or cascades:
        day.status = "suspended"
        end = day.term_ends_on
    else:
        end = None
    day.term_over = end is not None and end <= today and day.status not in cascades.values()
    return day
