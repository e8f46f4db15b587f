"""The oracle's first half: which decisions are in force, from when each takes effect, and to what it brings its year.

Written from the articles and settled points alone; it shares the facts and packs with the product, and no code.
"""

import datetime
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from registry.qualification.rules.repair_rules import RepairRules
from registry.qualification.rules.term_rules import TermRules

ONE_DAY = datetime.timedelta(days=1)


def once(facts: Any) -> list[Any]:
    return list({each.id: each for each in facts}.values())


def signed_day(fact: Any, natural: str) -> datetime.date:
    """Return the day on which a fact was signed; the day that it speaks of where it does not say."""
    return fact.signed_on or getattr(fact, natural)


# What is undone


def undoing(facts: Any) -> list[Any]:
    """Return what reaches back, in the order in which it was signed: annulments and settlements (section 10)."""
    found = [(signed_day(each, "annulled_on"), each.id, each) for each in once(facts.annulments)]
    found += [(signed_day(each, "settled_on"), each.id, each) for each in once(facts.settlements)]
    return [each for _, _, each in sorted(found, key=lambda each: each[:2])]


def undone_day(fact: Any) -> datetime.date:
    return signed_day(fact, "settled_on" if hasattr(fact, "settled_on") else "annulled_on")


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
            if word.points is not None and word.points < decision.points:
                final.points = word.points
                if decision.points == 12:
                    final.reached = "accumulated"
            if word.suspension_months is not None:
                said = decision.suspension_months
                final.suspension_months = word.suspension_months if said is None else min(said, word.suspension_months)
        found.append(final)
    return found


def is_pending(target: str, facts: Any, today: datetime.date) -> bool:
    for objection in facts.objections:
        if objection.target == target and objection.lodged_on <= today:
            ends = [each.settled_on for each in facts.settlements if each.objection == objection.id]
            if all(today < end for end in ends):
                return True
    return False


# From when a decision takes effect (O25)


def floor_of(fact: Any, natural: str = "decided_on") -> datetime.date:
    """Return the day before which nothing follows: the signature, or the earlier service of a case taken over."""
    signed = signed_day(fact, natural)
    return min(signed, fact.notice_served_on) if fact.notice_served_on else signed


def effect_of(decision: Any, packs: Any) -> datetime.date:
    signed = signed_day(decision, "decided_on")
    rule = packs.for_(decision.author, decision.decided_on)[TermRules].term_starts
    if decision.suspension_starts_on:
        base = decision.suspension_starts_on
    elif rule == "notice_served_on":
        base = decision.notice_served_on or signed
    elif rule == "notice_issued_on":
        base = decision.notice_issued_on or signed
    elif rule == "decided_on":
        base = decision.decided_on
    else:
        assert rule == "first_of_next_month"
        base = decision.notice_served_on or signed
        base += ONE_DAY
        while base.day != 1:
            base += ONE_DAY
    return max(base, floor_of(decision))


def stated_months(decision: Any) -> int | None:
    months = decision.suspension_months
    return months if months is not None and 1 <= months <= 6 else None


def months_of(decision: Any, total: int, packs: Any) -> int:
    """Return for how long a decision suspends that brings its year to so many points, where nobody states more."""
    said = stated_months(decision)
    if said is not None:
        return said
    pack = packs.for_(decision.author, decision.decided_on)
    found = pack[TermRules].months_for(total, single=decision.points >= 9)
    return found.low if found else 1


# The sums of a year


@dataclass
class Counted:
    """A decision in force with its year up to and including it."""

    decision: Any
    effect: datetime.date
    up_to: list[Any] = field(default_factory=list)
    total: int = 0

    @property
    def year(self) -> int:
        return self.decision.decided_on.year

    @property
    def at_once(self) -> bool:
        return completes(self.decision, self.up_to)


class Year:
    """The decisions of one year in the order in which they take effect, and the repairs of its points."""

    def __init__(self, year: int, decisions: list[Any], repairs: list[Any], packs: Any) -> None:
        self.packs = packs
        effects = {each.id: effect_of(each, packs) for each in decisions}

        def place(decision: Any) -> Any:
            effect = effects[decision.id]
            raw = sum(each.points for each in decisions if effects[each.id] <= effect)
            length = months_of(decision, raw, packs) if 9 <= raw <= 11 else 0
            return (effect, decision.decided_on, length, decision.author, decision.case_number, decision.item,
                    decision.id)  # fmt: skip

        self.decisions = sorted(decisions, key=place)
        self.lowered: list[tuple[datetime.date, int]] = []
        used = 0
        for repair in sorted(repairs, key=lambda each: (each.granted_on, each.author, each.id)):
            if repair.year != year:
                continue
            cap = packs.for_(repair.author, repair.granted_on)[RepairRules].points_per_year
            recorded = sum(each.points for each in decisions if floor_of(each) <= repair.granted_on)
            lower = 0
            while lower < repair.points and (cap is None or used < cap) and used < recorded:
                lower, used = lower + 1, used + 1
            self.lowered.append((repair.granted_on, lower))
        self.counted = []
        for number, decision in enumerate(self.decisions, start=1):
            effect = effects[decision.id]
            self.counted.append(
                Counted(decision, effect, self.decisions[:number], self.left(self.decisions[:number], effect))
            )

    def left(self, decisions: list[Any], on: datetime.date | None) -> int:
        """Return what the repairs granted until a day leave of some decisions, given in order."""
        points = sum(each.points for each in decisions)
        points -= sum(lower for granted_on, lower in self.lowered if on is None or granted_on <= on)
        return max(points, self._beyond_repair(decisions), 0)

    def recorded(self, on: datetime.date | None) -> int:
        """Return the year's points as they are recorded on a day."""
        return self.left([each for each in self.decisions if on is None or floor_of(each) <= on], on)

    def _beyond_repair(self, decisions: list[Any]) -> int:
        """Return the points of what reached 12 at once, where its pack leaves that out of repairs (O16)."""
        kept = set()
        for number, decision in enumerate(decisions, start=1):
            if completes(decision, decisions[:number]):
                kept |= {decision.id} if decision.points == 12 else {each.id for each in _case(decision, decisions)}
        return sum(
            each.points
            for each in decisions
            if each.id in kept and self.packs.for_(each.author, each.decided_on)[RepairRules].excludes_at_once
        )


def completes(decision: Any, up_to: list[Any]) -> bool:
    """Return whether a decision, the last of these, completes 12 at once (O3, O33)."""
    if decision.points == 12:
        return True
    if decision.reached != "at_once":
        return False
    whole = sum(each.points for each in _case(decision, up_to))
    return whole - decision.points < 12 <= whole


def _case(decision: Any, decisions: list[Any]) -> list[Any]:
    return [each for each in decisions if (each.author, each.case_number) == (decision.author, decision.case_number)]


def years(decisions: list[Any], facts: Any, packs: Any) -> dict[int, Year]:
    """Return the sums of every year on which something was decided."""
    return {
        year: Year(year, [each for each in decisions if each.decided_on.year == year], once(facts.repairs), packs)
        for year in sorted({each.decided_on.year for each in decisions})
    }


def points_of_year(facts: Any, year: int, packs: Any, on: datetime.date | None = None) -> int:
    """Return the points of a year as they stand on a day, or by everything that is known."""
    found = years(in_force(facts), facts, packs).get(year)
    return found.recorded(on) if found else 0
