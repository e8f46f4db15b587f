"""What stands on the page of a person: identity, standing today, timeline, points by year, and the file."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from registry.career.admin.person_file import PersonFile
from registry.career.admin.person_tables import Table
from registry.career.admin.person_timeline import timeline_of
from registry.career.selectors.careers import Career, Reader
from registry.doors.admin import columns
from registry.doors.admin.titles import day, last_day, titled
from registry.people.admin.of_person import STATUS_COLOURS
from registry.people.models import Document, Identity, Person
from registry.people.services.identity_cards import IdentityCard as OpenCard
from registry.people.services.identity_cards import open_card
from registry.qualification.rules.points import SUSPENSION_POINTS, TERMINATION_POINTS
from registry.qualification.rules.standing import Interval, Stretch
from registry.words.lifelong_id import shown
from registry.words.persons import Category, DocumentKind
from registry.words.statuses import Status
from sync.admin.base import instant
from sync.scope import title_of

Date = datetime.date

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
    merged_into: str
    """ID under which the person goes on, as the address has it; empty where it is this one."""
    merged_into_shown: str
    other_ids: Sequence[str]
    status: str
    status_title: str
    status_colour: str
    status_sentence: str
    pending: bool
    objection_pending: bool
    issued: str
    identity: IdentityCard
    timeline: SafeString
    points: SafeString
    tables: Sequence[Table]


def page_of(person: Person, career: Career, *, reader: Reader, opened: bool) -> PersonPage:
    """Return the page; with ``opened``, name and document numbers are read from the vault."""
    current = career.standing
    return PersonPage(
        shown_id=shown(person.pk),
        merged_into=career.merged_into or "",
        merged_into_shown=shown(career.merged_into) if career.merged_into else "",
        other_ids=[shown(one) for one in career.ids if one != person.pk],
        status=current.status.value,
        status_title=titled(current.status),
        status_colour=STATUS_COLOURS[current.status.value],
        status_sentence=_status_sentence(current, career.stretch),
        pending=current.pending,
        objection_pending=current.objection_pending,
        issued=gettext("%(division)s, %(at)s")
        % {"division": title_of(person.issued_for), "at": instant(person.issued_at)},
        identity=_opened(open_card(career.ids)) if opened else _masked(career.ids),
        timeline=timeline_of(person, career),
        points=_points(career),
        tables=PersonFile(career, reader).tables(),
    )


def _status_sentence(interval: Interval, stretch: Stretch) -> str:
    """Say since when somebody is what they are, what it means for the next days, and what is certain to follow."""
    said = _present(interval, stretch)
    if stretch.to_on is None or stretch.then is None:
        return said
    return said + gettext(" From %(day)s: %(status)s.") % {"day": day(stretch.to_on), "status": titled(stretch.then)}


def _present(interval: Interval, stretch: Stretch) -> str:
    if interval.status is Status.NORMAL:
        return gettext("Services may be paid from the fund.")
    if interval.status is Status.NOT_COVERED:
        return gettext("The phase-in has not reached this class of personnel yet.")
    values = {
        "since": day(stretch.from_on),
        "term": last_day(interval.term_ends_on),
        "bar": day(interval.bar_ends_on),
    }
    if interval.status is Status.TERMINATED and interval.term_over:
        return gettext("Since %(since)s. The bar is over; a new filing needs an assessment first (art. 39).") % values
    if interval.term_over:
        return gettext("Since %(since)s. The term is over; the status lasts until it is restored.") % values
    if interval.bar_ends_on:
        return gettext("Since %(since)s. No filing may be accepted before %(bar)s.") % values
    if interval.term_ends_on:
        return gettext("Since %(since)s. The last day of the term is %(term)s.") % values
    return gettext("Since %(since)s.") % values


def _masked(people: Sequence[str]) -> IdentityCard:
    latest = Identity.objects.filter(person__in=people).order_by("-recorded_at", "-id").first()
    papers = Document.objects.filter(person__in=people).order_by("kind", "id")
    return IdentityCard(
        opened=False,
        known=latest is not None,
        name=MASK,
        born=MASK if latest and latest.born_sealed else "–",
        category=_category(latest.category) if latest else "–",
        papers=[PaperRow(kind=titled(DocumentKind(paper.kind)), number=MASK) for paper in papers],
    )


def _opened(card: OpenCard | None) -> IdentityCard:
    if card is None:
        return IdentityCard(opened=True, known=False, name="–", born="–", category="–", papers=())
    broken = gettext("cannot be opened with this node's key")
    return IdentityCard(
        opened=True,
        known=True,
        name=card.name or broken,
        born=card.born_on or "–",
        category=_category(card.category),
        papers=[
            PaperRow(kind=titled(DocumentKind(paper.kind)), number=paper.number or broken) for paper in card.papers
        ],
    )


def _category(category: str) -> str:
    return titled(Category(category)) if category else "–"


def _points(career: Career) -> SafeString:
    """Draw the points of every year that has decisions, and of the years between."""
    years = sorted(career.points)
    bars = []
    for year in range(years[0], years[-1] + 1) if years else ():
        points = career.points.get(year, 0)
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
