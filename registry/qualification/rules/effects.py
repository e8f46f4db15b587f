"""From which day a score counts, and in which order scores add up (O25, O35).

The year of a score is that of its basis (`decided_on`, art. 27). When it takes effect is another question: a score that
is booked late must not suspend anybody in days that are already lived and paid. So its effect day is the start that its
notice states, else the day that the pack names, and never before it was signed, unless the decision says that it is a
case taken over whose notice was served before: then it reaches back to that day and no further.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from registry.packs.book import PackBook
from registry.packs.pack import Pack
from registry.qualification.rules.facts import Cascade, Decision
from registry.qualification.rules.term_rules import TermRules, TermStarts
from registry.words.dates import next_month

Date = datetime.date

SUSPENSION_POINTS = 9
TERMINATION_POINTS = 12


def at_once_alone(points: int) -> bool:
    """Return whether so many points of one decision are 12 at once by themselves (O3)."""
    return points >= TERMINATION_POINTS


class Effect(NamedTuple):
    """A decision with its effect day, and its author's pack of the day on which the basis was decided."""

    decision: Decision
    on: Date
    pack: Pack


def known_from(fact: Decision | Cascade) -> Date:
    """Return the earliest day to which a decision or cascade reaches: its signature, or the serving it states."""
    signed_on = fact.signed_on or (fact.decided_on if isinstance(fact, Decision) else fact.applied_on)
    return signed_on if fact.notice_served_on is None else min(fact.notice_served_on, signed_on)


def effect_day(decision: Decision, pack: Pack) -> Date:
    """Return the day from which a decision counts: the notice's start, else the pack's (O1), and never in the past."""
    return max(_named(decision, pack), known_from(decision))


def _named(decision: Decision, pack: Pack) -> Date:
    if decision.suspension_starts_on is not None:
        return decision.suspension_starts_on
    signed_on = decision.signed_on or decision.decided_on
    match pack[TermRules].term_starts:
        case TermStarts.DECIDED_ON:
            return decision.decided_on
        case TermStarts.NOTICE_ISSUED_ON:
            return decision.notice_issued_on or signed_on
        case TermStarts.NOTICE_SERVED_ON:
            return decision.notice_served_on or signed_on
        case TermStarts.FIRST_OF_NEXT_MONTH:
            return next_month(decision.notice_served_on or signed_on)


def start_to_propose(pack: Pack, *, issued_on: Date, served_by: Date | None) -> Date:
    """Return the first day that a notice may state for what follows, as the pack has it (O1).

    `served_by` is the last day on which the notice is to be served, None beyond the published calendar.
    """
    served_on = served_by or issued_on
    match pack[TermRules].term_starts:
        case TermStarts.NOTICE_SERVED_ON:
            return served_on
        case TermStarts.FIRST_OF_NEXT_MONTH:
            return next_month(served_on)
        case TermStarts.DECIDED_ON | TermStarts.NOTICE_ISSUED_ON:
            return issued_on


def in_order(decisions: Iterable[Decision], packs: PackBook) -> list[list[Effect]]:
    """Return the decisions of each year in the order in which they add up, years in order.

    That is by effect day, then by the day of the basis; of two that still come together the one that leads to the
    longer term comes last, so that it is the one that crosses (O35).
    """
    years: dict[int, list[Effect]] = {}
    for decision in decisions:
        pack = packs.for_(decision.author, decision.decided_on)
        effect = Effect(decision, effect_day(decision, pack), pack)
        years.setdefault(decision.decided_on.year, []).append(effect)
    return [_ordered(years[year]) for year in sorted(years)]


def _ordered(year: list[Effect]) -> list[Effect]:
    if len(year) < 2:
        return year
    days = {(effect.on, effect.decision.decided_on) for effect in year}
    ties = len(days) < len(year)
    return sorted(
        year,
        key=lambda effect: (
            effect.on,
            effect.decision.decided_on,
            _longest(effect, year) if ties else 0,
            effect.decision.author,
            effect.decision.case_number,
            effect.decision.item,
            effect.decision.id,
        ),
    )


def _longest(effect: Effect, year: Sequence[Effect]) -> int:
    """Return the months that a decision would lead to if it were the one that crosses on its day; 0 for none."""
    total = sum(each.decision.points for each in year if each.on <= effect.on)
    if not SUSPENSION_POINTS <= total < TERMINATION_POINTS:
        return 0
    return effect.decision.suspension_months or shortest_term(effect.decision, total, effect.pack)


def shortest_term(decision: Decision, total: int, pack: Pack) -> int:
    """Return the months that the pack gives at least for a total that a decision brings about; the law's one else."""
    months = pack[TermRules].months_for(total, single=decision.points >= SUSPENSION_POINTS)
    return months.low if months else 1
