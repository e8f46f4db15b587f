"""What stands on the page of a person: identity, standing today, timeline, points by year, and the file."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.admin import columns
from registry.admin.base import STATUS_COLOURS, titled
from registry.admin.person_file import PersonFile, Table, day
from registry.admin.person_timeline import timeline_of
from registry.codes.lifelong_id import shown
from registry.codes.persons import Category, DocumentKind
from registry.codes.statuses import Status
from registry.models import Document, Identity, Person, StandingInterval
from registry.rules.points import SUSPENSION_POINTS, TERMINATION_POINTS, points_of_year
from registry.selectors.facts import facts_of
from registry.selectors.packs import pack_book
from registry.services import vault
from sync.admin.base import instant
from sync.scope import Scope, title_of

Date = datetime.date

PURPOSES = (
    ("filing", _("filing")),
    ("decision", _("decision and measures")),
    ("objection", _("objection or restoration")),
    ("inquiry", _("inquiry of the person")),
    ("supervision", _("supervision and audit")),
)
"""What the vault may be opened for; recorded with the look."""

MASK = "••••••"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A document of the person, masked until the vault is opened."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCard:
    """Who the person is, as far as the reader may know."""

    opened: bool
    known: bool
    name: str
    born: str
    category: str
    papers: Sequence[PaperRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """Everything on the page."""

    shown_id: str
    status: str
    status_title: str
    status_colour: str
    status_sentence: str
    pending: bool
    issued: str
    identity: IdentityCard
    timeline: SafeString
    points: SafeString
    tables: Sequence[Table]


def page_of(person: Person, *, scope: Scope, today: Date, opened: bool) -> PersonPage:
    """Return the page; with ``opened``, name and document numbers are read from the vault."""
    intervals = list(StandingInterval.objects.filter(person=person).order_by("from_on"))
    current = next((one for one in intervals if _holds(one, today)), None)
    status = Status(current.status) if current else Status.NORMAL
    return PersonPage(
        shown_id=shown(person.pk),
        status=status.value,
        status_title=titled(status),
        status_colour=STATUS_COLOURS[status.value],
        status_sentence=_status_sentence(current),
        pending=bool(current and current.pending),
        issued=gettext("%(division)s, %(at)s")
        % {"division": title_of(person.issued_for), "at": instant(person.issued_at)},
        identity=_identity(person, opened=opened),
        timeline=timeline_of(person, intervals, today=today),
        points=_points(person),
        tables=PersonFile(person, scope).tables(intervals),
    )


def _holds(interval: StandingInterval, day: Date) -> bool:
    return interval.from_on <= day and (interval.to_on is None or day < interval.to_on)


def _status_sentence(interval: StandingInterval | None) -> str:
    """Say what the present standing means for the next days."""
    if interval is None:
        return gettext("Services may be paid from the fund.")
    values = {
        "since": day(interval.from_on),
        "term": day(interval.term_ends_on),
        "bar": day(interval.bar_ends_on),
    }
    if interval.term_over:
        return gettext("Since %(since)s. The term is over; the status lasts until it is restored.") % values
    if interval.bar_ends_on:
        return gettext("Since %(since)s. No filing may be accepted before %(bar)s.") % values
    if interval.term_ends_on:
        return gettext("Since %(since)s. The term ends on %(term)s.") % values
    return gettext("Since %(since)s.") % values


def _identity(person: Person, *, opened: bool) -> IdentityCard:
    latest = Identity.objects.filter(person=person).order_by("-recorded_at", "-id").first()
    papers = Document.objects.filter(person=person).order_by("kind", "id")
    return IdentityCard(
        opened=opened,
        known=latest is not None,
        name=_open(latest.name_sealed, opened) if latest else "–",
        born=_open(latest.born_sealed, opened) if latest and latest.born_sealed else "–",
        category=titled(Category(latest.category)) if latest and latest.category else "–",
        papers=[
            PaperRow(kind=titled(DocumentKind(paper.kind)), number=_open(paper.number_sealed, opened))
            for paper in papers
        ],
    )


def _open(sealed: Any, opened: bool) -> str:
    if not opened:
        return MASK
    try:
        return vault.open_sealed(bytes(sealed))
    except vault.VaultSealBroken:
        return gettext("cannot be opened with this node's key")


def _points(person: Person) -> SafeString:
    """Draw the points of every year that has decisions, and of the years between."""
    facts = facts_of([person.pk])[person.pk]
    years = sorted({decision.decided_on.year for decision in facts.decisions})
    packs = pack_book()
    bars = []
    for year in range(years[0], years[-1] + 1) if years else ():
        points = points_of_year(facts, year, packs=packs)
        reached = "suspended" if points >= SUSPENSION_POINTS else "normal"
        bars.append(
            columns.Column(
                name=str(year),
                value=points,
                sentence=gettext("%(year)s: %(points)s points.") % {"year": year, "points": points},
                css=f"pq-column-{'terminated' if points >= TERMINATION_POINTS else reached}",
            )
        )
    if not bars:
        return SafeString("")
    return columns.draw(
        bars,
        title=gettext("Points by year"),
        thresholds=[
            columns.Threshold(value=SUSPENSION_POINTS, name=str(SUSPENSION_POINTS)),
            columns.Threshold(value=TERMINATION_POINTS, name=str(TERMINATION_POINTS)),
        ],
    )
