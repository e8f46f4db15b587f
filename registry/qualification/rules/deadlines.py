"""Deadlines in working days: when each starts, when it is due, and how it stands on a day.

The day of the event that starts a deadline does not count. Beyond the published calendar a deadline has no due
day and is `unknown`: never guessed (O19).
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from registry.packs.book import PackBook
from registry.packs.pack import NATIONAL_DEFAULT, Pack
from registry.qualification.rules import points
from registry.qualification.rules.deadline_rules import DeadlineRules
from registry.qualification.rules.facts import Decision, Facts, distinct
from registry.qualification.rules.measures import Measure
from registry.qualification.rules.procedure import OBJECTION_WORKING_DAYS
from registry.qualification.rules.restoration_rules import RestorationRules
from registry.qualification.rules.serving import corrections, received_on, served_on
from registry.qualification.rules.standing import Timeline
from registry.words.code import Code
from registry.words.deadlines import DeadlineName, DeadlineState
from registry.words.measures import MeasureKind
from registry.words.workdays import Calendar

Date = datetime.date

_PROCEDURE = "医保办发〔2024〕34号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One row of the table: the article, and how many working days a pack gives."""

    article: str
    days: Callable[[Pack], int]


def _national(days: int) -> Callable[[Pack], int]:
    return lambda pack: days


