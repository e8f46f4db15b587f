"""A year's sum as it is shown and returned: some texts record no more than 12 of it (O43). The true sum decides."""

import datetime

from registry.packs.book import PackBook
from registry.qualification.rules import points
from registry.qualification.rules.facts import Facts
from registry.qualification.rules.scoring_rules import ScoringRules


def shown_of_year(facts: Facts, year: int, *, packs: PackBook, on: datetime.date | None = None) -> int:
    """Return the points of a calendar year as they are shown, of a day or when all facts are counted.

    A province caps its own record: where another one, whose text caps nothing, has scored in the year, too, the true
    sum is shown; of two caps the higher one counts.
    """
    total = points.points_of_year(facts, year, packs=packs, on=on)
    scored = (decision for decision in points.in_force(facts) if decision.decided_on.year == year)
    return max((packs.for_(each.author, each.decided_on)[ScoringRules].shown(total) for each in scored), default=total)
