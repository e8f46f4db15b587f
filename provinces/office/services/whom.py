"""Whom a step is about, opened for the officer who is about to take it.

An ID is sixteen digits; the paper in the officer's hand bears a name. Who compares the two before a decision is signed
does not score the wrong person. So the page of the step shows the name, and keeps that it was looked at (arts. 23, 56).
"""

from dataclasses import dataclass
from datetime import date, datetime

from provinces.office.services.officers import Officer
from registry.people.models import PersonCode
from registry.people.selectors.kin import kin
from registry.people.services.identity_cards import open_card
from registry.qualification.models import FilingPeriod
from registry.qualification.rules.standing import Interval
from registry.qualification.selectors.standings import standing
from registry.statements.days import today
from registry.vault.codes.looks import LookDoor
from registry.vault.codes.purposes import Purpose
from registry.vault.services.looks import record_look


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whom a piece of work is about, and where and when that person should have been filed."""

    person: str
    institution: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Where this node knows the person to be filed, from when, until when."""

    institution: str
    opened_on: date
    cancelled_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Whom:
    """A person as the officer of a step sees them; `name` is None where this node does not know it."""

    person: str
    name: str | None
    category: str
    codes: tuple[str, ...]
    filings: tuple[Filed, ...]
    filed_there: bool
    """Whether any filing at the institution of the work holds on one of the days it is about."""
    standing: Interval


def look(about: About, *, acting: Officer, now: datetime) -> Whom:
    """Return who it is, and keep that the officer looked."""
    ids = kin([about.person])[about.person]
    card = open_card(ids)
    record_look(acting.looker, about.person, door=LookDoor.OFFICE_STEP, purpose=Purpose.DECISION, now=now)
    filings = tuple(
        Filed(institution=each.institution, opened_on=each.opened_on, cancelled_on=each.cancelled_on)
        for each in FilingPeriod.objects.filter(person=about.person).order_by("opened_on", "institution")
    )
    return Whom(
        person=about.person,
        name=card.name if card else None,
        category=card.category if card else "",
        codes=tuple(str(code) for code in PersonCode.objects.filter(person__in=ids)),
        filings=filings,
        filed_there=any(_meets(each, about) for each in filings),
        standing=standing(about.person, today(now)),
    )


def _meets(filed: Filed, about: About) -> bool:
    return (
        filed.institution == about.institution
        and filed.opened_on <= about.last
        and (filed.cancelled_on is None or about.first < filed.cancelled_on)
    )
