"""Since when a status was known: by a notice that was served, or to the till of this node, which then refused.

A till answers from what its node has stored. So what it said of a day that is over follows from the facts and merges
stored by that day; what arrived later, however far it reaches back, it did not know.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple
from uuid import UUID

from registry.payment.rules.payment import REFUSING, common_days
from registry.qualification.rules.facts import Facts
from registry.qualification.rules.kinship import Kinship
from registry.qualification.rules.objections import Window
from registry.qualification.rules.standing import Interval, Timeline
from registry.qualification.selectors.kinship import kinship
from registry.words.dates import law_day
from sync.models import Statement

Date = datetime.date


class _Since(NamedTuple):
    """Who signed a statement, and on which days it was signed and stored here."""

    author: str
    signed_on: Date
    stored_on: Date


@dataclass(frozen=True, slots=True, kw_only=True)
class TillHistory:
    """What is known of some people, and since when."""

    whole: Kinship
    since: Mapping[str, _Since]

    def ids(self, person: str) -> Collection[str]:
        """Return all IDs of a person."""
        return self.whole.kin(person)

    def refusing(self, one: str) -> list[Window]:
        """Return on which days nothing is paid for an ID, by what is known now."""
        return _refusing(self.whole.timeline(one))

    def told(self, one: str, first: Date, last: Date, *, own: str) -> list[Window]:
        """Return those of the refusing days between two on which that was known, by a notice or to the till.

        `own` is the division whose till it is: what it signed itself held there from the signature on, before it was in
        the log.
        """
        return [*self._by_notice(one, first, last), *self._by_till(one, first, last, own)]

    def _by_notice(self, one: str, first: Date, last: Date) -> Iterable[Window]:
        timeline = self.whole.timeline(one)
        served = _served(self.whole.united(one), timeline)
        for interval in timeline.intervals:
            if interval.status not in REFUSING:
                continue
            days = [served[reason.fact] for reason in interval.reasons if reason.fact in served]
            if days:
                yield from common_days(_window(interval), (min(days), None), (first, _after(last)))

    def _by_till(self, one: str, first: Date, last: Date, own: str) -> Iterable[Window]:
        known_on = {fact: each.signed_on if each.author == own else each.stored_on for fact, each in self.since.items()}
        changes = sorted({first} | {day for day in known_on.values() if first < day <= last})
        for day, until in zip(changes, [*changes[1:], _after(last)], strict=True):
            known = {fact for fact, since in known_on.items() if since <= day}
            for then in _refusing(self._knowing(known).timeline(one)):
                for now in self.refusing(one):
                    yield from common_days(then, now, (day, until))

    def _knowing(self, known: Collection[str]) -> Kinship:
        return Kinship(
            packs=self.whole.packs,
            merges=tuple(merge for merge in self.whole.merges if merge.id in known),
            facts={person: _kept(facts, known) for person, facts in self.whole.facts.items()},
        )


def till_history(people: Collection[str]) -> TillHistory:
    """Return what is known of people, and since when."""
    whole = kinship(people)
    ids = {fact for facts in whole.facts.values() for fact in _ids(facts)}
    ids |= {merge.id for merge in whole.merges}
    rows = Statement.objects.filter(pk__any_of=set(map(UUID, ids))).order_by()
    return TillHistory(
        whole=whole,
        since={
            str(pk): _Since(author, law_day(min(issued_at, stored_at)), law_day(stored_at))
            for pk, author, issued_at, stored_at in rows.values_list("pk", "author", "issued_at", "stored_at")
        },
    )


def _served(facts: Facts, timeline: Timeline) -> dict[str, Date]:
    """Return when the notices of decisions and cascades were served.

    Decisions that crossed a threshold of which their notice could not tell are left out (O26).
    """
    unforeseen = {measure.decision for measure in timeline.measures if measure.unforeseen}
    unforeseen |= {each.decision for each in facts.stated}
    served: list[tuple[str, Date | None]] = [(each.decision, each.served_on) for each in facts.notices]
    served += [(each.id, each.notice_served_on) for each in facts.decisions]
    served += [(each.id, each.notice_served_on) for each in facts.cascades]
    found: dict[str, Date] = {}
    for fact, day in served:
        if day is not None and fact not in unforeseen:
            found[fact] = min(day, found.get(fact, day))
    return found


def _refusing(timeline: Timeline) -> list[Window]:
    return [_window(interval) for interval in timeline.intervals if interval.status in REFUSING]


def _window(interval: Interval) -> Window:
    return interval.from_on or Date.min, interval.to_on


def _after(day: Date) -> Date:
    return day + datetime.timedelta(days=1)


def _kept(facts: Facts, known: Collection[str]) -> Facts:
    return Facts(
        **{
            field.name: tuple(each for each in getattr(facts, field.name) if each.id in known)
            for field in fields(Facts)
        }
    )


def _ids(facts: Facts) -> Iterable[str]:
    return (each.id for field in fields(Facts) for each in getattr(facts, field.name))
