"""The oracle's second half: what follows from a year's sums, from when, until when, and what ends it.

Written from the articles and settled points alone; it shares the facts and packs with the product, and no code.
"""

import datetime
from typing import Any

from registry.qualification.rules.objection_rules import ObjectionRules
from registry.qualification.rules.repair_rules import RepairRules
from tests.registry.qualification.rules.oracle_totals import (
    ONE_DAY,
    Counted,
    floor_of,
    in_force,
    is_pending,
    months_of,
    once,
    signed_day,
    stated_months,
    years,
)

STRICTNESS = {"notice": 0, "suspension": 1, "termination": 2}


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the first day after so many months; where the month has no such day, the first of the next (O36)."""
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    try:
        return datetime.date(year, month, day.day)
    except ValueError:
        return datetime.date(year, month + 1, 1)


def kind_of(points: int) -> str:
    if points >= 12:
        return "termination"
    return "suspension" if points >= 9 else "notice"


def foreseen(counted: Counted, kind: str, joins: list[Any]) -> bool:
    """Return whether a notice foresaw what the decision leads to (O26)."""
    decision = counted.decision
    if STRICTNESS[kind_of(decision.points)] >= STRICTNESS[kind]:
        return True
    strangers = {each.id for each in counted.up_to if each.author != decision.author}
    for join in joins:
        strangers |= join.other if decision.id in join.one else join.one
    seen = counted.total - sum(each.points for each in counted.up_to if each.id in strangers)
    if STRICTNESS[kind_of(seen)] >= STRICTNESS[kind]:
        return True
    if decision.measure is not None:
        return STRICTNESS[str(decision.measure)] >= STRICTNESS[kind]
    starts, months = decision.suspension_starts_on is not None, decision.suspension_months is not None
    if kind == "termination":
        return starts and not months
    return starts or months


def foretold(counted: Counted, facts: Any) -> int:
    """Return the points of the suspension that a notice told of where a termination is crossed unseen; else 0."""
    decision, joins = counted.decision, joins_across(counted, facts)
    if kind_of(counted.total) != "termination" or foreseen(counted, "termination", joins):
        return 0
    strangers = {each.id for each in counted.up_to if each.author != decision.author}
    for join in joins:
        strangers |= join.other if decision.id in join.one else join.one
    seen = counted.total - sum(each.points for each in counted.up_to if each.id in strangers)
    own = max(seen, decision.points)
    if own >= 9:
        return own
    if decision.measure is not None:
        return 0 if str(decision.measure) == "notice" else 9
    return 9 if decision.suspension_starts_on is not None or decision.suspension_months is not None else 0


def joins_across(counted: Counted, facts: Any) -> list[Any]:
    """Return the merges without which the decision's sum would not have come together."""
    summed = {each.id for each in counted.up_to}
    return [each for each in getattr(facts, "joins", ()) if summed & each.one and summed & each.other]


def start_of(counted: Counted, kind: str, facts: Any) -> datetime.date:
    """Return the first day of what a decision leads to: its effect, or the day the log showed the sum (O26)."""
    joins = joins_across(counted, facts)
    if foreseen(counted, kind, joins):
        return counted.effect
    seen = [each.logged_on for each in counted.up_to if each.logged_on is not None]
    return max([counted.effect, *seen, *(each.joined_on for each in joins)])


