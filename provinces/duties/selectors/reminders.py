"""Which talks, trainings and key supervisions are owed, person by person and institution by institution (art. 36).

Nothing of it is stored. A score owes a talk and a training from the day on which its notice reached the institution,
and what the rule pack asks for where the year's points reach one of its steps below 9. Whatever of a kind was held
there since counts, for every score of which the institution had the notice by then. Key supervision, once owed in a
year, is not owed again in that year. Nothing is owed any more where the person is not filed there.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from provinces.duties.codes import ReminderKind
from provinces.duties.models import Reminder
from provinces.office.codes import Office
from provinces.office.selectors import own_division
from registry.packs.pack import Pack
from registry.packs.selectors import pack_book
from registry.people.selectors.kin import survivors
from registry.qualification.models import Annulment, Decision, FilingPeriod, NoticeServed, ObjectionSettlement
from registry.qualification.rules.early import early_duties
from registry.qualification.rules.early_rules import EarlyRules
from registry.qualification.selectors.standings import timelines
from registry.words.early_duties import EarlyDuty
from registry.words.remedies import ObjectionOutcome

UPON_A_SCORE = (ReminderKind.TALK, ReminderKind.TRAINING)
OFFICES: Mapping[ReminderKind, Office] = {
    ReminderKind.TALK: Office.INSTITUTION,
    ReminderKind.TRAINING: Office.INSTITUTION,
    ReminderKind.KEY_SUPERVISION: Office.AGENCY,
}
"""Whose it is to hold it; held by the other, it is held all the same: a clinic's only doctor talks to nobody."""

_EARLY: Mapping[EarlyDuty, ReminderKind] = {
    EarlyDuty.TALK: ReminderKind.TALK,
    EarlyDuty.TRAINING: ReminderKind.TRAINING,
    EarlyDuty.REGULAR_TRAINING: ReminderKind.TRAINING,
    EarlyDuty.KEY_SUPERVISION: ReminderKind.KEY_SUPERVISION,
}
"""What a pack calls it. A record of them is asked for of every one here, so it is no kind of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A talk, training or key supervision that a score asks for, and when it was held, if it was."""

    kind: ReminderKind
    person: str
    institution: str
    decision: UUID
    since: date
    done_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Score:
    decision: UUID
    person: str
    institution: str
    year: int
    decided_on: date
    served_on: date


def owed(today: date, *, people: Collection[str] | None = None) -> list[Owed]:
    """Return what this province's scores ask for by a day, what was done among it, the earliest first.

    `people`: lifelong IDs to which it is limited.
    """
    scores = [score for score in _scores(people) if score.served_on <= today]
    if not scores:
        return []
    held = _held({score.person for score in scores}, today)
    filed = _filed({score.person for score in scores}, today)
    asked = _asked_early(scores)
    found = []
    for score in scores:
        for kind in (*UPON_A_SCORE, *sorted(asked.get(score.decision, ()))):
            days = held.get((score.person, score.institution, kind), [])
            at = bisect_left(days, score.served_on)
            done_on = days[at] if at < len(days) else None
            if done_on is None and (score.person, score.institution) not in filed:
                continue
            found.append(
                Owed(
                    kind=kind, person=score.person, institution=score.institution, decision=score.decision,
                    since=score.served_on, done_on=done_on,
                )
            )  # fmt: skip
    return found


def early_kinds(total: int, pack: Pack) -> frozenset[ReminderKind]:
    """Return what a pack asks for where a year's points have reached a number below 9."""
    return frozenset(_EARLY[duty] for duty in early_duties(total, pack) if duty in _EARLY)


def _scores(people: Collection[str] | None) -> list[_Score]:
    """Return the scores in force of this province whose notice was served, in the order of serving."""
    own = own_division()
    undone = {
        *Annulment.objects.in_force().filter(decision__author=own).values_list("decision_id", flat=True),
        *ObjectionSettlement.objects.in_force()
        .filter(outcome=ObjectionOutcome.ANNULLED, objection__decision__author=own)
        .values_list("objection__decision_id", flat=True),
    }
    served = dict(
        NoticeServed.objects.in_force()
        .filter(author=own)
        .order_by("-served_on")
        .values_list("decision_id", "served_on")
    )
    rows = Decision.objects.in_force().filter(author=own)
    if people is not None:
        rows = rows.filter(person__in=people)
    found = list(
        rows.order_by().values_list("pk", "person_id", "institution", "decided_on", "notice_served_on")
    )  # fmt: skip
    goes_on = survivors({person for _, person, *_ in found})
    scores = [
        _Score(
            decision=pk, person=goes_on.get(person, person), institution=institution, year=decided_on.year,
            decided_on=decided_on, served_on=served_on,
        )
        for pk, person, institution, decided_on, stated in found
        if pk not in undone and (served_on := served.get(pk) or stated) is not None
    ]  # fmt: skip
    return sorted(scores, key=lambda score: (score.served_on, score.decided_on, score.person, str(score.decision)))


def _held(people: Collection[str], today: date) -> dict[tuple[str, str, str], list[date]]:
    """Return the days on which each kind was held, by person and institution, in order."""
    rows = Reminder.objects.filter(held_on__lte=today).order_by("held_on")
    found: dict[tuple[str, str, str], list[date]] = defaultdict(list)
    said = list(rows.values_list("person_id", "institution", "kind", "held_on"))
    goes_on = survivors({person for person, *_ in said})
    for person, institution, kind, held_on in said:
        if (whole := goes_on.get(person, person)) in people:
            found[whole, institution, kind].append(held_on)
    return found


def _filed(people: Collection[str], today: date) -> set[tuple[str, str]]:
    open_ = FilingPeriod.objects.filter(Q(cancelled_on=None) | Q(cancelled_on__gt=today), person__in=people)
    return set(open_.filter(filing__author=own_division()).values_list("person_id", "institution"))


def _asked_early(scores: Iterable[_Score]) -> dict[UUID, set[ReminderKind]]:
    """Return what each score asks for besides talk and training, by the pack's steps: once in a person's year."""
    packs, own = pack_book(), own_division()
    by_pack = {score.decision: packs.for_(own, score.decided_on) for score in scores}
    concerned = [score for score in scores if by_pack[score.decision][EarlyRules].early_measures]
    if not concerned:
        return {}
    totals = {
        UUID(measure.decision): measure.points_total
        for timeline in timelines({score.person for score in concerned}).values()
        for measure in timeline.measures
    }
    asked: dict[UUID, set[ReminderKind]] = {}
    before: dict[tuple[str, int], set[ReminderKind]] = defaultdict(set)
    for score in concerned:
        more = early_kinds(totals.get(score.decision, 0), by_pack[score.decision]) - set(UPON_A_SCORE)
        asked[score.decision] = set(more) - before[score.person, score.year]
        before[score.person, score.year] |= more
    return asked
