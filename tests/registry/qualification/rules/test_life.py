"""A person's life over several years: facts of every kind, in any order, on the days on which calendars turn.

After every step what was known before stays known; at the end every day is as the oracle says. What the doors accept
does what it is for.
"""

import datetime
import itertools
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule

from registry.qualification.rules import admission, procedure, remedies
from registry.qualification.rules.facts import (
    Annulment,
    Cancellation,
    Cascade,
    CascadeLift,
    Decision,
    Facts,
    MeasureStated,
    NoticeServed,
    Objection,
    PhaseInFiling,
    Refiling,
    Repair,
    Restoration,
    Settlement,
)
from registry.qualification.rules.points import points_of_year
from registry.qualification.rules.standing import Timeline
from registry.qualification.rules.timeline import timeline
from registry.words.degrees import Reached
from registry.words.measures import MeasureKind
from registry.words.persons import Category
from registry.words.remedies import ObjectionBy, ObjectionOutcome
from registry.words.statuses import Status
from registry.words.workdays import UNPUBLISHED
from sync.wire.refusals import Refused
from tests.registry.qualification.rules import oracle
from tests.registry.qualification.rules.drawing import PACKS, PROVINCES

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST = datetime.date(2023, 12, 1)
LAST = datetime.date(2030, 6, 30)
FREE = (Status.NORMAL, Status.NOT_COVERED)


def _near_midnight(year: int, month: int, day: int) -> list[datetime.datetime]:
    """Return the last instant of the day before and the first of a day, as Shanghai's clocks show them."""
    midnight = datetime.datetime(year, month, day, tzinfo=SHANGHAI).astimezone(datetime.UTC)
    return [midnight - datetime.timedelta(seconds=1), midnight]


turns = [
    instant
    for turn in ((2024, 1, 1), (2024, 2, 29), (2024, 3, 1), (2025, 1, 1), (2025, 3, 1), (2025, 8, 31), (2026, 1, 1))
    for instant in _near_midnight(*turn)
]
days = st.one_of(
    st.sampled_from(turns),
    st.datetimes(datetime.datetime(2024, 1, 1), datetime.datetime(2026, 12, 31), timezones=st.just(datetime.UTC)),
).map(lambda instant: instant.astimezone(SHANGHAI).date())
authors = st.sampled_from(PROVINCES)
later = st.integers(0, 500).map(lambda count: datetime.timedelta(days=count))
sooner = st.integers(0, 60).map(lambda count: datetime.timedelta(days=count))
NO_TIME = datetime.timedelta()