LIMITS: Mapping[DeadlineName, Limit] = MappingProxyType(
    {
        DeadlineName.NOTICE_ISSUE: Limit(article=f"{_PROCEDURE} art. 31", days=_national(5)),
        DeadlineName.NOTICE_DELIVERY: Limit(article=f"{_PROCEDURE} art. 33", days=_national(3)),
        DeadlineName.OBJECTION: Limit(article=f"{_PROCEDURE} art. 41", days=_national(OBJECTION_WORKING_DAYS)),
        DeadlineName.OBJECTION_BY_PERSON: Limit(
            article=f"{_PROCEDURE} art. 41", days=_national(OBJECTION_WORKING_DAYS)
        ),
        DeadlineName.OBJECTION_VERIFICATION: Limit(article=f"{_PROCEDURE} art. 44", days=_national(20)),
        DeadlineName.RESTORATION_APPLICATION: Limit(
            article=f"{_PROCEDURE} art. 39", days=lambda pack: pack[RestorationRules].lead_working_days
        ),
        DeadlineName.RESTORATION_ASSESSMENT: Limit(
            article=f"{_PROCEDURE} art. 39", days=lambda pack: pack[RestorationRules].assessment_working_days
        ),
        # Neither the Regulation nor the procedure names days; O44 settles the day from which silence is an alarm.
        DeadlineName.FRAUD_SCORING: Limit(article="国务院令第735号 art. 40", days=_national(30)),
    }
)
"""Every deadline that runs everywhere, in the order of the procedure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalLimit:
    """A deadline for which the procedure names no number: the article, and what a pack sets, if it sets any."""

    article: str
    days: Callable[[Pack], int | None]


LOCAL_LIMITS: Mapping[DeadlineName, LocalLimit] = MappingProxyType(
    {
        DeadlineName.INSTITUTION_UPDATE: LocalLimit(
            article=f"{_PROCEDURE} art. 33", days=lambda pack: pack[DeadlineRules].institution_update
        ),
        DeadlineName.DEPARTMENT_REPORT: LocalLimit(
            article=f"{_PROCEDURE} arts. 40, 52", days=lambda pack: pack[DeadlineRules].department_report
        ),
        DeadlineName.TALK: LocalLimit(article=f"{_PROCEDURE} art. 36", days=lambda pack: pack[DeadlineRules].talk),
        DeadlineName.TRAINING: LocalLimit(
            article=f"{_PROCEDURE} art. 36", days=lambda pack: pack[DeadlineRules].training
        ),
        DeadlineName.KEY_SUPERVISION: LocalLimit(
            article=f"{_PROCEDURE} art. 36", days=lambda pack: pack[DeadlineRules].key_supervision
        ),
        DeadlineName.SITES_TOLD: LocalLimit(
            article=f"{_PROCEDURE} art. 34", days=lambda pack: pack[DeadlineRules].sites_told
        ),
    }
)
"""Deadlines whose days only a pack sets."""

STATED_LIMITS: Mapping[DeadlineName, str] = MappingProxyType(
    {
        DeadlineName.RECONCILIATION: f"{_PROCEDURE} arts. 35, 46",
        DeadlineName.CORRECTION: f"{_PROCEDURE} art. 46",
        DeadlineName.AGREEMENT_HANDLING: f"{_PROCEDURE} art. 46",
    }
)
"""What is due on a day that is not counted in working days, or has none: months of a pack, the term of an order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something to be done from `starts_on` until `due_on`, that day included; `due_on` None is unknown.

    Where it is not `limited`, it is owed and nobody set a time for it.
    `fact` is the id of the fact that started it, `author` the division whose clock it is. The procedure's deadlines
    are `DeadlineName`s; a room of work that has others names its own.
    """

    name: Code
    article: str
    starts_on: Date
    due_on: Date | None
    done_on: Date | None = None
    fact: str = ""
    author: str = ""
    limited: bool = True


def verification(
    lodged_on: Date, calendar: Calendar, *, settled_on: Date | None, away: tuple[Date, Date] | None = None
) -> Deadline:
    """Return the time for the verification of an objection (art. 44).

    `away` are the days on which experts were asked and had answered, or have not yet: their time is not counted.
    """
    plain = after(DeadlineName.OBJECTION_VERIFICATION, lodged_on, calendar, done_on=settled_on)
    if away is None or plain.due_on is None:
        return plain
    lost = calendar.working_days_between(*away)
    return replace(plain, due_on=None if lost is None else calendar.add_working_days(plain.due_on, max(0, lost)))


def state(deadline: Deadline, today: Date) -> DeadlineState:
    """Return how a deadline stands on a day; what is done after that day is not done yet."""
    if not deadline.limited:
        done = deadline.done_on is not None and deadline.done_on <= today
        return DeadlineState.MET if done else DeadlineState.OPEN
    if deadline.due_on is None:
        return DeadlineState.UNKNOWN
    if deadline.done_on is not None and deadline.done_on <= today:
        return DeadlineState.MET if deadline.done_on <= deadline.due_on else DeadlineState.MET_LATE
    return DeadlineState.RUNNING if today <= deadline.due_on else DeadlineState.LATE


def after(
    name: DeadlineName,
    starts_on: Date,
    calendar: Calendar,
    *,
    done_on: Date | None = None,
    pack: Pack = NATIONAL_DEFAULT,
    fact: str = "",
    author: str = "",
) -> Deadline:
    """Return a deadline that runs from an event: its day is day 0."""
    limit = LIMITS[name]
    return Deadline(
        name=name,
        article=limit.article,
        starts_on=starts_on,
        due_on=calendar.add_working_days(starts_on, limit.days(pack)),
        done_on=done_on,
        fact=fact,
        author=author,
    )


def where_set(
    name: DeadlineName, starts_on: Date, calendar: Calendar, *, pack: Pack, done_on: Date | None = None
) -> Deadline | None:
    """Return a deadline of `LOCAL_LIMITS` that runs from an event; None where the pack sets no days.

    `institution_update` runs from the serving of the notice until the institution has set its record (art. 33);
    `department_report` from the issue of the notice until the agency has reported to the department (art. 40).
    """
    limit = LOCAL_LIMITS[name]
    days = limit.days(pack)
    if days is None:
        return None
    due_on = calendar.add_working_days(starts_on, days)
    return Deadline(name=name, article=limit.article, starts_on=starts_on, due_on=due_on, done_on=done_on)


def objection_by_person(
    served: Date,
    received: Date | None,
    calendar: Calendar,
    *,
    done_on: Date | None = None,
    fact: str = "",
    author: str = "",
) -> Deadline:
    """Return the time in which the person may object: from their own receipt of the notice (art. 41, O39).

    While no institution has confirmed the receipt it is unknown when that time began, and nobody is late.
    """
    name = DeadlineName.OBJECTION_BY_PERSON
    if received is not None:
        return after(name, received, calendar, done_on=done_on, fact=fact, author=author)
    return Deadline(
        name=name,
        article=LIMITS[name].article,
        starts_on=served,
        due_on=None,
        done_on=done_on,
        fact=fact,
        author=author,
    )


def owed(
    name: DeadlineName, starts_on: Date, calendar: Calendar, *, pack: Pack, done_on: Date | None = None
) -> Deadline:
    """Return something of `LOCAL_LIMITS` that is owed from an event on, in time or, where no pack sets any, without."""
    found = where_set(name, starts_on, calendar, pack=pack, done_on=done_on)
    if found is not None:
        return found
    article = LOCAL_LIMITS[name].article
    return Deadline(name=name, article=article, starts_on=starts_on, due_on=None, done_on=done_on, limited=False)


def until(name: DeadlineName, starts_on: Date, due_on: Date | None, *, done_on: Date | None = None) -> Deadline:
    """Return something of `STATED_LIMITS` to be done until a day; without a day it is owed all the same."""
    return Deadline(
        name=name,
        article=STATED_LIMITS[name],
        starts_on=starts_on,
        due_on=due_on,
        done_on=done_on,
        limited=due_on is not None,
    )


def restoration_application(
    measure: Measure, calendar: Calendar, *, pack: Pack = NATIONAL_DEFAULT, done_on: Date | None = None
) -> Deadline | None:
    """Return the time in which a restoration is applied for without a day lost (art. 39).

    From the pack's working days before the term ends until the last day of the term. Nobody is refused later:
    the suspension only lasts on. None where the term has no end in sight.
    """
    if measure.kind is not MeasureKind.SUSPENSION or measure.term_ends_on is None:
        return None
    limit = LIMITS[DeadlineName.RESTORATION_APPLICATION]
    opens_on = calendar.add_working_days(measure.term_ends_on, -limit.days(pack))
    return Deadline(
        name=DeadlineName.RESTORATION_APPLICATION,
        article=limit.article,
        starts_on=measure.starts_on if opens_on is None else max(opens_on, measure.starts_on),
        due_on=None if opens_on is None else measure.term_ends_on - datetime.timedelta(days=1),
        done_on=done_on,
        fact=measure.decision,
        author=measure.author,
    )


def deadlines_of(facts: Facts, timeline: Timeline, packs: PackBook, calendar: Calendar) -> tuple[Deadline, ...]:
    """Return every deadline that one person's facts have started, those of a decision together.

    `timeline` is the person's by the same facts. A suspension that ended was applied for. The assessment of a
    restoration is not among them, nor what only a pack sets: the facts do not hold when a restoration was applied
    for, a record set or a report made (see `after`, `where_set`).
    """
    found: list[Deadline] = []
    decisions = {decision.id: decision for decision in points.in_force(facts)}
    for decision in decisions.values():
        found += _of_notice(decision, facts, calendar)
    found += _of_objections(facts, calendar)
    for measure in timeline.measures:
        decision = decisions[measure.decision]
        pack = packs.for_(decision.author, decision.decided_on)
        application = restoration_application(measure, calendar, pack=pack, done_on=measure.ended_on)
        if application is not None:
            found.append(application)
    return tuple(found)


def notice_issue(
    decided_on: Date,
    received_on: Date | None,
    calendar: Calendar,
    *,
    done_on: Date | None,
    fact: str = "",
    author: str = "",
) -> Deadline:
    """Return the time for the notice: from the receipt of a penalty, from the agency's own decision (art. 31)."""
    started = received_on or decided_on
    return after(DeadlineName.NOTICE_ISSUE, started, calendar, done_on=done_on, fact=fact, author=author)


