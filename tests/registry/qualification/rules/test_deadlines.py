"""Deadlines (D21, D22): real days of 2025 and 2026, holidays with made-up working days, the calendar's end."""

from typing import Any

import pytest

from registry.packs.book import PackBook
from registry.parameters import parse_pack
from registry.qualification.rules import deadlines
from registry.qualification.rules.timeline import timeline
from registry.words.deadlines import DeadlineName, DeadlineState
from registry.words.workdays import UNPUBLISHED
from tests.national_text import months_of_tests
from tests.registry.qualification.rules.calendars import PUBLISHED
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cascade,
    a_decision,
    a_notice,
    a_receipt,
    a_restoration,
    a_settlement,
    an_annulment,
    an_objection,
    day,
    facts,
)
from tests.registry.qualification.rules.test_objections import STAYING

DUE = [
    # Wednesday; Saturday and Sunday do not count
    pytest.param("notice_issue", "2025-03-05", "2025-03-12", id="D22: 5 working days, art. 31"),
    pytest.param("notice_delivery", "2025-03-12", "2025-03-17", id="D22: 3 more, art. 33"),
    pytest.param("objection", "2025-03-17", "2025-03-31", id="D21: 10, art. 41"),
    pytest.param("objection_verification", "2025-03-31", "2025-04-28", id="20, art. 44: Qingming off, 27 April worked"),
    pytest.param("restoration_assessment", "2025-03-05", "2025-03-19", id="10 by default, art. 39"),
    pytest.param("notice_issue", "2025-09-30", "2025-10-14", id="over National Day: 9, 10, 11 (Sat), 13, 14 October"),
    pytest.param("notice_delivery", "2026-02-13", "2026-02-25", id="Spring Festival 2026: 14 (Sat), 24, 25 February"),
    pytest.param("objection", "2025-12-29", "2026-01-13", id="over New Year, with Sunday 4 January"),
    pytest.param("objection_verification", "2026-12-03", "2026-12-31", id="until the calendar's last day"),
    pytest.param("objection_verification", "2026-12-04", None, id="O19: one day more: unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "event", "due_on"), DUE)
def test_due(name: str, event: str, due_on: str | None) -> None:
    found = deadlines.after(DeadlineName(name), day(event), PUBLISHED)
    assert (found.starts_on, found.due_on) == (day(event), None if due_on is None else day(due_on))
    assert found.article == deadlines.LIMITS[DeadlineName(name)].article


STATES = [
    pytest.param("2025-03-12", None, "2025-03-12", "running", id="on the last day"),
    pytest.param("2025-03-12", None, "2025-03-13", "late", id="D22: one day more"),
    pytest.param("2025-03-12", "2025-03-12", "2025-03-20", "met", id="done on the last day"),
    pytest.param("2025-03-12", "2025-03-13", "2025-03-20", "met_late", id="done one day later"),
    pytest.param("2025-03-12", "2025-03-14", "2025-03-13", "late", id="as seen before it was done"),
    pytest.param("2025-03-12", "2025-03-11", "2025-03-10", "running", id="as seen before it was done, in time"),
    pytest.param("2025-03-12", "2025-03-11", "2025-03-11", "met", id="on the day it was done"),
    pytest.param(None, None, "2025-03-20", "unknown", id="O19: no due day"),
    pytest.param(None, "2025-03-11", "2025-03-20", "unknown", id="O19: done, but in time or not nobody knows"),
]


@pytest.mark.parametrize(("due_on", "done_on", "today", "expected"), STATES)
def test_state(due_on: str | None, done_on: str | None, today: str, expected: str) -> None:
    deadline = deadlines.Deadline(
        name=DeadlineName.NOTICE_ISSUE,
        article="",
        starts_on=day("2025-03-05"),
        due_on=None if due_on is None else day(due_on),
        done_on=None if done_on is None else day(done_on),
    )
    assert deadlines.state(deadline, day(today)) is DeadlineState(expected)


SLOW = PackBook([parse_pack({
    "division": "520000", "version": "test", "valid_from": "2025-01-01", "parameters": {
        "months": months_of_tests(),
        "restoration": {
            "lead_working_days": {"value": 5, "source": "test"},
            "assessment_working_days": {"value": 20, "source": "test"},
        },
    },
})])  # fmt: skip


def test_a_pack_sets_the_days_of_a_restoration() -> None:
    pack = SLOW.for_("520000", day("2025-03-05"))
    found = deadlines.after(DeadlineName.RESTORATION_ASSESSMENT, day("2025-03-05"), PUBLISHED, pack=pack)
    assert found.due_on == day("2025-04-02")


SETTING = PackBook([parse_pack({
    "division": "520000", "version": "test", "valid_from": "2025-01-01", "parameters": {"deadlines": {
        "institution_update": {"value": 2, "source": "test"},
        "department_report": {"value": 20, "source": "test"},
    }},
})])  # fmt: skip

ONLY_WHERE_SET = [
    pytest.param("institution_update", SETTING, "2025-03-14", "2025-03-18", "art. 33", id="2 from a Friday"),
    pytest.param("department_report", SETTING, "2025-03-31", "2025-04-28", "arts. 40, 52", id="20 over Qingming"),
    pytest.param("department_report", SETTING, "2026-12-04", None, "arts. 40, 52", id="O19: unknown, but it runs"),
    pytest.param("institution_update", DEFAULTS, "2025-03-14", "no clock", "", id="the procedure names no number"),
    pytest.param("department_report", DEFAULTS, "2025-03-14", "no clock", "", id="nor for the report"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "packs", "event", "due_on", "article"), ONLY_WHERE_SET)
def test_what_only_a_pack_sets(name: str, packs: PackBook, event: str, due_on: str | None, article: str) -> None:
    pack = packs.for_("520000", day(event))
    found = deadlines.where_set(DeadlineName(name), day(event), PUBLISHED, pack=pack, done_on=day("2025-05-01"))
    if due_on == "no clock":
        assert found is None
        return
    assert found is not None
    assert (found.name, found.starts_on, found.done_on) == (DeadlineName(name), day(event), day("2025-05-01"))
    assert found.due_on == (None if due_on is None else day(due_on))
    assert found.article == f"医保办发〔2024〕34号 {article}"


def test_every_deadline_has_a_limit() -> None:
    assert {*deadlines.LIMITS, *deadlines.LOCAL_LIMITS, *deadlines.STATED_LIMITS} == set(DeadlineName)
    assert not {*deadlines.LIMITS} & {*deadlines.LOCAL_LIMITS}


NINE = a_decision(9, "2025-03-05", notice_served_on=None)

APPLICATIONS = [
    pytest.param(NINE, DEFAULTS, "2025-04-11", "2025-05-04", id="from 15 working days before the term ends"),
    pytest.param(NINE, SLOW, "2025-04-25", "2025-05-04", id="from as many as the pack says"),
    pytest.param(a_decision(9, "2025-03-05", suspension_months=1), DEFAULTS, "2025-03-14", "2025-04-04",
                 id="a short term"),
    pytest.param(a_decision(9, "2024-11-05"), DEFAULTS, "2024-11-05", None, id="O19: beyond the calendar"),
]  # fmt: skip


@pytest.mark.parametrize(("decision", "packs", "opens_on", "due_on"), APPLICATIONS)
def test_application_for_restoration(decision: Any, packs: PackBook, opens_on: str, due_on: str | None) -> None:
    measure = timeline(facts(decision), packs).measures[0]
    pack = packs.for_("520000", decision.decided_on)
    found = deadlines.restoration_application(measure, PUBLISHED, pack=pack)
    assert found is not None
    assert (found.starts_on, found.due_on) == (day(opens_on), None if due_on is None else day(due_on))


def test_it_never_opens_before_the_suspension() -> None:
    long = PackBook([parse_pack({
        "division": "520000", "version": "1", "valid_from": "2025-01-01",
        "parameters": {"restoration": {"lead_working_days": {"value": 60, "source": "test"}}},
    })])  # fmt: skip
    pack = long.for_("520000", day("2025-05-05"))
    measure = timeline(facts(a_decision(9, "2025-06-05")), long).measures[0]
    found = deadlines.restoration_application(measure, PUBLISHED, pack=pack)
    assert found is not None
    assert found.starts_on == day("2025-06-05")


@pytest.mark.parametrize("points", [8, 12])
def test_only_a_suspension_is_restored(points: int) -> None:
    measure = timeline(facts(a_decision(points, "2025-03-05")), DEFAULTS).measures[0]
    assert deadlines.restoration_application(measure, PUBLISHED) is None


def a_life(*each: Any) -> list[str]:
    known = facts(*each)
    found = deadlines.deadlines_of(known, timeline(known, DEFAULTS), DEFAULTS, PUBLISHED)
    assert all(one.article and one.author == "520000" and one.fact for one in found)
    return [f"{one.name} {one.starts_on} {one.due_on} {one.done_on}" for one in found]


EIGHT = a_decision(8, "2025-03-05")
OBJECTION = an_objection(EIGHT, "2025-03-20")
CASCADE = a_cascade("2025-03-05")

LIVES = [
    pytest.param([EIGHT], ["notice_issue 2025-03-05 2025-03-12 None"], id="decided"),
    pytest.param(
        [EIGHT, a_notice(EIGHT, "2025-03-10", "2025-03-13")],
        ["notice_issue 2025-03-05 2025-03-12 2025-03-10", "notice_delivery 2025-03-10 2025-03-13 2025-03-13",
         "objection 2025-03-13 2025-03-27 None", "objection_by_person 2025-03-13 None None"],
        id="served",
    ),
    pytest.param(
        [EIGHT, a_notice(EIGHT, "2025-03-10", "2025-03-13"), a_receipt(EIGHT, "2025-03-17")],
        ["notice_issue 2025-03-05 2025-03-12 2025-03-10", "notice_delivery 2025-03-10 2025-03-13 2025-03-13",
         "objection 2025-03-13 2025-03-27 None", "objection_by_person 2025-03-17 2025-03-31 None"],
        id="O39: received by the person",
    ),
    pytest.param(
        [a_decision(8, "2025-03-05", notice_served_on="2025-03-13")],
        ["objection 2025-03-13 2025-03-27 None", "objection_by_person 2025-03-13 None None"],
        id="served, nobody knows when it was issued",
    ),
    pytest.param(
        [a_decision(8, "2025-03-05", notice_issued_on="2025-03-10")],
        ["notice_issue 2025-03-05 2025-03-12 2025-03-10", "notice_delivery 2025-03-10 2025-03-13 None"],
        id="issued, not served",
    ),
    pytest.param(
        [EIGHT, a_notice(EIGHT, "2025-03-10", "2025-03-13"), OBJECTION, a_settlement(OBJECTION, "2025-04-01")],
        ["notice_issue 2025-03-05 2025-03-12 2025-03-10", "notice_delivery 2025-03-10 2025-03-13 2025-03-13",
         "objection 2025-03-13 2025-03-27 2025-03-20", "objection_by_person 2025-03-13 None 2025-03-20",
         "objection_verification 2025-03-20 2025-04-18 2025-04-01"],
        id="objected and settled",
    ),
    pytest.param(
        [EIGHT, a_notice(EIGHT, "2025-03-10", "2025-03-13", number="1"), OBJECTION,
         a_settlement(OBJECTION, "2025-04-01", "changed", 7),
         a_notice(EIGHT, "2025-04-02", "2025-04-03", number="2", corrects="1"),
         a_receipt(EIGHT, "2025-04-07", number="2")],
        ["notice_issue 2025-03-05 2025-03-12 2025-03-10", "notice_delivery 2025-03-10 2025-03-13 2025-03-13",
         "notice_delivery 2025-04-02 2025-04-08 2025-04-03", "objection 2025-04-03 2025-04-18 None",
         "objection_by_person 2025-04-07 2025-04-21 None", "objection_verification 2025-03-20 2025-04-18 2025-04-01"],
        id="O45: corrected, and the times run from the correction",
    ),
    pytest.param(
        [EIGHT, OBJECTION, a_settlement(OBJECTION, "2025-04-01", "annulled")],
        ["objection_verification 2025-03-20 2025-04-18 2025-04-01"],
        id="what the settlement annulled leaves its own verification",
    ),
    pytest.param([EIGHT, OBJECTION, an_annulment(EIGHT)], [], id="annulled: nothing runs"),
    pytest.param(
        [CASCADE, an_objection(CASCADE, "2025-03-20")],
        ["objection_verification 2025-03-20 2025-04-18 None"],
        id="to a cascade",
    ),
    pytest.param(
        [a_decision(9, "2025-03-05", notice_served_on="2025-03-13"), a_restoration("2025-05-13")],
        ["objection 2025-03-13 2025-03-27 None", "objection_by_person 2025-03-13 None None",
         "restoration_application 2025-04-18 2025-05-12 2025-05-13"],
        id="suspended and restored",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("known", "expected"), LIVES)
def test_deadlines_of_a_person(known: list[Any], expected: list[str]) -> None:
    assert a_life(*known) == expected


def test_the_pack_of_the_decision_gives_the_lead() -> None:
    other = a_decision(9, "2025-03-05", author="210000", suspension_months=2)
    for decision, opens_on in ((NINE, "2025-04-25"), (other, "2025-04-11")):
        known = facts(decision)
        found = deadlines.deadlines_of(known, timeline(known, SLOW), SLOW, PUBLISHED)
        assert [one.starts_on for one in found if one.name == "restoration_application"] == [day(opens_on)]


def test_objections_come_in_their_order_and_end_with_their_first_settlement() -> None:
    later, sooner = an_objection(EIGHT, "2025-04-01", id="a"), an_objection(EIGHT, "2025-03-20", id="b")
    twice = a_settlement(sooner, "2025-03-28"), a_settlement(sooner, "2025-03-27"), a_settlement(sooner, "2025-03-29")
    assert a_life(EIGHT, later, sooner, *twice)[1:] == [
        "objection_verification 2025-03-20 2025-04-18 2025-03-27",
        "objection_verification 2025-04-01 2025-04-29 None",
    ]


def test_a_deadline_by_itself_belongs_to_no_fact() -> None:
    found = deadlines.after(DeadlineName.NOTICE_ISSUE, day("2025-03-05"), PUBLISHED)
    assert (found.fact, found.author, found.done_on) == ("", "", None)


def test_a_suspension_without_an_end_in_sight_cannot_be_applied_for_yet() -> None:
    measure = timeline(facts(NINE, an_objection(NINE, "2025-03-20")), STAYING).measures[0]
    assert measure.kind == "suspension"
    assert deadlines.restoration_application(measure, PUBLISHED) is None


def test_without_a_calendar_every_deadline_is_unknown() -> None:
    known = facts(NINE, a_notice(NINE, "2025-03-10", "2025-03-13"), an_objection(NINE, "2025-03-20"))
    found = deadlines.deadlines_of(known, timeline(known, DEFAULTS), DEFAULTS, UNPUBLISHED)
    assert len(found) == 6
    assert {deadlines.state(one, day("2026-01-01")) for one in found} == {DeadlineState.UNKNOWN}


OWED = [
    pytest.param({"talk": {"value": 5, "source": "test"}}, "2025-03-21", "2025-03-24", "met_late", id="done late"),
    pytest.param({}, None, "2025-12-31", "met", id="without a time nobody is late"),
    pytest.param({}, None, None, "open", id="but it stays owed"),
    pytest.param({"talk": {"value": 5, "source": "test"}}, "2025-03-21", None, "late", id="late"),
]


@pytest.mark.parametrize(("parameters", "due_on", "done_on", "state"), OWED)
def test_what_is_owed_with_or_without_a_time(
    parameters: dict[str, object], due_on: str | None, done_on: str | None, state: str
) -> None:
    pack = parse_pack({"division": "520000", "version": "test", "valid_from": "2025-01-01",
                       "parameters": {"deadlines": parameters} if parameters else {}})  # fmt: skip
    found = deadlines.owed(DeadlineName.TALK, day("2025-03-14"), PUBLISHED, pack=pack, done_on=done_on and day(done_on))
    assert found.due_on == (due_on and day(due_on))
    assert found.article == "医保办发〔2024〕34号 art. 36"
    assert deadlines.state(found, day("2025-12-31")) is DeadlineState(state)


@pytest.mark.parametrize(
    ("due_on", "today", "state"),
    [("2025-04-30", "2025-04-30", "running"), ("2025-04-30", "2025-05-01", "late"), (None, "2035-01-01", "open")],
)
def test_what_is_due_on_a_stated_day(due_on: str | None, today: str, state: str) -> None:
    found = deadlines.until(DeadlineName.CORRECTION, day("2025-03-31"), due_on and day(due_on))
    assert deadlines.state(found, day(today)) is DeadlineState(state)
    assert found.article == "医保办发〔2024〕34号 art. 46"


VERIFIED = [
    pytest.param(None, "2025-04-28", id="twenty working days, art. 44"),
    pytest.param(("2025-04-01", "2025-04-03"), "2025-04-30", id="two working days with experts are not counted"),
    pytest.param(("2025-04-04", "2025-04-06"), "2025-04-28", id="days off cost nothing"),
    pytest.param(("2025-04-01", "2027-01-05"), None, id="O19: away beyond the calendar"),
]


@pytest.mark.parametrize(("away", "due_on"), VERIFIED)
def test_the_experts_time_is_not_counted(away: tuple[str, str] | None, due_on: str | None) -> None:
    gone = None if away is None else (day(away[0]), day(away[1]))
    found = deadlines.verification(day("2025-03-31"), PUBLISHED, settled_on=None, away=gone)
    assert (found.name, found.due_on) == (DeadlineName.OBJECTION_VERIFICATION, None if due_on is None else day(due_on))
