"""Who is shown to an institution as suspended or terminated: within the range that its province's pack says (art. 37).

Never to everybody: the range is the institution itself, or the institutions of its province. Where a pack lets statuses
be published, the range is the province's, and publishing is what institutions and offices do with it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from registry.institutions.models import Institution
from registry.packs.selectors import pack_book
from registry.payment.rules.payment_rules import Publicity, PublicityRules
from registry.qualification.models import FilingPeriod, StandingInterval
from registry.words.divisions import NATIONAL
from registry.words.statuses import Status
from sync.models import Cursor

MOST = 200
"""People in one page."""

_SHOWN = (Status.SUSPENDED, Status.TERMINATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Somebody who is suspended or terminated on the day. Points, grounds and cases are nobody's business here.

    `category` is that of the filing in the range: the own institution's first, the last opened; empty if it names none.
    `from_on` is the first day of the whole stretch of this status. `ends_on` is the first day after the suspension's
    term, or the first one on which a new filing may be accepted; None for a status that follows from the institution's.
    """

    person: str
    category: str
    status: Status
    from_on: date
    ends_on: date | None
    term_over: bool
    objection_pending: bool
    pending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """People in the order of lifelong IDs, the range they are from, and the ID to come back with; empty at the end.

    `position` is how far this node has read the log, `age_seconds` how long ago that was verified; None: never.
    """

    publicity: Publicity
    people: tuple[Shown, ...]
    after: str
    position: int
    age_seconds: int | None


def page(institution: Institution, on: date, *, after: str = "", limit: int = MOST, now: datetime) -> Page:
    """Return who of those filed in the range on a day is suspended or terminated on it."""
    cursor = Cursor.objects.filter(source=NATIONAL).first()
    publicity = pack_book().for_(institution.province, on)[PublicityRules].publicity
    filed = _filed(institution, publicity, on).filter(person=OuterRef("person"))
    own_first = Case(When(institution=institution.code, then=0), default=1)
    rows = (
        StandingInterval.objects.filter(_holds("from_on", "to_on", on), status__in=_SHOWN, person__gt=after)
        .filter(Exists(filed))
        .annotate(
            category=Subquery(filed.order_by(own_first, "-opened_on", "-filing_id").values("filing__category")[:1]),
        )
        .order_by("person_id")[: limit + 1]
    )
    found = [_shown(row) for row in rows]
    return Page(
        publicity=publicity,
        people=tuple(found[:limit]),
        after=found[limit - 1].person if len(found) > limit else "",
        position=cursor.position if cursor else 0,
        age_seconds=int((now - cursor.verified_at).total_seconds()) if cursor and cursor.verified_at else None,
    )


def _filed(institution: Institution, publicity: Publicity, on: date) -> QuerySet[FilingPeriod]:
    periods = FilingPeriod.objects.filter(_holds("opened_on", "cancelled_on", on))
    if publicity is not Publicity.INSTITUTION:
        return periods.filter(institution__in=Institution.objects.filter(province=institution.province).values("code"))
    return periods.filter(institution=institution.code)


def _holds(first: str, until: str, on: date) -> Q:
    return Q(**{f"{first}__lte": on}) & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": on}))


def _shown(row: Any) -> Shown:  # noqa: ANN401 - an interval, and what the query adds
    status = Status(row.status)
    return Shown(
        person=row.person_id,
        category=row.category or "",
        status=status,
        from_on=row.since,
        ends_on=row.term_ends_on if status is Status.SUSPENDED else row.bar_ends_on,
        term_over=row.term_over,
        objection_pending=row.objection_pending,
        pending=row.pending,
    )