def _of_notice(decision: Decision, facts: Facts, calendar: Calendar) -> Iterator[Deadline]:
    """Yield the deadlines of a decision's notice; without a notice only its issue runs."""
    served, corrected = served_on(decision, facts), corrections(decision.id, facts)
    firsts = [notice.issued_on for notice in facts.notices if notice.decision == decision.id and not notice.corrects]
    issued = decision.notice_issued_on or min(firsts, default=None)
    events: list[tuple[DeadlineName, Date, Date | None]] = []
    if issued is not None or served is None:
        yield notice_issue(
            decision.decided_on, decision.basis_received_on, calendar, done_on=issued, fact=decision.id,
            author=decision.author,
        )  # fmt: skip
    if issued is not None:
        events.append((DeadlineName.NOTICE_DELIVERY, issued, served))
    events += [(DeadlineName.NOTICE_DELIVERY, notice.issued_on, notice.served_on) for notice in corrected]
    # To what a correction tells one objects anew: the times are those of the last notice served (O45).
    told, since = (corrected[-1].served_on, corrected[-1].issued_on) if corrected else (served, None)
    objected = (each.lodged_on for each in facts.objections if each.target == decision.id)
    lodged = min((day for day in objected if since is None or day >= since), default=None)
    if told is not None:
        events.append((DeadlineName.OBJECTION, told, lodged))
    for name, event, done_on in events:
        yield after(name, event, calendar, done_on=done_on, fact=decision.id, author=decision.author)
    if told is not None:
        received = received_on(decision.id, facts)
        yield objection_by_person(told, received, calendar, done_on=lodged, fact=decision.id, author=decision.author)


def _of_objections(facts: Facts, calendar: Calendar) -> Iterator[Deadline]:
    """Yield how long each objection to what is there may be verified; what it annulled itself was there."""
    annulled = {annulment.decision for annulment in facts.annulments}
    authors = {cascade.id: cascade.author for cascade in facts.cascades}
    authors |= {decision.id: decision.author for decision in facts.decisions if decision.id not in annulled}
    settled: dict[str, Date] = {}
    for settlement in facts.settlements:
        settled[settlement.objection] = min(settlement.settled_on, settled.get(settlement.objection, Date.max))
    for objection in sorted(distinct(facts.objections), key=lambda each: (each.lodged_on, each.id)):
        if objection.target in authors:
            yield after(
                DeadlineName.OBJECTION_VERIFICATION,
                objection.lodged_on,
                calendar,
                done_on=settled.get(objection.id),
                fact=objection.id,
                author=authors[objection.target],
            )
