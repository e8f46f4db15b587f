"""Which institutions of this province are to be told of a measure in force, and which were told (art. 34; guidance §3).

The standing says what is in force and since when; filings say where the person may be met. An institution on which the
notice itself was served was told by it. Filings of other provinces are theirs to tell: a province does not know them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from provinces.duties.codes import TellingKind
from provinces.duties.models import Telling
from provinces.notices.models import NoticeServing
from provinces.office.selectors import own_division
from registry.people.selectors.kin import survivors
from registry.qualification.models import Cascade, Decision, FilingPeriod, NoticeServed, Restoration, StandingInterval
from registry.statements.facts import Fact
from registry.words.dates import law_day
from registry.words.measures import ReasonKind
from registry.words.statuses import Status

HELD = (Status.SUSPENDED, Status.TERMINATED)
MODELS: Mapping[TellingKind, type[Fact]] = {
    TellingKind.SUSPENSION: Decision,
    TellingKind.TERMINATION: Decision,
    TellingKind.CASCADE: Cascade,
    TellingKind.RESTORATION: Restoration,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An institution where the person is filed, and since when it has known, if it has."""

    institution: str
    told_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTell:
    """A measure in force of one person, and the institutions of this province where the person is filed.

    `known_on`: from when this node has had to tell it: its first day, or the day on which the fact came in.
    """

    cause: UUID
    kind: TellingKind
    person: str
    since: date
    known_on: date
    sites: tuple[Site, ...]

    @property
    def open_sites(self) -> tuple[str, ...]:
        """Return the institutions that were not told yet."""
        return tuple(site.institution for site in self.sites if site.told_on is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    cause: UUID
    kind: TellingKind
    person: str
    since: date


def to_tell(today: date) -> list[ToTell]:
    """Return the measures in force on a day of everybody filed in this province, the earliest first."""
    filed = _filed(today)
    absorbed = survivors(filed.keys())
    people = [person for person in filed if person not in absorbed]
    measures = [*_held(people, today), *_restored(people, today)]
    told = _told(measures)
    came_in = _came_in(measures)
    found = []
    for measure in sorted(measures, key=lambda each: (each.since, each.person, str(each.cause), each.kind)):
        sites = sorted({where for where, opened_on in filed[measure.person] if opened_on <= measure.since})
        if not sites:
            continue
        days = told.get((measure.cause, measure.kind), {})
        found.append(
            ToTell(
                cause=measure.cause,
                kind=measure.kind,
                person=measure.person,
                since=measure.since,
                known_on=max(measure.since, came_in.get(measure.cause, measure.since)),
                sites=tuple(Site(institution=site, told_on=days.get(site)) for site in sites),
            )
        )
    return found


def measure_of(cause: UUID, kind: TellingKind, today: date) -> ToTell | None:
    """Return a measure in force with the institutions it concerns; None where it is not in force, or concerns none."""
    return next((each for each in to_tell(today) if (each.cause, each.kind) == (cause, kind)), None)


def _filed(today: date) -> dict[str, list[tuple[str, date]]]:
    open_ = FilingPeriod.objects.filter(Q(cancelled_on=None) | Q(cancelled_on__gt=today), opened_on__lte=today)
    concerned = Q(person__in=StandingInterval.objects.filter(status__in=HELD, from_on__lte=today).values("person"))
    rows = open_.filter(concerned, filing__author=own_division()).order_by()
    found: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for person, institution, opened_on in rows.values_list("person_id", "institution", "opened_on"):
        found[person].append((institution, opened_on))
    return found


def _held(people: Collection[str], today: date) -> Iterable[_Measure]:
    """Yield what holds on a day, as the standing gives its reasons."""
    rows = StandingInterval.objects.filter(person__in=people, status__in=HELD, from_on__lte=today)
    for interval in rows.filter(Q(to_on=None) | Q(to_on__gt=today)):
        for reason in interval.reasons:
            since = date.fromisoformat(reason["starts_on"])
            kind = TellingKind.CASCADE
            if reason["kind"] == ReasonKind.POINTS:
                kind = TellingKind.SUSPENSION if reason["status"] == Status.SUSPENDED else TellingKind.TERMINATION
            yield _Measure(cause=UUID(reason["fact"]), kind=kind, person=interval.person_id, since=since)


def _restored(people: Collection[str], today: date) -> Iterable[_Measure]:
    """Yield the restorations that ended the last status of those who are normal on a day."""
    rows = StandingInterval.objects.filter(person__in=people, status__in=HELD, from_on__lte=today).order_by("from_on")
    last = dict(rows.values_list("person_id", "to_on"))
    ended = {person: to_on for person, to_on in last.items() if to_on is not None and to_on <= today}
    passed = Restoration.objects.in_force().filter(passed=True, person__in=ended).order_by("-statement")
    found = {}
    for cause, person, effective_on in passed.values_list("pk", "person_id", "effective_on"):
        if effective_on == ended[person]:
            found[person] = _Measure(cause=cause, kind=TellingKind.RESTORATION, person=person, since=effective_on)
    return found.values()


def _told(measures: Collection[_Measure]) -> dict[tuple[UUID, str], dict[str, date]]:
    """Return when each institution was told of each measure: by itself, or by the notice that was served on it."""
    causes = {measure.cause for measure in measures}
    found: dict[tuple[UUID, str], dict[str, date]] = defaultdict(dict)

    def keep(cause: UUID, kinds: Iterable[str], institution: str, on: date) -> None:
        for kind in kinds:
            days = found[cause, kind]
            days[institution] = min(on, days.get(institution, on))

    for cause, kind, institution, on in Telling.objects.filter(cause__in=causes).values_list(
        "cause", "kind", "institution", "told_on"
    ):
        keep(cause, (kind,), institution, on)
    by_points = (TellingKind.SUSPENSION, TellingKind.TERMINATION)
    served = NoticeServed.objects.in_force().filter(decision__in=causes)
    taken_over = Decision.objects.filter(pk__in=causes).exclude(notice_served_on=None)
    for cause, institution, served_on in (
        *served.values_list("decision_id", "decision__institution", "served_on"),
        *taken_over.values_list("pk", "institution", "notice_served_on"),
    ):
        assert served_on is not None
        keep(cause, by_points, institution, served_on)
    cascades = Cascade.objects.filter(pk__in=causes, author=own_division())
    references = {(row.reference, row.person_id): row.pk for row in cascades}
    servings = NoticeServing.objects.filter(notice__subject__order__reference__in={name for name, _ in references})
    for reference, person, institution, on in servings.values_list(
        "notice__subject__order__reference", "notice__subject__person", "notice__subject__order__institution",
        "served_on",
    ):  # fmt: skip
        if (applied := references.get((reference, person))) is not None:
            keep(applied, (TellingKind.CASCADE,), institution, on)
    return found


def _came_in(measures: Collection[_Measure]) -> dict[UUID, date]:
    """Return the day on which each fact reached this node: the log's day, or that of its signature."""
    found: dict[UUID, date] = {}
    for model in (Decision, Cascade, Restoration):
        rows = model._default_manager.filter(pk__in={measure.cause for measure in measures})
        for cause, signed, logged in rows.values_list("pk", "statement__issued_at", "statement__entry__reached_at"):
            at: datetime = logged or signed
            found[cause] = law_day(at)
    return found