class Span:
    """A suspension or a termination."""

    def __init__(self, world: "World", counted: Counted, kind: str, start: datetime.date, total: int) -> None:
        self.world, self.counted, self.kind, self.start, self.total = world, counted, kind, start, total
        self.decision, self.year = counted.decision, counted.year
        self.end: datetime.date | None = None
        self.meanwhile = False
        self.counted_since = start
        self.not_over_before: datetime.date | None = None
        self.looked_up_anew: list[tuple[datetime.date, int]] = []
        self.pack = world.packs.for_(self.decision.author, self.decision.decided_on)
        self.beyond_repair = self.terminates and counted.at_once and self.pack[RepairRules].excludes_at_once
        self.stayed_on = sorted(
            {day for each in counted.up_to for day in world.stayed_on.get(each.id, ()) if day >= start}
        )

    @property
    def terminates(self) -> bool:
        return self.kind == "termination"

    def holds(self, today: datetime.date) -> bool:
        return self.start <= today and (self.end is None or today < self.end)

    def stated(self, on: datetime.date) -> Any:
        """Return what the lead province stated of this measure until a day, the first word of several."""
        if self.not_over_before or self.meanwhile:
            return None  # a suspension in place of a bar is what the pack says
        words = [
            (signed_day(each, "starts_on"), each.id, each)
            for each in once(self.world.facts.stated)
            if each.decision == self.decision.id and each.kind == self.kind and signed_day(each, "starts_on") <= on
        ]
        return min(words, key=lambda each: each[:2])[2] if words else None

    def counts_from(self, on: datetime.date) -> datetime.date:
        stated = self.stated(on)
        if stated is not None:
            return max(self.start, stated.starts_on)
        return self.counted_since

    def months(self, on: datetime.date, total: int | None = None) -> int:
        if self.terminates:
            return 36 if self.counted.at_once else 12
        stated = self.stated(on)
        if stated_months(self.decision) is None and stated is not None and stated.months is not None:
            return stated.months
        return months_of(self.decision, self.total if total is None else total, self.world.packs)

    def term_end(self, on: datetime.date, *, repaired: bool = True) -> datetime.date:
        """Return the first day after the term, or the bar, by what is known on a day."""
        first, left = self.counts_from(on), self.months(on)
        end = self._moved(months_later(first, left), first, on)
        if self.not_over_before:
            end = max(end, self.not_over_before)
        if not repaired or self.beyond_repair:
            return max(end, self.start)
        cut = 0
        for granted_on, change in self._changes(on):
            if hasattr(change, "months"):
                cap = self.world.packs.for_(change.author, granted_on)[RepairRules].months_per_year
                for _ in range(change.months):
                    if cap is None or cut < cap:
                        cut, left = cut + 1, left - 1
            else:
                left = min(left, change)
            shorter = self._moved(months_later(first, max(1, left)), first, on)
            end = min(end, max(shorter, granted_on, self.start))
        return max(end, self.start)

    def _changes(self, on: datetime.date) -> list[tuple[datetime.date, Any]]:
        """Return what shortens the term until a day: grants of months, then the sums looked up anew (O29, O42)."""
        grants = [
            (each.granted_on, 0, each.author, each.id, each)
            for each in once(self.world.facts.repairs)
            if each.year == self.year and each.months and floor_of(self.decision) <= each.granted_on <= on
        ]
        anew = [(day, 1, "", "", months) for day, months in self.looked_up_anew if day <= on]
        return [(each[0], each[4]) for each in sorted(grants + anew, key=lambda each: each[:4])]

    def _moved(self, end: datetime.date, first: datetime.date, on: datetime.date) -> datetime.date:
        """Return when a term is over that stands still on the days stayed before `on`."""
        for day in self.stayed_on:
            if first <= day < end and day < on:
                end += ONE_DAY
        return end

    def assessed(self, by: datetime.date) -> bool:
        """Return whether an assessment was passed after the bar was over, until a day (O9)."""
        return any(
            self.start < day <= by and self.term_end(day) <= day
            for day in (each.effective_on for each in self.world.facts.restorations if each.passed)
        )