class Life(RuleBasedStateMachine):
    """One person; each rule is one further statement in the log."""

    decided = Bundle("decided")
    cascaded = Bundle("cascaded")
    lodged = Bundle("lodged")
    filed = Bundle("filed")

    def __init__(self) -> None:
        super().__init__()
        self.known = Facts()
        self.position = 0
        self.remembered: list[tuple[int, Timeline]] = []

    def add(self, kind: str, fact: Any) -> Any:
        self.known = self.known.merge(Facts(**{kind: (fact,)}))
        return fact

    def log(self) -> dict[str, Any]:
        self.position += 1
        return {"id": f"{self.position:04}", "position": self.position}

    def now(self) -> Timeline:
        return timeline(self.known, PACKS)

    @rule(target=decided, author=authors, decided_on=days, points=st.integers(1, 12), served=st.none() | later,
          reached=st.sampled_from(Reached), months=st.sampled_from([None, None, 1, 6]),
          signed=st.none() | sooner, measure=st.none() | st.sampled_from(MeasureKind),
          behind=st.none() | sooner)  # fmt: skip
    def decide(self, author, decided_on, points, served, reached, months, signed, measure, behind) -> Decision:
        values = self.log()
        signed_on = decided_on + (signed or NO_TIME)
        before = points_of_year(self.known, decided_on.year, packs=PACKS)
        decision = Decision(
            author=author, case_number=values["id"], item="1", institution="H1", basis_kind="penalty",
            legal_basis="regulation_40", decided_on=decided_on, degree="principal", points=points, reached=reached,
            notice_served_on=None if served is None else decided_on + served, suspension_months=months,
            measure=measure, signed_on=None if signed is None else signed_on,
            logged_on=None if behind is None else signed_on + behind, **values,
        )  # fmt: skip
        self.add("decisions", decision)
        assert points_of_year(self.known, decided_on.year, packs=PACKS) >= before
        return decision

    @rule(decision=decided, starts_on=days, kind=st.sampled_from(["suspension", "termination"]),
          months=st.sampled_from([None, 1, 6]))  # fmt: skip
    def state(self, decision, starts_on, kind, months) -> None:
        stated = MeasureStated(author=decision.author, decision=decision.id, kind=kind, starts_on=starts_on,
                               months=months, **self.log())  # fmt: skip
        self.add("stated", stated)

    @rule(decision=decided, annulled_on=days, signed=st.none() | sooner)
    def annul(self, decision, annulled_on, signed) -> None:
        signed_on = None if signed is None else annulled_on + signed
        undone = Annulment(decision=decision.id, annulled_on=annulled_on, signed_on=signed_on, **self.log())
        self.add("annulments", undone)

    @rule(decision=decided, issued_on=days, after=later)
    def serve(self, decision, issued_on, after) -> None:
        before = self.now()
        notice = NoticeServed(decision=decision.id, issued_on=issued_on, served_on=issued_on + after, **self.log())
        self.add("notices", notice)
        assert self.now() == before

    @rule(target=lodged, target_fact=st.one_of(decided, cascaded), lodged_on=days)
    def lodge(self, target_fact, lodged_on) -> Objection:
        return self.add("objections", Objection(target=target_fact.id, lodged_on=lodged_on, **self.log()))

    @rule(objection=lodged, after=later, outcome=st.sampled_from(ObjectionOutcome), points=st.integers(1, 12))
    def settle(self, objection, after, outcome, points) -> None:
        settlement = Settlement(
            objection=objection.id,
            outcome=outcome,
            settled_on=objection.lodged_on + after,
            points=points if outcome is ObjectionOutcome.CHANGED else None,
            **self.log(),
        )
        self.add("settlements", settlement)

    @rule(author=authors, granted_on=days, points=st.integers(0, 4), months=st.integers(0, 4), back=st.integers(0, 1))
    def repair(self, author, granted_on, points, months, back) -> None:
        repair = Repair(author=author, year=granted_on.year - back, points=points, months=months,
                        granted_on=granted_on, act="training", **self.log())  # fmt: skip
        self.add("repairs", repair)

    @rule(target=cascaded, author=authors, applied_on=days, status=st.sampled_from(["suspended", "terminated"]))
    def cascade(self, author, applied_on, status) -> Cascade:
        cascade = Cascade(author=author, institution="H1", status=Status(status), reason="agreement",
                          applied_on=applied_on, **self.log())  # fmt: skip
        return self.add("cascades", cascade)

    @rule(cascade=cascaded, after=later)
    def lift(self, cascade, after) -> None:
        self.add("cascade_lifts", CascadeLift(cascade=cascade.id, lifted_on=cascade.applied_on + after, **self.log()))

    @rule(effective_on=days, passed=st.booleans())
    def restore_unchecked(self, effective_on, passed) -> None:
        self.add("restorations", Restoration(author="520000", assessed_on=effective_on, effective_on=effective_on,
                                             passed=passed, **self.log()))  # fmt: skip

    @rule(effective_on=days)
    def restore_if_accepted(self, effective_on) -> None:
        restoration = Restoration(author="520000", assessed_on=effective_on, effective_on=effective_on, passed=True,
                                  **self.log())  # fmt: skip
        try:
            admission.check_restoration(self.now(), restoration)
        except Refused:
            return
        self.add("restorations", restoration)
        assert not [
            reason for reason in remedies.awaiting(self.now().on(effective_on)) if reason.starts_on < effective_on
        ]

    @rule(opened_on=days | st.dates(FIRST, LAST))
    def refile_if_accepted(self, opened_on) -> None:
        values = self.log()
        try:
            refiling = admission.check_filing(self.now(), opened_on)
        except Refused:
            assert self.now().status_on(opened_on) not in FREE
            return
        if refiling:
            self.add("refilings", Refiling(author="520000", institution="H9", opened_on=opened_on, **values))
        assert self.now().status_on(opened_on) in FREE

    @rule(opened_on=days)
    def refile_unchecked(self, opened_on) -> None:
        self.add("refilings", Refiling(author="520000", institution="H9", opened_on=opened_on, **self.log()))

    @rule(target=filed, author=authors, category=st.sampled_from([Category.NURSING, Category.MEDICAL]), opened_on=days)
    def file(self, author, category, opened_on) -> PhaseInFiling:
        return self.add(
            "phase_in_filings", PhaseInFiling(author=author, category=category, opened_on=opened_on, **self.log())
        )

    @rule(filing=consumes(filed), after=later)
    def leave(self, filing, after) -> None:
        end = Cancellation(filing=filing.id, cancelled_on=filing.opened_on + after, **self.log())
        self.add("cancellations", end)

    @rule(objection=lodged)
    def a_second_objection_is_refused_while_one_is_pending(self, objection) -> None:
        again = Objection(id="again", target=objection.target, lodged_on=objection.lodged_on)
        field = "cascade" if any(each.id == objection.target for each in self.known.cascades) else "decision"
        try:
            procedure.check_objection(
                again, self.known, UNPUBLISHED, by=ObjectionBy.PERSON, signed=True, sealed=True, field=field
            )
        except Refused:
            return
        assert not oracle.is_pending(objection.target, self.known, objection.lodged_on)

    @invariant()
    def every_day_has_one_standing(self) -> None:
        intervals = self.now().intervals
        assert (intervals[0].from_on, intervals[-1].to_on) == (None, None)
        for before, after in itertools.pairwise(intervals):
            assert before.to_on == after.from_on
            assert not before.same_standing(after)

    @precondition(lambda self: self.position)
    @invariant()
    def what_was_known_stays_known(self) -> None:
        for position, before in self.remembered[-3:]:
            assert timeline(self.known.known_at(position), PACKS) == before
        self.remembered.append((self.position, self.now()))

    def teardown(self) -> None:
        result = self.now()
        for on, expected in oracle.walk(self.known, PACKS, FIRST, LAST).items():
            assert oracle.as_day(result.on(on)) == expected, on


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


def test_a_year_is_the_year_in_shanghai() -> None:
    before, after = _near_midnight(2025, 1, 1)
    assert (before.year, after.year) == (2024, 2024), "in UTC both are still the old year"
    assert [each.astimezone(SHANGHAI).date().isoformat() for each in (before, after)] == ["2024-12-31", "2025-01-01"]
