"""Talks, trainings and key supervision: what a score asks for, what counts for it, and until when (art. 36)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from provinces.duties.codes import DutyStep, ReminderKind
from provinces.duties.models import Reminder
from provinces.duties.selectors import reminders
from provinces.duties.services import reminders as service
from provinces.duties.services.reminders import Held
from provinces.office import kinds
from provinces.office.codes import Duty, Office
from provinces.office.models import Step
from registry.packs.pack import NATIONAL_DEFAULT
from registry.parameters import parse_pack
from registry.words.deadlines import DeadlineName, DeadlineState
from tests.provinces.node import HOSPITAL, person, row
from tests.provinces.office import ANNA, BASIS, SHARE, OfficeDesk, at, officer
from tests.provinces.procedure.refusing import code

NOW = at(2026, 3, 20)
SERVED = date(2026, 3, 4)
TALK, TRAINING, SUPERVISION = ReminderKind
HELD = Held(
    institution=HOSPITAL, kind=TALK, held_on=date(2026, 3, 10), held_by=Office.INSTITUTION, document="谈话〔2026〕1号",
    result="本人认识到问题", role="医务科负责人",
)  # fmt: skip

MILD = replace(SHARE, points=1, legal_basis="other_1_3", situations=["other_1_3"])


def enter(held: Held = HELD, *numbers: int, **given: Any) -> Any:
    people = [person(number) for number in numbers or (1,)]
    return service.enter(replace(held, **given), people, acting=ANNA, now=NOW)


def owed(today: date = date(2026, 3, 20)) -> list[tuple[ReminderKind, str, date | None]]:
    return [(each.kind, each.person, each.done_on) for each in reminders.owed(today)]


@pytest.fixture
def scored(office: OfficeDesk) -> OfficeDesk:
    """Person 1 got 5 points; the notice was served on 4 March."""
    item = office.issued()
    office.now = at(2026, 3, 5)
    office.served(item, SERVED)
    return office


class TestOwed:
    def test_a_talk_and_a_training_from_the_serving_on(self, scored: OfficeDesk) -> None:
        assert owed(date(2026, 3, 3)) == []
        assert owed(SERVED) == [(TALK, person(1), None), (TRAINING, person(1), None)]

    def test_nothing_before_the_notice_is_served(self, office: OfficeDesk) -> None:
        office.issued()
        assert owed() == []

    def test_nothing_of_a_decision_that_fell(self, scored: OfficeDesk) -> None:
        gone = row("annulments", case_number="C7", basis_authority=BASIS.basis_authority, annulled_on="2026-03-02")
        assert scored.desk.outcomes("annulments", gone) == ["accepted"]
        assert owed() == []

    def test_nothing_of_who_is_not_filed_there_any_more(self, scored: OfficeDesk) -> None:
        assert scored.desk.outcome("filings", person=person(1), cancelled_on="2026-03-06") == "accepted"
        assert owed() == []

    @pytest.mark.parametrize(
        ("given", "done_on"),
        [
            pytest.param({}, date(2026, 3, 10), id="held after the serving"),
            pytest.param({"held_on": SERVED}, SERVED, id="on its day"),
            pytest.param({"held_on": date(2026, 3, 3)}, None, id="before it: about something else"),
            pytest.param({"held_by": Office.AGENCY}, date(2026, 3, 10), id="by the agency"),
            pytest.param({"kind": TRAINING}, None, id="a training is no talk"),
        ],
    )
    def test_what_counts(self, scored: OfficeDesk, given: dict[str, Any], done_on: date | None) -> None:
        enter(**given)
        assert (TALK, person(1), done_on) in owed()

    def test_one_talk_counts_for_every_score_known_by_then(self, scored: OfficeDesk) -> None:
        again = scored.issued(MILD, scored.case(case_number="C8"))
        scored.now = at(2026, 3, 9)
        scored.served(again, date(2026, 3, 9))
        later = scored.issued(MILD, scored.case(case_number="C9"))
        scored.now = at(2026, 3, 12)
        scored.served(later, date(2026, 3, 12))
        enter()
        assert [done for kind, _, done in owed() if kind is TALK] == [date(2026, 3, 10), date(2026, 3, 10), None]

    def test_held_tomorrow_is_not_held_yet(self, scored: OfficeDesk) -> None:
        enter()
        assert (TALK, person(1), None) in owed(date(2026, 3, 9))


STEPS = [
    {"from_points": 3, "duties": ["talk", "regular_training"]},
    {"from_points": 6, "duties": ["talk", "key_supervision", "record"]},
]


class TestEarly:
    @pytest.mark.parametrize(
        ("total", "kinds"),
        [
            pytest.param(2, set(), id="below the first step"),
            pytest.param(3, {TALK, TRAINING}, id="on it"),
            pytest.param(5, {TALK, TRAINING}, id="below the next"),
            pytest.param(6, {TALK, SUPERVISION}, id="the highest step; the record is kept of everything"),
            pytest.param(9, set(), id="a suspension takes its place"),
        ],
    )
    def test_what_the_steps_of_a_pack_ask_for(self, total: int, kinds: set[ReminderKind]) -> None:
        pack = parse_pack({"division": "520000", "version": "test", "valid_from": date(2025, 1, 1),
                           "parameters": {"early_measures": {"value": STEPS, "source": "test"}}})  # fmt: skip
        assert reminders.early_kinds(total, pack) == kinds
        assert reminders.early_kinds(total, NATIONAL_DEFAULT) == set()

    def test_key_supervision_once_a_year(self, scored: OfficeDesk) -> None:
        scored.sets(early_measures=STEPS)
        assert SUPERVISION not in {kind for kind, *_ in owed()}
        for number, day in ((8, 9), (9, 12)):  # 5 + 1 reach the step of 6, and one more point stays on it
            item = scored.issued(MILD, scored.case(case_number=f"C{number}"))
            scored.now = at(2026, 3, day)
            scored.served(item, date(2026, 3, day))
        assert [each.since for each in reminders.owed(date(2026, 3, 20)) if each.kind is SUPERVISION] == [
            date(2026, 3, 9)
        ]
        enter(kind=SUPERVISION, held_by=Office.AGENCY, held_on=date(2026, 3, 9))
        assert [done for kind, _, done in owed() if kind is SUPERVISION] == [date(2026, 3, 9)]


class TestEntering:
    def test_is_kept_for_everybody_named(self, office: OfficeDesk) -> None:
        enter(HELD, 1, 2, 1, kind=TRAINING)
        found = Reminder.objects.order_by("person")
        assert [each.person_id for each in found] == sorted([person(1), person(2)])
        assert {(each.by, each.at, each.role, each.result) for each in found} == {
            ("anna", NOW, "医务科负责人", "本人认识到问题")
        }
        steps = Step.objects.filter(name=DutyStep.REMINDED)
        assert [(step.noun, step.on, step.office) for step in steps] == [
            ("reminder", date(2026, 3, 10), Office.INSTITUTION)
        ] * 2

    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"held_on": date(2026, 3, 21)}, "in_the_future"),
            ({"held_on": date(2024, 1, 1)}, "not_filed_here"),
            ({"document": " "}, "document_missing"),
            ({"result": ""}, "reason_missing"),
            ({"institution": "H999"}, "institution_unknown"),
        ],
    )
    def test_refuses(self, office: OfficeDesk, given: dict[str, Any], refusal: str) -> None:
        assert code(lambda: enter(**given)) == refusal

    def test_all_or_nobody(self, office: OfficeDesk) -> None:
        assert code(lambda: enter(HELD, 1, 9)) == "unknown_person"
        assert code(lambda: service.enter(HELD, [], acting=ANNA, now=NOW)) == "nobody_reminded"
        assert not Reminder.objects.exists()

    def test_once(self, office: OfficeDesk) -> None:
        enter()
        assert code(enter) == "reminder_entered_before"
        enter(held_by=Office.AGENCY)

    def test_only_a_case_officer(self, office: OfficeDesk) -> None:
        ben = officer("ben", Duty.APPROVE, Duty.REVIEW)
        assert code(lambda: service.enter(HELD, [person(1)], acting=ben, now=NOW)) == "duty_missing"

    def test_never_changed(self, office: OfficeDesk) -> None:
        enter()
        for attempt in (lambda: Reminder.objects.update(result="x"), lambda: Reminder.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()


class TestClocks:
    def told(self, today: date, *states: DeadlineState) -> list[tuple[Any, ...]]:
        return [
            (clock.deadline.name, clock.office, clock.state, clock.deadline.starts_on, clock.deadline.due_on)
            for clock in kinds.due(today, states=states or tuple(DeadlineState))
            if clock.deadline.name in (DeadlineName.TALK, DeadlineName.TRAINING)
        ]

    def test_open_without_a_time_of_the_pack(self, scored: OfficeDesk) -> None:
        assert self.told(date(2027, 1, 4)) == [
            (DeadlineName.TALK, Office.INSTITUTION, DeadlineState.OPEN, SERVED, None),
            (DeadlineName.TRAINING, Office.INSTITUTION, DeadlineState.OPEN, SERVED, None),
        ]

    def test_late_by_the_time_of_the_pack(self, scored: OfficeDesk) -> None:
        scored.sets(deadlines__talk=5)
        due_on = date(2026, 3, 11)
        for today, state in ((due_on, DeadlineState.RUNNING), (date(2026, 3, 12), DeadlineState.LATE)):
            assert self.told(today)[0] == (DeadlineName.TALK, Office.INSTITUTION, state, SERVED, due_on)
        enter(held_on=date(2026, 3, 12))
        assert self.told(date(2026, 3, 12), DeadlineState.MET_LATE)[0][:2] == (DeadlineName.TALK, Office.INSTITUTION)