class World:
    """Everything that follows from some facts, were some decisions never taken."""

    def __init__(self, facts: Any, packs: Any, stayed_on: dict[str, set[datetime.date]], without: frozenset[str]):
        self.facts, self.packs, self.stayed_on, self.without = facts, packs, stayed_on, without
        decisions = [each for each in in_force(facts) if each.id not in without]
        self.years = years(decisions, facts, packs)
        self.counted = [each for year in self.years.values() for each in year.counted]
        self.spans: list[Span] = []
        self.outcomes: list[Outcome] = []
        self._live()

    def beginnings(self) -> set[datetime.date]:
        """Return the days on which a decision begins to count, whatever it leads to."""
        return {start_of(each, kind_of(each.total), self.facts) for each in self.counted}

    def _live(self) -> None:
        """Go through the days on which something begins, is lifted or granted."""
        coming: list[tuple[datetime.date, Counted, str]] = []
        for each in self.counted:
            kind = kind_of(each.total)
            if foretold(each, self.facts) and each.effect < start_of(each, kind, self.facts):
                coming.insert(0, (each.effect, each, "told"))
            coming.append((start_of(each, kind, self.facts), each, kind))
        restored_on = {each.effective_on for each in self.facts.restorations if each.passed}
        refiled_on = {each.opened_on for each in self.facts.refilings}
        looked_up: dict[datetime.date, set[int]] = {}
        for repair in self.facts.repairs:
            if repair.points and self.packs.for_(repair.author, repair.granted_on)[RepairRules].moves_status:
                looked_up.setdefault(repair.granted_on, set()).add(repair.year)
        for today in sorted({each[0] for each in coming} | restored_on | refiled_on | set(looked_up)):
            if today in restored_on:
                self._restore(today)
            refiled = self._refile(today) if today in refiled_on else []
            for _, counted, kind in [each for each in coming if each[0] == today]:
                self._begin(counted, kind, today)
            if any(each.terminates and each.start == today for each in self.spans):
                for each in refiled:
                    each.end = None  # a bar begins on that very day
            for year in looked_up.get(today, ()):
                if year in self.years:
                    self._look_up_anew(year, today)

    def _begin(self, counted: Counted, kind: str, today: datetime.date) -> None:
        same_year = [each for each in self.spans if each.year == counted.year and each.holds(today)]
        told = kind == "told"  # what a notice told of, until what nobody was told of holds
        kind = "suspension" if told else kind
        if kind == "termination" and not counted.at_once and any(each.terminates for each in same_year):
            kind = "notice"  # O28
        if kind == "notice" and any(each.meanwhile and each.decision.id == counted.decision.id for each in self.spans):
            return  # the suspension that it told of stays what it led to
        if kind == "notice":
            self.outcomes.append(Outcome(self, counted, kind, counted.effect))
            return
        span = Span(self, counted, kind, today, foretold(counted, self.facts) if told else counted.total)
        if kind == "suspension" and counted.decision.suspension_starts_on is None and not stated_months(span.decision):
            running = [each for each in same_year if not each.terminates]
            running = [each for each in running if each.term_end(today, repaired=False) > today]
            if running:
                first = min(running, key=lambda each: each.counts_from(today))
                span.counted_since = min(today, first.counts_from(today))
                # Until it begins, its term runs on the days on which the one that it prolongs runs.
                span.stayed_on = sorted({day for day in first.stayed_on if day < today} | set(span.stayed_on))
        self.spans.append(span)
        if told:
            span.meanwhile, span.end = True, start_of(counted, kind_of(counted.total), self.facts)
        else:
            self.outcomes = [each for each in self.outcomes if each.decision.id != counted.decision.id]
        self.outcomes.append(Outcome(self, counted, kind, today, span))

    def _restore(self, today: datetime.date) -> None:
        """End the suspensions whose own term is over (O8, O27)."""
        for span in self.spans:
            if not span.terminates and span.holds(today) and span.start < today and span.term_end(today) <= today:
                span.end = today

    def _refile(self, today: datetime.date) -> list[Span]:
        """End the terminations that were assessed, unless a bar runs (O9). Return them."""
        held = [each for each in self.spans if each.terminates and each.holds(today)]
        if any(today < each.term_end(today) for each in held):
            return []
        ended = [each for each in held if each.assessed(today)]
        for span in ended:
            span.end = today
        return ended

    def _look_up_anew(self, year: int, today: datetime.date) -> None:
        """Let the lowered sum say what holds from the day of a grant (O42)."""
        points = self.years[year].recorded(today)
        if points >= 12:
            return
        for span in [each for each in self.spans if each.year == year and each.holds(today)]:
            if points < 9:
                span.end = today
            elif span.terminates and span.assessed(today):
                continue  # only the filing is missing: a suspension would ask for a second assessment
            elif span.terminates:
                span.end = today
                instead = Span(self, span.counted, "suspension", today, points)
                instead.counted_since = span.start
                instead.not_over_before = today
                self.spans.append(instead)
                self.outcomes = [each for each in self.outcomes if each.decision.id != span.decision.id]
                self.outcomes.append(Outcome(self, span.counted, "suspension", today, instead))
            else:
                span.looked_up_anew.append((today, span.months(today, points)))

    def unforeseen(self, counted: Counted) -> bool:
        """Return whether a decision crossed what no notice foresaw and nobody has stated yet (O26)."""
        kind = kind_of(counted.total)
        before = kind_of(self.years[counted.year].left(counted.up_to[:-1], counted.effect))
        stated = any(each.decision == counted.decision.id and each.kind == kind for each in self.facts.stated)
        return (
            STRICTNESS[kind] > STRICTNESS[before]
            and not foreseen(counted, kind, joins_across(counted, self.facts))
            and not stated
        )


class Outcome:
    """What one decision led to, for good."""

    def __init__(
        self, world: World, counted: Counted, kind: str, start: datetime.date, span: Span | None = None
    ) -> None:
        self.decision, self.kind, self.start = counted.decision, kind, start
        self.total = span.total if span and span.meanwhile else counted.total
        self.unforeseen = kind == kind_of(counted.total) and world.unforeseen(counted)
        self._span = span

    @property
    def end(self) -> datetime.date | None:
        return self._span.end if self._span else None

    @property
    def months(self) -> int:
        return self._span.months(self.start) if self._span else 0


def stayed_days(facts: Any, packs: Any, all_days: list[datetime.date]) -> dict[str, set[datetime.date]]:
    """Return on which days each decision is stayed by an objection (O10)."""
    found = {}
    for decision in once(facts.decisions):
        if packs.for_(decision.author, decision.decided_on)[ObjectionRules].stays_effect and any(
            each.target == decision.id for each in facts.objections
        ):
            found[decision.id] = {day for day in all_days if is_pending(decision.id, facts, day)}
    return found
