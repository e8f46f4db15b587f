"""A year of an institution, for the assessment of its agreement (procedure arts. 5, 9, 10, 30, 46).

A suspension or termination is a person-time of every institution at which the person is filed on its first day: that is
where the qualification is lost (art. 34). Of how many filed people it is a share, and what follows, the pack of the
institution's province says, as it stands on the last day of the year.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import F, Q, Sum

from registry.institutions.models import Institution
from registry.packs.selectors import pack_book
from registry.payment.models import BorneLoss
from registry.people.selectors.kin import survivors
from registry.qualification.models import Commendation, Decision, FilingPeriod, StandingInterval
from registry.qualification.rules import points
from registry.qualification.rules.deadlines import deadlines_of, state
from registry.qualification.rules.kinship import Kinship
from registry.qualification.selectors.calendar import working_calendar
from registry.qualification.selectors.kinship import kinship
from registry.statistics.rules.ratio import FiledPeriod, FiledUnder, ratio
from registry.statistics.rules.ratio_rules import RatioRules
from registry.words.deadlines import DeadlineName, DeadlineState
from registry.words.measures import RatioMeasure
from registry.words.statuses import Status

Date = datetime.date

_LOST = (Status.SUSPENDED, Status.TERMINATED)
_NOTICE = (DeadlineName.NOTICE_ISSUE, DeadlineName.NOTICE_DELIVERY)
_LATE = (DeadlineState.LATE, DeadlineState.MET_LATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionRatio:
    """The share of art. 30. `share` is None where nobody was filed; thresholds are percent, None where none is set."""

    institution: Institution
    year: int
    suspensions: int
    terminations: int
    filed: Fraction
    denominator: str
    share: Fraction | None
    settlement_percent: int | None
    agreement_percent: int | None
    measure: RatioMeasure | None

    @property
    def person_times(self) -> int:
        """Suspensions and terminations that began in the year."""
        return self.suspensions + self.terminations

    @property
    def share_percent(self) -> str | None:
        """Return the share in percent with two digits, cut off and not rounded up."""
        if self.share is None:
            return None
        hundredths = int(self.share * 10_000)
        return f"{hundredths // 100}.{hundredths % 100:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Decisions in force that rest on an institution-level decision against the institution in the year."""

    decisions: int = 0
    people: int = 0
    points: int = 0
    notices_late: int = 0
    """Notices issued or served after their deadline, or not yet by then; beyond the calendar nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A year of an institution."""

    institution: Institution
    year: int
    people_filed: int
    """People filed there on any day of the year."""
    without_commitment: int
    """Filings of the year without a known commitment (arts. 13, 21)."""
    scores: Scores
    ratio: InstitutionRatio
    losses: int
    loss_fen: int
    commendations: int


@dataclass(slots=True)
class _Place:
    """What is known of one institution: filings of its people, each with the ID it was said of."""

    periods: list[tuple[str, FiledPeriod]] = field(default_factory=list)

    def people(self) -> dict[str, list[tuple[str, FiledPeriod]]]:
        """Return the filings of each person, under the ID that goes on."""
        found: dict[str, list[tuple[str, FiledPeriod]]] = {}
        for said_of, period in self.periods:
            found.setdefault(period.person, []).append((said_of, period))
        return found


def ratios(institutions: Collection[Institution], year: int) -> list[InstitutionRatio]:
    """Return the ratio of each of these institutions for a year, in the order of their codes."""
    places = _places({institution.pk for institution in institutions}, year)
    people = {person for place in places.values() for person, _ in place.periods}
    standings = _standings(people, year)
    packs = pack_book()
    found = []
    for institution in sorted(institutions, key=lambda each: each.pk):
        place = places.get(institution.pk, _Place())
        rules = packs.for_(institution.province, Date(year, 12, 31))[RatioRules]
        found.append(_ratio(institution, year, place, standings, rules))
    return found


def met(institutions: Collection[Institution], year: int) -> list[InstitutionRatio]:
    """Return the institutions that reached a threshold, the largest share first."""
    reached = (ratio for ratio in ratios(institutions, year) if ratio.measure is not None)
    return sorted(reached, key=lambda ratio: (-(ratio.share or 0), ratio.institution.pk))


def concerned(year: int) -> set[str]:
    """Return the codes of the institutions where anybody is filed who lost the qualification in a year."""
    lost = StandingInterval.objects.filter(from_on__year=year, status__in=_LOST).order_by().values("person_id")
    periods = FilingPeriod.objects.filter(_in_year(year), person_id__in=lost).order_by()
    return set(periods.values_list("institution", flat=True).distinct())


