"""What arrives makes no day worse that is over (design §2, O25): a life told fact by fact, as each came in."""

import dataclasses
import datetime
import itertools
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.qualification.rules.facts import (
    Annulment,
    Cascade,
    CascadeLift,
    Decision,
    Facts,
    MeasureStated,
    Objection,
    Refiling,
    Repair,
    Restoration,
    Settlement,
)
from registry.qualification.rules.timeline import timeline
from registry.words.degrees import Reached
from registry.words.measures import MeasureKind
from registry.words.remedies import ObjectionOutcome
from registry.words.statuses import Status
from tests.registry.qualification.rules.drawing import EXAMPLES, FIRST, PACKS, PROVINCES, points
from tests.registry.qualification.rules.test_properties import days_of_change

PAYABLE = (Status.NORMAL, Status.NOT_COVERED)
DAY = datetime.timedelta(days=1)

type Arrival = tuple[datetime.date, str, Any]
"""On which day, into which part of the facts, what."""


@dataclasses.dataclass
class Life:
    """One person's facts as they come in; what comes later may speak of what came before."""

    draw: st.DrawFn
    today: datetime.date = FIRST
    arrived: list[Arrival] = dataclasses.field(default_factory=list)

    def had(self, kind: str) -> list[Any]:
        return [fact for _, each, fact in self.arrived if each == kind]

    def add(self, kind: str, fact: Any) -> None:
        self.arrived.append((self.today, kind, fact))

    def named(self) -> dict[str, Any]:
        return {"id": f"{len(self.arrived):03}", "position": len(self.arrived)}

    def some(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def ago(self, most: int) -> datetime.date:
        return max(FIRST, self.today - self.draw(st.integers(0, most)) * DAY)

    def ahead(self, most: int) -> datetime.date:
        return self.today + self.draw(st.integers(0, most)) * DAY

    def step(self) -> None:
        self.today = self.ahead(self.some(0, 20, 60, 200, 400))
        kinds = [self.decide, self.decide, self.decide, self.repair, self.restore, self.cascade]
        if self.had("decisions"):
            kinds += [self.log, self.undo, self.object, self.state, self.restore, self.refile, self.refile]
        if self.had("objections"):
            kinds += [self.settle, self.settle]
        if self.had("cascades"):
            kinds.append(self.lift)
        self.some(*kinds)()

    def decide(self) -> None:
        """A decision is signed here; elsewhere it is known when it was logged, which is the same day or later."""
        decided_on = self.ago(90)
        served = self.some(None, None, None, self.ahead(20), self.ago(30))
        logged = self.some(True, True, False)
        self.add(
            "decisions",
            Decision(
                **self.named() | ({} if logged else {"position": None}),
                author=self.some(*PROVINCES), case_number=self.some("a", "b"), item="1", institution="H1",
                basis_kind="penalty", legal_basis="regulation_40", decided_on=decided_on, degree="principal",
                points=self.draw(points), reached=self.some(*Reached), measure=self.some(None, None, *MeasureKind),
                suspension_starts_on=self.some(None, None, None, self.ahead(30), self.ago(60)),
                suspension_months=self.some(None, None, None, 1, 3, 6),
                notice_issued_on=self.some(None, self.ago(10)), notice_served_on=served,
                signed_on=self.today, logged_on=self.today if logged else None,
            ),
        )  # fmt: skip

    def log(self) -> None:
        """A decision that was pending is in the log."""
        decision = self.some(*self.had("decisions"))
        if decision.logged_on is None:
            self.add("decisions", dataclasses.replace(decision, position=len(self.arrived), logged_on=self.today))

    def state(self) -> None:
        self.add(
            "stated",
            MeasureStated(
                **self.named(), author=PROVINCES[0], decision=self.some(*self.had("decisions")).id,
                kind=self.some("suspension", "suspension", "termination"),
                starts_on=self.some(self.ago(60), self.ahead(30)), months=self.some(None, 1, 4, 6),
                signed_on=self.today,
            ),
        )  # fmt: skip

    def undo(self) -> None:
        decision = self.some(*self.had("decisions"))
        self.add("annulments", Annulment(**self.named(), decision=decision.id, annulled_on=self.ago(20),
                                         signed_on=self.today))  # fmt: skip

    def object(self) -> None:
        target = self.some(*self.had("decisions"), *self.had("cascades"))
        self.add("objections", Objection(**self.named(), target=target.id, lodged_on=self.today))

    def settle(self) -> None:
        objection = self.some(*self.had("objections"))
        outcome = self.some(*ObjectionOutcome)
        changed = outcome is ObjectionOutcome.CHANGED
        self.add(
            "settlements",
            Settlement(
                **self.named(), objection=objection.id, outcome=outcome,
                settled_on=max(objection.lodged_on, self.ago(20)), signed_on=self.today,
                points=self.draw(st.integers(1, 12)) if changed else None,
                suspension_months=self.some(None, 1, 6) if changed else None,
            ),
        )  # fmt: skip

    def repair(self) -> None:
        self.add(
            "repairs",
            Repair(**self.named(), author=self.some(*PROVINCES), year=self.some(self.today.year, self.ago(200).year),
                   points=self.draw(st.integers(0, 4)), months=self.draw(st.integers(0, 4)), granted_on=self.today,
                   act="training"),
        )  # fmt: skip

    def restore(self) -> None:
        on = self.some(self.today, self.ahead(30))
        self.add("restorations", Restoration(**self.named(), author=PROVINCES[0], assessed_on=self.today,
                                             effective_on=on, passed=self.some(True, True, False)))  # fmt: skip

    def refile(self) -> None:
        self.add("refilings", Refiling(**self.named(), author=PROVINCES[0], institution="H9",
                                       opened_on=self.some(self.today, self.ahead(30))))  # fmt: skip

    def cascade(self) -> None:
        self.add(
            "cascades",
            Cascade(**self.named(), author=PROVINCES[0], institution="H1", status=self.some("suspended", "terminated"),
                    reason="agreement", applied_on=self.some(self.ago(30), self.ahead(30)), signed_on=self.today,
                    notice_served_on=self.some(None, None, self.ago(20))),
        )  # fmt: skip

    def lift(self) -> None:
        self.add("cascade_lifts", CascadeLift(**self.named(), cascade=self.some(*self.had("cascades")).id,
                                              lifted_on=self.some(self.today, self.ahead(20))))  # fmt: skip


@st.composite
def lives(draw: st.DrawFn) -> list[Arrival]:
    life = Life(draw)
    for _ in range(draw(st.integers(2, 12))):
        life.step()
    return life.arrived


def known_after(arrivals: list[Arrival]) -> Facts:
    parts: dict[str, tuple[Any, ...]] = {}
    for _, kind, fact in arrivals:
        parts[kind] = (*parts.get(kind, ()), fact)
    return Facts(**parts)


def reaches_back_to(arrival: Arrival) -> datetime.date:
    """Return the first day that a fact may make worse: the day it came in, or that of the notice it says was served."""
    today, kind, fact = arrival
    if kind in ("decisions", "cascades") and fact.notice_served_on is not None:
        return min(today, fact.notice_served_on)
    return today


def logged_day(arrival: Arrival) -> datetime.date:
    return arrival[0]


def assert_no_day_over_is_worse(arrivals: list[Arrival], reaches: Callable[[Arrival], datetime.date]) -> None:
    told = [timeline(known_after(arrivals[:count]), PACKS) for count in range(len(arrivals) + 1)]
    for (before, after), arrival in zip(itertools.pairwise(told), arrivals, strict=True):
        limit = reaches(arrival)
        for on in {limit - DAY, *days_of_change(before, after)}:
            if on < limit and before.status_on(on) in PAYABLE:
                assert after.status_on(on) in PAYABLE, (on, arrival)


@settings(max_examples=3 * EXAMPLES, deadline=None)
@given(lives())
def test_what_was_payable_on_a_day_that_is_over_stays_payable(arrivals: list[Arrival]) -> None:
    assert_no_day_over_is_worse(arrivals, reaches_back_to)


@st.composite
def unaware(draw: st.DrawFn) -> list[Arrival]:
    """Return scores of provinces that state nothing and see one another's only in the log, as they came into it."""
    arrived = []
    for number, author in enumerate(draw(st.permutations(PROVINCES))):
        signed_on = FIRST + draw(st.integers(0, 200)) * DAY
        logged_on = signed_on + draw(st.integers(0, 60)) * DAY
        decision = Decision(
            id=str(number), author=author, case_number="a", item="1", institution="H1", basis_kind="penalty",
            legal_basis="regulation_40", decided_on=signed_on, degree="principal", points=draw(st.integers(1, 8)),
            signed_on=signed_on, logged_on=logged_on, position=number,
        )  # fmt: skip
        arrived.append((logged_on, "decisions", decision))
    return sorted(arrived, key=lambda arrival: arrival[0])


@settings(max_examples=EXAMPLES, deadline=None)
@given(unaware())
def test_what_no_notice_foresaw_holds_from_when_the_log_showed_it(arrivals: list[Arrival]) -> None:
    assert_no_day_over_is_worse(arrivals, logged_day)
