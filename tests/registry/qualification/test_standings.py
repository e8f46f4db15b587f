"""The projection depends on what was said, never on when it arrived, how often, or in what portions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.packs.selectors import pack_book
from registry.people.models import Person
from registry.qualification.models import FilingPeriod, Measure, StandingInterval
from registry.qualification.selectors.standings import timelines
from registry.qualification.services import standings
from registry.regulators.models import Notification
from sync import topics
from sync.models import Statement, StatementStatus
from sync.topics import Item
from tests.registry.ledger import CHONGQING, GUIZHOU, NATIONAL, Ledger, person, projection, scoring

PEOPLE = (1, 2)
START = date(2024, 11, 1)

quick = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement to be; `about` is the place of the statement that it refers to by `member`."""

    topic: str
    author: str
    body: dict[str, Any]
    about: int | None = None
    member: str = ""


days = st.integers(0, 700).map(lambda number: (START + timedelta(days=number)).isoformat())
authors = st.sampled_from([GUIZHOU, CHONGQING])
people = st.sampled_from(PEOPLE).map(person)


def bodies(**members: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(members)


opening = st.one_of(
    st.builds(
        lambda author, who, points, day, reached: Draft(
            "decision.issued", author, {"person": who, **scoring(points), "decided_on": day, "reached": reached}
        ),
        authors, people, st.integers(1, 12), days, st.sampled_from(["at_once", "accumulated"]),
    ),
    st.builds(
        lambda author, who, day, status: Draft(
            "cascade.applied", author, {"person": who, "applied_on": day, "status": status}
        ),
        authors, people, days, st.sampled_from(["suspended", "terminated"]),
    ),
    st.builds(
        lambda author, who, day, refiling, category: Draft(
            "filing.opened", author, {"person": who, "opened_on": day, "refiling": refiling, "category": category}
        ),
        authors, people, days, st.booleans(), st.sampled_from(["", "medical"]),
    ),
    st.builds(
        lambda author, who, year, points, months, day: Draft(
            "repair.granted",
            author,
            {"person": who, "year": year, "points": points, "months": months, "granted_on": day},
        ),
        authors, people, st.integers(2024, 2026), st.integers(0, 3), st.integers(0, 3), days,
    ),
    st.builds(
        lambda author, who, day, passed: Draft(
            "restoration.assessed",
            author,
            {"person": who, "assessed_on": day, "effective_on": day, "passed": passed},
        ),
        authors, people, days, st.booleans(),
    ),
    st.builds(
        lambda covered_on, months, stays, day, version: Draft(
            "pack.published",
            NATIONAL,
            {
                "division": GUIZHOU,
                "version": str(version),
                "valid_from": day,
                "document": {
                    "parameters": {
                        "months": {"11": {"value": months, "source": "invented"}},
                        "objection": {"stays_effect": {"value": stays, "source": "invented"}},
                        **({"phase_in": {"medical": {"value": covered_on, "source": "invented"}}} if stays else {}),
                    }
                },
            },
        ),
        days, st.integers(4, 6), st.booleans(), days, st.integers(1, 10**6),
    ),
)  # fmt: skip

FOLLOWING = {
    "decision.issued": (
        ("decision.annulled", "decision", "annulled_on"),
        ("notice.served", "decision", "served_on"),
        ("objection.lodged", "decision", "lodged_on"),
    ),
    "cascade.applied": (("cascade.lifted", "cascade", "lifted_on"), ("objection.lodged", "cascade", "lodged_on")),
    "filing.opened": (("filing.cancelled", "filing", "cancelled_on"),),
    "objection.lodged": (("objection.settled", "objection", "settled_on"),),
}
"""What may be said of a statement: topic, the member that refers to it, and the one for the day."""

outcomes = st.sampled_from([{"outcome": "upheld"}, {"outcome": "annulled"}, {"outcome": "changed", "points": 4}])


@st.composite
def histories(draw: st.DrawFn) -> list[Draft]:
    """Return statements about two people, and what was said of some of them."""
    drafts: list[Draft] = draw(st.lists(opening, min_size=1, max_size=8))
    for about, draft in enumerate(drafts):  # it grows: what is said of a statement may be spoken of in its turn
        if draft.topic in FOLLOWING and draw(st.integers(0, 1)) == 0:
            topic, member, day = draw(st.sampled_from(FOLLOWING[draft.topic]))
            body = {day: draw(days)}
            if topic == "notice.served":
                body["issued_on"] = body["served_on"]
            elif topic == "objection.settled":
                body |= draw(outcomes)
            drafts.append(Draft(topic, draft.author, body, about, member))
    return drafts


@contextmanager
def undone() -> Iterator[Ledger]:
    """Run on a fresh ledger, and take everything back."""
    with transaction.atomic():
        ledger = Ledger()
        ledger.open(*PEOPLE)
        yield ledger
        connection.check_constraints()
        transaction.set_rollback(True)


def stated(ledger: Ledger, drafts: Sequence[Draft], *, status: str = "logged") -> list[Item]:
    """Store the statements of a history; nothing is applied."""
    items: list[Item] = []
    for draft in drafts:
        body = dict(draft.body)
        if draft.about is not None:
            body[draft.member] = str(items[draft.about].id)
        items.append(ledger.item(draft.topic, draft.author, body))
    ledger.store(*items, status=status)
    return items


def in_portions(items: Sequence[Item], now: Any) -> None:
    """Apply statements topic by topic, all of one at once."""
    for name in sorted({item.topic for item in items}):
        mine = [item for item in items if item.topic == name]
        topics.hooks().settle(topics.find(name).handler.apply(mine, now=now), mine, now=now)


def shuffled(count: int) -> st.SearchStrategy[list[int]]:
    return st.permutations(range(count))


@pytest.mark.django_db
@quick
@given(st.data())
def test_any_order_gives_the_same_rows(data: st.DataObject) -> None:
    drafts = data.draw(histories())
    order = data.draw(shuffled(len(drafts)))
    with undone() as ledger:
        in_portions(stated(ledger, drafts), ledger.now)
        at_once = projection()
    with undone() as ledger:
        items = stated(ledger, drafts)
        ledger.apply(*(items[place] for place in order))
        assert projection() == at_once
        assert standings.differing([person(number) for number in PEOPLE]) == []


@pytest.mark.django_db
@quick
@given(histories())
def test_a_replay_changes_nothing(drafts: list[Draft]) -> None:
    with undone() as ledger:
        items = stated(ledger, drafts)
        ledger.apply(*items)
        before = projection(), told(), counts()
        ledger.apply(*items)
        in_portions(items, ledger.now)
        assert (projection(), told(), counts()) == before


@pytest.mark.django_db
@quick
@given(histories())
def test_coming_into_the_log_changes_nothing_but_pending(drafts: list[Draft]) -> None:
    """Hold for what comes in the order in which it was signed.

    Behind an entry that was signed later, a threshold that
    no notice foresaw is known only from that entry's clock on (O26): `test_behind_a_later_clock_it_is_known_later`.
    """
    with undone() as ledger:
        items = stated(ledger, drafts, status="pending")
        ledger.apply(*items)
        pending = by_day()
        for item in sorted(items, key=lambda item: item.issued_at):
            ledger.log(item)
            ledger.settle(item)
        assert by_day() == pending
        assert not StandingInterval.objects.filter(pending=True).exists()


@pytest.mark.django_db
def test_behind_a_later_clock_it_is_known_later(ledger: Ledger) -> None:
    """Never earlier, and never while it is pending: the log's clock stands at what was signed last (O26)."""
    drafts = [
        Draft("restoration.assessed", "520000", {"person": person(1), "assessed_on": "2024-11-02",
                                                 "effective_on": "2024-11-02", "passed": False}),
        Draft("decision.issued", "520000", {"person": person(2), **scoring(7), "decided_on": "2024-11-01"}),
        Draft("decision.issued", "500000", {"person": person(2), **scoring(2), "decided_on": "2024-11-01"}),
    ]  # fmt: skip
    items = stated(ledger, drafts, status="pending")
    ledger.apply(*items)
    assert [each.starts_on for each in Measure.objects.all()] == [date(2024, 11, 1)]
    for item in items:
        ledger.log(item)
        ledger.settle(item)
    assert [each.starts_on for each in Measure.objects.all()] == [date(2024, 11, 2)]


@pytest.mark.django_db
@quick
@given(histories())
def test_what_is_refused_was_never_there(drafts: list[Draft]) -> None:
    with undone() as ledger:
        nothing = projection()
        items = stated(ledger, drafts, status="pending")
        ledger.apply(*items)
        for item in items:
            ledger.set_status(item, "refused")
        assert projection() == nothing


def by_day() -> dict[str, list[tuple[Any, ...]]]:
    """Return each person's standing wherever anything begins or ends, without what is pending; and measures."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for who, timeline in timelines([person(number) for number in PEOPLE]).items():
        merged: list[tuple[Any, ...]] = []
        for interval in timeline.intervals:
            what = (
                interval.status, interval.term_over, interval.term_ends_on, interval.bar_ends_on,
                interval.objection_pending, interval.reasons,
            )  # fmt: skip
            if not merged or merged[-1][1:] != what:
                merged.append((interval.from_on, *what))
        found[who] = [*merged, *timeline.measures]
    found["periods"] = list(
        FilingPeriod.objects.order_by("filing", "person").values_list(
            "filing", "person", "institution", "opened_on", "cancelled_on"
        )
    )
    return found


def told() -> list[tuple[Any, ...]]:
    return list(Notification.objects.order_by("position", "ordinal").values_list())


def counts() -> list[int]:
    return [model.objects.count() for model in (Statement, Person, StandingInterval, Measure, FilingPeriod)]


class TestPending:
    """A province's own decision holds at home before national has seen it."""

    def test_marked_where_the_log_alone_says_otherwise(self, ledger: Ledger) -> None:
        ledger.open(1)
        ledger.decide(5)
        item = ledger.decide(5, decided_on="2025-08-01", status="pending")
        assert [(row.status, row.pending) for row in StandingInterval.objects.filter(term_over=False)] == [
            ("suspended", True)
        ]
        ledger.log(item)
        ledger.settle(item)
        assert not StandingInterval.objects.filter(pending=True).exists()
        assert StandingInterval.objects.filter(status="suspended").exists()

    def test_a_pending_annulment_makes_pending_normal_days(self, ledger: Ledger) -> None:
        ledger.open(1)
        decision = ledger.decide(10)
        ledger.say("decision.annulled", GUIZHOU, {"decision": str(decision.id)}, status="pending")
        assert {(row.status, row.pending) for row in StandingInterval.objects.all()} == {("normal", True)}

    def test_a_pending_cancellation_makes_pending_what_it_uncovers(self, ledger: Ledger) -> None:
        ledger.open(1)
        covered_from = {"medical": {"value": "2026-01-01", "source": "invented"}}
        pack = {"division": GUIZHOU, "version": "1", "valid_from": "2025-01-01"}
        ledger.say("pack.published", NATIONAL, pack | {"document": {"parameters": {"phase_in": covered_from}}})
        filing = ledger.say("filing.opened", GUIZHOU, {"person": person(1), "category": "medical"})
        body = {"filing": str(filing.id), "cancelled_on": "2025-06-01"}
        cancelled = ledger.say("filing.cancelled", GUIZHOU, body, status="pending")
        rows = StandingInterval.objects.order_by("from_on").values_list("from_on", "to_on", "status", "pending")
        held = (date(2025, 1, 2), date(2025, 6, 1), "not_covered", False)
        assert list(rows.all()) == [held, (date(2025, 6, 1), date(2026, 1, 1), "normal", True)]
        ledger.log(cancelled)
        ledger.settle(cancelled)
        assert list(rows.all()) == [held]


def test_lock_takes_the_rows_in_order(ledger: Ledger, django_assert_num_queries: Any) -> None:
    ledger.open(1, 2)
    with django_assert_num_queries(1) as captured:
        topics.hooks().lock({person(2), person(1), person(9)})
    assert "ORDER BY lifelong_id FOR NO KEY UPDATE" in captured[0]["sql"]
    with django_assert_num_queries(0):
        topics.hooks().lock(())


def test_a_batch_is_settled_by_one_query_for_each_table(ledger: Ledger, django_assert_max_num_queries: Any) -> None:
    ledger.open(*range(1, 41))
    items = [
        ledger.item("decision.issued", GUIZHOU, {"person": person(number), **scoring(10)}) for number in range(1, 41)
    ]
    ledger.store(*items)
    touched = topics.find("decision.issued").handler.apply(items, now=ledger.now)
    pack_book()  # kept per process: which packs another test published must not count
    with django_assert_max_num_queries(20):
        topics.hooks().settle(touched, items, now=ledger.now)
    assert StandingInterval.objects.values("person").distinct().count() == 40


def test_status_values_cover_what_facts_ask_for() -> None:
    from registry.statements.facts import IN_FORCE

    assert set(StatementStatus.values) - set(IN_FORCE) == {"held", "refused"}
