"""The phase-in: on which days a person is filed, but in no group that is covered yet (O24).

Whether a category is covered on a day, or those of a role or a place in it, is for the pack of the filing's division on
that day to say. A person without a filing that names a category is not looked at.
"""

import datetime

from registry.packs.book import PackBook
from registry.qualification.rules.facts import Facts, PhaseInFiling, filings_with_ends
from registry.qualification.rules.objections import Window, united
from registry.qualification.rules.phase_in_rules import PhaseInRules

Date = datetime.date


def uncovered(facts: Facts, packs: PackBook) -> list[Window]:
    """Return the days on which at least one filing holds, and none of those holding is covered."""
    if not (facts.phase_in_filings and packs.departing(PhaseInRules)):
        return []
    phase_in_filings = [
        (each, until) for each, until in filings_with_ends(facts) if until is None or each.opened_on < until
    ]
    if not any(packs.may_depart(PhaseInRules, each.author) for each, _ in phase_in_filings):
        return []
    days: set[Date] = set()
    for each, until in phase_in_filings:
        starts = packs.starts(each.author)
        days |= {each.opened_on} | starts
        days |= {_covered_from(each, day, packs) or day for day in starts}
        if until is not None:
            days.add(until)
    edges: list[Date] = sorted(days)
    return united(
        (first, until)
        for first, until in zip(edges, [*edges[1:], None], strict=True)
        if _uncovered_on(first, phase_in_filings, packs)
    )


def _uncovered_on(day: Date, phase_in_filings: list[tuple[PhaseInFiling, Date | None]], packs: PackBook) -> bool:
    holding = [each for each, until in phase_in_filings if each.opened_on <= day and (until is None or day < until)]
    return bool(holding) and not any(_covered(each, day, packs) for each in holding)


def _covered(filing: PhaseInFiling, day: Date, packs: PackBook) -> bool:
    return (_covered_from(filing, day, packs) or Date.min) <= day


def _covered_from(filing: PhaseInFiling, day: Date, packs: PackBook) -> Date | None:
    return packs.for_(filing.author, day)[PhaseInRules].covered_from(filing.category, filing.role, filing.place)