def sheet(institution: Institution, year: int, *, today: Date) -> Sheet:
    """Return a year of an institution, as it is known today."""
    periods = FilingPeriod.objects.filter(_in_year(year), institution=institution.pk, person=F("filing__person"))
    losses = BorneLoss.objects.in_force().filter(institution=institution.pk, decided_on__year=year)
    commended = Commendation.objects.in_force().filter(institution=institution.pk, awarded_on__year=year)
    return Sheet(
        institution=institution,
        year=year,
        people_filed=len(_goes_on(periods.order_by().values_list("person_id", flat=True))),
        without_commitment=periods.filter(filing__commitment_version="").count(),
        scores=_scores(institution, year, today),
        ratio=ratios([institution], year)[0],
        losses=losses.count(),
        loss_fen=losses.aggregate(whole=Sum("amount_fen"))["whole"] or 0,
        commendations=commended.count(),
    )


def _in_year(year: int) -> Q:
    still = Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=Date(year, 1, 1))
    return Q(opened_on__lte=Date(year, 12, 31)) & still


def _goes_on(people: Iterable[str]) -> set[str]:
    """Return these people under the IDs that go on: somebody who was merged is one."""
    ids = set(people)
    merged = survivors(ids)
    return {merged.get(person, person) for person in ids}


def _places(institutions: Collection[str], year: int) -> dict[str, _Place]:
    """Return the filings at these institutions, each under the ID it was said of."""
    rows = FilingPeriod.objects.filter(_in_year(year), institution__in=institutions, person=F("filing__person"))
    found: dict[str, _Place] = {}
    values = list(rows.order_by().values_list("institution", "person_id", "opened_on", "cancelled_on"))
    merged = survivors({person for _, person, _, _ in values})
    for institution, person, opened_on, cancelled_on in values:
        period = FiledPeriod(person=merged.get(person, person), opened_on=opened_on, cancelled_on=cancelled_on)
        found.setdefault(institution, _Place()).periods.append((person, period))
    return found


def _standings(people: Collection[str], year: int) -> Kinship:
    """Return, with everybody they were merged with, those of these people of whom something may begin in a year."""
    lost = StandingInterval.objects.filter(person_id__any_of=people, from_on__year=year, status__in=_LOST).order_by()
    return kinship(set(lost.values_list("person_id", flat=True)))


def _touched(place: _Place, standings: Kinship) -> Iterator[list[FiledUnder]]:
    """Yield, of each person of whom something may have begun, the filings at an institution under any of their IDs."""
    for periods in place.people().values():
        if any(said_of in standings.facts for said_of, _ in periods):
            yield [FiledUnder(period=period, timeline=standings.timeline(said_of)) for said_of, period in periods]


def _ratio(
    institution: Institution, year: int, place: _Place, standings: Kinship, rules: RatioRules
) -> InstitutionRatio:
    found = ratio(_touched(place, standings), [period for _, period in place.periods], year, rules)
    return InstitutionRatio(
        institution=institution,
        year=year,
        suspensions=found.suspensions,
        terminations=found.terminations,
        filed=found.filed,
        denominator=rules.denominator.value,
        share=found.share,
        settlement_percent=rules.settlement_percent,
        agreement_percent=rules.agreement_percent,
        measure=found.measure,
    )


def _scores(institution: Institution, year: int, today: Date) -> Scores:
    rows = Decision.objects.in_force().filter(institution=institution.pk, decided_on__year=year)
    people = set(rows.order_by().values_list("person_id", flat=True))
    if not people:
        return Scores()
    whole = kinship(people)
    counted = [
        decision
        for person in people
        for decision in points.in_force(whole.facts[person])
        if decision.institution == institution.pk and decision.decided_on.year == year
    ]
    scored = {person for person in people if any(each in counted for each in points.in_force(whole.facts[person]))}
    return Scores(
        decisions=len(counted),
        people=len({whole.survivor(person) for person in scored}),
        points=sum(decision.points for decision in counted),
        notices_late=_late(whole, people, {decision.id for decision in counted}, today),
    )


def _late(whole: Kinship, people: Collection[str], decisions: Collection[str], today: Date) -> int:
    days = working_calendar()
    late = {
        deadline.fact
        for person in people
        for deadline in deadlines_of(whole.united(person), whole.timeline(person), whole.packs, days)
        if deadline.name in _NOTICE and deadline.fact in decisions and state(deadline, today) in _LATE
    }
    return len(late)
