"""Points of a person, year by year."""

import datetime

from registry.qualification.rules.kinship import Kinship
from registry.qualification.rules.sums import shown_of_year

Date = datetime.date


def points_by_year(whole: Kinship, person: str, on: Date) -> dict[int, int]:
    """Return the points of each year that has decisions, as they stand on a day and as they are shown (O43)."""
    facts = whole.united(person, on)
    years = sorted({decision.decided_on.year for decision in facts.decisions})
    return {year: shown_of_year(facts, year, packs=whole.packs, on=on) for year in years}
