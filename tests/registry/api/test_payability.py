"""The payment check: one row per verdict, one per refusal."""

import re
from datetime import datetime
from typing import Any

import orjson
import psycopg
import pytest

from registry.doors.api.express import ExpressLane
from registry.institutions.models import Institution, InstitutionKey
from registry.payment.models import EmergencyUse
from registry.people.models import PersonCode
from tests.registry.api.conftest import Till, verified
from tests.registry.days import say
from tests.registry.ledger import GUIZHOU, NOW, SHANGHAI, Ledger, hospital, person, scoring

pytestmark = pytest.mark.django_db

NORMAL, SUSPENDED, TERMINATED, RESTORED, STRANGER, LEFT = 1, 2, 3, 4, 5, 6
NOBODY = 99


@pytest.fixture
def filed(ledger: Ledger, till: Till) -> None:
    """One person, filed in Shanghai since 2 January 2025."""
    ledger.open(NORMAL, STRANGER, institutions=())
    ledger.say("filing.opened", SHANGHAI, {"person": person(NORMAL)})


@pytest.fixture
def people(ledger: Ledger, filed: None) -> None:
    """Others who are filed with them; measures come from Guizhou."""
    ledger.open(SUSPENDED, TERMINATED, RESTORED, LEFT, institutions=())
    for number in (SUSPENDED, TERMINATED, RESTORED, LEFT):
        last = ledger.say("filing.opened", SHANGHAI, {"person": person(number)})
    ledger.say("filing.cancelled", SHANGHAI, {"filing": str(last.id), "cancelled_on": "2025-07-10"})
    for number in (SUSPENDED, TERMINATED, RESTORED):
        body = {"person": person(number), "status": "terminated" if number == TERMINATED else "suspended"}
        body |= {"applied_on": "2025-05-01", "reference": f"R{number}"}
        last = say(ledger, "cascade.applied", GUIZHOU, body, signed="2025-05-01")
    ledger.say("cascade.lifted", GUIZHOU, {"cascade": str(last.id), "lifted_on": "2025-07-01"})
    for number, code in ((NORMAL, "D1"), (SUSPENDED, "D2"), (NORMAL, "same"), (SUSPENDED, "same")):
        PersonCode.objects.create(person_id=person(number), system=f"s{number}", code=code, recorded_at=NOW)


VERDICTS = [
    pytest.param({"person": person(NORMAL)}, "payable", "normal", id="normal"),
    pytest.param({"person": person(NORMAL), "emergency": True}, "payable", "normal", id="normal, emergency"),
    pytest.param({"person": person(SUSPENDED)}, "not_payable", "suspended", id="suspended elsewhere"),
    pytest.param({"person": person(SUSPENDED), "service_on": "2025-05-01"}, "not_payable", "suspended", id="first day"),
    pytest.param({"person": person(SUSPENDED), "service_on": "2025-04-30"}, "payable", "normal", id="day before"),
    pytest.param({"person": person(TERMINATED)}, "not_payable", "terminated", id="terminated"),
    pytest.param({"person": person(RESTORED)}, "payable", "normal", id="after the lifting"),
    pytest.param(
        {"person": person(RESTORED), "service_on": "2025-07-01"}, "payable", "normal", id="day of the lifting"
    ),
    pytest.param(
        {"person": person(RESTORED), "service_on": "2025-06-30"}, "not_payable", "suspended", id="last day suspended"
    ),
    pytest.param(
        {"person": person(SUSPENDED), "emergency": True}, "payable_as_emergency", "suspended", id="emergency, suspended"
    ),
    pytest.param(
        {"person": person(TERMINATED), "emergency": True},
        "payable_as_emergency",
        "terminated",
        id="emergency, terminated",
    ),
    pytest.param({"person": person(STRANGER)}, "not_payable", "not_filed", id="not filed"),
    pytest.param(
        {"person": person(STRANGER), "emergency": True}, "not_payable", "not_filed", id="emergency needs a filing"
    ),
    pytest.param(
        {"person": person(NORMAL), "service_on": "2025-01-01"}, "not_payable", "not_filed", id="before the filing"
    ),
    pytest.param({"person": person(NORMAL), "service_on": "2025-01-02"}, "payable", "normal", id="first day filed"),
    pytest.param({"person": person(LEFT), "service_on": "2025-07-09"}, "payable", "normal", id="last day filed"),
    pytest.param({"person": person(LEFT)}, "not_payable", "not_filed", id="after the cancellation"),
    pytest.param({"person": person(NOBODY)}, "indeterminate", "unknown_person", id="nobody has this ID"),
    pytest.param({"code": "D1", "system": "s1"}, "payable", "normal", id="code"),
    pytest.param({"code": "D2"}, "not_payable", "suspended", id="code without its system"),
    pytest.param({"code": "D2", "system": "s1"}, "indeterminate", "unknown_code", id="code of another system"),
    pytest.param({"code": "nobody's"}, "indeterminate", "unknown_code", id="unknown code"),
    pytest.param({"code": "same"}, "indeterminate", "ambiguous_code", id="code of two people in two systems"),
    pytest.param({"code": "same", "system": "s2"}, "not_payable", "suspended", id="the same with its system"),
    pytest.param(
        {"person": "-".join(person(NORMAL)[n : n + 4] for n in (0, 4, 8, 12))}, "payable", "normal", id="ID in groups"
    ),
    pytest.param({"person": person(NORMAL), "emergency": None, "role": None}, "payable", "normal", id="nulls"),
    pytest.param(
        {"person": person(NORMAL), "admitted_on": None, "emergency_code": None}, "payable", "normal", id="none"
    ),
    pytest.param({"person": person(NORMAL), "admitted_on": "2025-07-10"}, "payable", "normal", id="admitted that day"),
    pytest.param(
        {"person": person(SUSPENDED), "admitted_on": "2025-04-30"}, "not_payable", "suspended", id="no pack: by service"
    ),
    pytest.param(
        {"person": person(SUSPENDED), "emergency_code": "1101"}, "not_payable", "suspended", id="a code is no emergency"
    ),
    pytest.param(
        {"person": person(SUSPENDED), "emergency": True, "emergency_code": "1101"},
        "payable_as_emergency",
        "suspended",
        id="no pack: any code",
    ),
]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("line", "verdict", "reason"), VERDICTS)
def test_verdict(till: Till, line: dict[str, Any], verdict: str, reason: str) -> None:
    answer = till.one(**line)
    assert (answer["verdict"], answer["reason"]) == (verdict, reason)
    assert (answer["position"], answer["decides"]) == (77, True)
    assert 0 <= answer["age_seconds"] < 60
    assert answer["rule"].startswith("医保办发〔2024〕34号 art")


@pytest.mark.usefixtures("people")
def test_all_of_them_in_one_batch_are_answered_as_they_are_alone(till: Till) -> None:
    answers = till.ask(*(row.values[0] for row in VERDICTS))
    assert [(each["verdict"], each["reason"]) for each in answers] == [row.values[1:] for row in VERDICTS]


STANDINGS = [
    pytest.param(NORMAL, "2025-07-10", ("normal", None, None, None), id="never anything else"),
    pytest.param(SUSPENDED, "2025-04-01", ("normal", None, "2025-05-01", "suspended"), id="before"),
    pytest.param(SUSPENDED, "2025-05-01", ("suspended", "2025-05-01", None, None), id="open"),
    pytest.param(RESTORED, "2025-06-30", ("suspended", "2025-05-01", "2025-07-01", "normal"), id="closed"),
    pytest.param(RESTORED, "2025-07-01", ("normal", "2025-07-01", None, None), id="after"),
]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("number", "day", "expected"), STANDINGS)
def test_the_answer_tells_the_standing_and_between_which_days_it_holds(
    till: Till, number: int, day: str, expected: tuple[str, str | None, str | None, str | None]
) -> None:
    standing = till.one(person=person(number), service_on=day)["standing"]
    assert (standing["status"], standing["from_on"], standing["to_on"], standing["then"]) == expected
    assert (standing["term_over"], standing["pending"], standing["objection_pending"]) == (False, False, False)


@pytest.mark.usefixtures("filed")
def test_a_term_that_is_over_does_not_end_by_itself(ledger: Ledger, till: Till) -> None:
    decided = {
        "person": person(NORMAL),
        "points": 9,
        "legal_basis": "claim_for_ineligible",
        "decided_on": "2025-06-20",
        "suspension_months": 1,
    }
    say(ledger, "decision.issued", GUIZHOU, decided, signed="2025-06-20")
    answers = till.ask(*({"person": person(NORMAL), "service_on": day} for day in ("2025-06-20", "2025-07-20")))
    assert [(each["verdict"], each["reason"]) for each in answers] == [
        ("not_payable", "suspended"),
        ("not_payable", "suspended_term_over"),
    ]
    assert [each["standing"]["term_over"] for each in answers] == [False, True]


TERMINATED_TO_FILED = [
    pytest.param("2025-02-09", "payable", "normal", id="the day before"),
    pytest.param("2025-02-10", "not_payable", "terminated", id="terminated"),
    pytest.param("2026-02-10", "not_payable", "terminated_bar_over", id="the bar is over"),
    pytest.param("2026-02-12", "not_payable", "terminated_bar_over", id="assessed: only the new filing is missing"),
    pytest.param("2026-02-15", "not_payable", "not_filed", id="the old filing cancelled"),
    pytest.param("2026-02-20", "payable", "normal", id="filed again"),
]


@pytest.mark.usefixtures("filed")
def test_from_a_termination_to_the_new_filing(ledger: Ledger, till: Till) -> None:  # O9
    for day in ("2025-01-10", "2025-02-10"):
        body = {"person": person(NORMAL), **scoring(6), "decided_on": day}
        say(ledger, "decision.issued", GUIZHOU, body, signed=day)
    (filing,) = (item for item in ledger.said if item.topic == "filing.opened")
    passed = {"person": person(NORMAL), "assessed_on": "2026-02-11", "effective_on": "2026-02-12"}
    say(ledger, "restoration.assessed", GUIZHOU, passed, signed="2026-02-11")
    say(
        ledger,
        "filing.cancelled",
        SHANGHAI,
        {"filing": str(filing.id), "cancelled_on": "2026-02-15"},
        signed="2026-02-15",
    )
    committed = {"commitment_version": "1", "commitment_signed_on": "2026-02-16", "commitment_form": "paper"}
    again = {"person": person(NORMAL), "opened_on": "2026-02-20", "refiling": True, **committed}
    say(ledger, "filing.opened", SHANGHAI, again, signed="2026-02-20")
    lines = [{"person": person(NORMAL), "service_on": row.values[0]} for row in TERMINATED_TO_FILED]
    answers = till.ask(*lines)
    assert [(each["verdict"], each["reason"]) for each in answers] == [row.values[1:] for row in TERMINATED_TO_FILED]
    urgent = till.ask(*({**line, "emergency": True} for line in lines))
    assert [each["verdict"] == "payable_as_emergency" for each in urgent] == [False, True, True, True, False, False]


@pytest.mark.usefixtures("filed")
def test_a_pending_fact_of_its_own_holds_at_home(ledger: Ledger, till: Till) -> None:
    body = {"person": person(NORMAL), "status": "suspended", "applied_on": "2025-05-01"}
    say(ledger, "cascade.applied", SHANGHAI, body, signed="2025-05-01", status="pending")
    answer = till.one(person=person(NORMAL))
    assert (answer["verdict"], answer["standing"]["pending"]) == ("not_payable", True)


PHASED_IN = [
    pytest.param("2025-07-09", False, "payable", "not_covered", id="the day before"),
    pytest.param("2025-07-10", False, "payable", "normal", id="the first day"),
    pytest.param("2025-07-09", True, "payable", "not_covered", id="an emergency lifts a status, nothing else"),
    pytest.param("2025-01-01", False, "not_payable", "not_filed", id="before the filing"),
]


@pytest.mark.parametrize(("day", "emergency", "verdict", "reason"), PHASED_IN)
def test_who_is_not_covered_yet_is_paid_and_told_apart(
    ledger: Ledger, till: Till, day: str, emergency: bool, verdict: str, reason: str
) -> None:  # O24
    parameters = {"phase_in": {"nursing": {"value": "2025-07-10", "source": "invented"}}}
    pack = {"division": SHANGHAI, "version": "1", "valid_from": "2025-01-01", "document": {"parameters": parameters}}
    ledger.open(NORMAL, STRANGER, institutions=())
    for number, category in ((NORMAL, "nursing"), (STRANGER, "medical")):
        ledger.say("filing.opened", SHANGHAI, {"person": person(number), "category": category})
    ledger.say("pack.published", "000000", pack)
    answer, other = till.ask(
        *({"person": person(number), "service_on": day, "emergency": emergency} for number in (NORMAL, STRANGER))
    )
    assert (answer["verdict"], answer["reason"]) == (verdict, reason)
    assert answer["rule"].startswith("医保办发〔2024〕34号 art")
    assert other["reason"] == ("not_filed" if reason == "not_filed" else "normal"), "another class of personnel"
    if reason == "not_covered":
        assert (answer["standing"]["status"], answer["standing"]["to_on"]) == ("not_covered", "2025-07-10")
        verified(seconds_ago=10_000_000)
        assert till.one(person=person(NORMAL), service_on=day)["reason"] == "stale_data", "as for anybody else"


OBJECTED = [
    pytest.param(5, "2025-06-30", "payable", ("normal", False, None), id="normal, before the objection"),
    pytest.param(5, "2025-07-01", "payable", ("normal", True, None), id="normal, objected to"),
    pytest.param(5, "2025-07-20", "payable", ("normal", False, None), id="normal, settled"),
    pytest.param(9, "2025-06-30", "not_payable", ("suspended", False, None), id="suspended, before"),
    pytest.param(9, "2025-07-01", "not_payable", ("suspended", True, None), id="suspended, objected to"),
    pytest.param(9, "2025-07-20", "not_payable", ("suspended", False, None), id="suspended, settled"),
]


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize("way", ["short", "long"])
@pytest.mark.parametrize(("points", "day", "verdict", "expected"), OBJECTED)
def test_an_objection_is_shown_and_decides_nothing(
    ledger: Ledger, till: Till, points: int, day: str, verdict: str, expected: tuple[str, bool, str | None], way: str
) -> None:
    body = {"person": person(NORMAL), **scoring(points), "suspension_months": None if points < 9 else 2}
    decision = say(ledger, "decision.issued", GUIZHOU, body, signed="2025-06-20")
    objection = ledger.say("objection.lodged", GUIZHOU, {"decision": str(decision.id)})
    ledger.say("objection.settled", GUIZHOU, {"objection": str(objection.id)})
    line = {"person": person(NORMAL), "service_on": day, "institution": till.institution}
    if way == "short":
        answer = till.one(**line)
    else:
        answer = till.the_long_way(orjson.dumps({"lines": [line]})).json()["lines"][0]
    standing = answer["standing"]
    assert answer["verdict"] == verdict
    assert (standing["status"], standing["objection_pending"], standing["to_on"]) == expected
    # The term's own end is said beside: the status lasts until somebody ends it.
    assert standing["ends_on"] == ("2025-08-20" if points == 9 else None)
    assert answer["rule"] == ("医保办发〔2024〕34号 art. 16" if points == 5 else "医保办发〔2024〕34号 arts. 45, 48")


@pytest.mark.usefixtures("people")
def test_old_data_decide_nothing_but_what_is_known_to_be_suspended(till: Till, settings: Any) -> None:
    settings.STALE_AFTER = 100
    verified(seconds_ago=101)
    answers = till.ask(
        {"person": person(NORMAL)},
        {"person": person(NORMAL), "emergency": True},
        {"person": person(SUSPENDED)},
        {"person": person(SUSPENDED), "emergency": True},
        {"person": person(RESTORED)},
        {"person": person(STRANGER)},
    )
    assert [(each["verdict"], each["reason"]) for each in answers] == [
        ("indeterminate", "stale_data"),
        ("indeterminate", "stale_data"),
        ("not_payable", "suspended"),
        ("payable_as_emergency", "suspended"),
        ("indeterminate", "stale_data"),
        ("not_payable", "not_filed"),
    ]
    verified(seconds_ago=60)
    assert till.one(person=person(NORMAL))["verdict"] == "payable"


@pytest.mark.usefixtures("filed")
def test_a_node_that_never_followed_decides_nothing(till: Till) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE sync_cursor SET verified_at = NULL")
    answer = till.one(person=person(NORMAL))
    assert (answer["verdict"], answer["reason"], answer["age_seconds"]) == ("indeterminate", "stale_data", None)


@pytest.mark.usefixtures("people")
def test_only_ordering_decides(till: Till) -> None:
    roles = ("ordering", "attending", "operating", "nursing", "dispensing", "technical", "auditing")
    for number in (NORMAL, SUSPENDED):
        answers = till.ask(*({"person": person(number), "role": role} for role in roles))
        assert [each["decides"] for each in answers] == [True, *[False] * 6]
        assert len({each["verdict"] for each in answers}) == 1


@pytest.mark.usefixtures("people")
def test_every_use_of_the_emergency_exception_is_counted(till: Till) -> None:
    emergency = {"person": person(SUSPENDED), "emergency": True}
    till.ask(
        emergency,
        emergency,
        emergency | {"role": "nursing"},
        emergency | {"person": person(NORMAL)},
        emergency | {"person": person(STRANGER)},
    )
    uses = EmergencyUse.objects.values_list("person_id", "institution", "service_on")
    assert [(*each[:2], str(each[2])) for each in uses] == [(person(SUSPENDED), till.institution, "2025-07-10")] * 2


WRONG_DIGITS = person(NORMAL)[:-1] + str((int(person(NORMAL)[-1]) + 1) % 10)
LINES = [
    pytest.param(7, "line_malformed", "", id="number for a line"),
    pytest.param(None, "line_malformed", "", id="null for a line"),
    pytest.param([], "line_malformed", "", id="list for a line"),
    pytest.param({"patient": "x"}, "unknown_field", "patient", id="unknown field"),
    pytest.param({"päfield": "x"}, "unknown_field", "?", id="unknown field that is not plain"),
    pytest.param({}, "person_required", "person", id="nobody"),
    pytest.param({"person": None}, "person_required", "person", id="null for a person"),
    pytest.param({"person": person(1), "code": "D1"}, "person_twice", "person", id="person and code"),
    pytest.param({"person": person(1), "system": "s"}, "person_twice", "person", id="person and system"),
    pytest.param({"system": "s"}, "person_required", "person", id="system alone"),
    pytest.param({"person": WRONG_DIGITS}, "bad_check_digits", "person", id="wrong check digits"),
    pytest.param({"person": f" {WRONG_DIGITS}"}, "bad_check_digits", "person", id="wrong check digits, blank"),
    pytest.param({"person": "123"}, "malformed_id", "person", id="too short"),
    pytest.param({"person": ""}, "malformed_id", "person", id="empty"),
    pytest.param({"person": "１" * 16}, "malformed_id", "person", id="full-width digits"),
    pytest.param({"person": "²" * 16}, "malformed_id", "person", id="superscript digits"),
    pytest.param({"person": "{" * 16}, "malformed_id", "person", id="braces"),
    pytest.param({"person": int(person(1))}, "text_expected", "person", id="number for a person"),
    pytest.param({"person": {"x": 1}}, "text_expected", "person", id="object for a person"),
    pytest.param({"code": ""}, "code_malformed", "code", id="empty code"),
    pytest.param({"code": "x" * 65}, "code_malformed", "code", id="long code"),
    pytest.param({"code": "a\x00b"}, "code_malformed", "code", id="code with NUL"),
    pytest.param({"code": "a", "system": "s" * 41}, "code_malformed", "system", id="long system"),
    pytest.param({"code": 7}, "text_expected", "code", id="number for a code"),
    pytest.param({"person": person(1), "institution": None}, "field_missing", "institution", id="no institution"),
    pytest.param({"person": person(1), "institution": 7}, "text_expected", "institution", id="number, institution"),
    pytest.param({"person": person(1), "service_on": None}, "field_missing", "service_on", id="no date"),
    pytest.param({"person": person(1), "service_on": "2025-02-29"}, "date_unreadable", "service_on", id="no such day"),
    pytest.param({"person": person(1), "service_on": "20250228"}, "date_unreadable", "service_on", id="no hyphens"),
    pytest.param({"person": person(1), "service_on": "2025-W09-5"}, "date_unreadable", "service_on", id="week date"),
    pytest.param({"person": person(1), "service_on": "0000-01-01"}, "date_unreadable", "service_on", id="year zero"),
    pytest.param({"person": person(1), "service_on": 20250101}, "text_expected", "service_on", id="number for a date"),
    pytest.param(
        {"person": person(1), "admitted_on": "2025-07-11"}, "admitted_after_service", "admitted_on", id="after"
    ),
    pytest.param({"person": person(1), "admitted_on": "2025-06-31"}, "date_unreadable", "admitted_on", id="no June 31"),
    pytest.param({"person": person(1), "admitted_on": ""}, "date_unreadable", "admitted_on", id="empty admission"),
    pytest.param(
        {"person": person(1), "admitted_on": 20250701}, "text_expected", "admitted_on", id="number, admission"
    ),
    pytest.param(
        {"person": person(1), "emergency_code": 1101}, "text_expected", "emergency_code", id="number, emergency"
    ),
    pytest.param(
        {"person": person(1), "emergency_code": ""}, "emergency_code_malformed", "emergency_code", id="blank code"
    ),
    pytest.param(
        {"person": person(1), "emergency_code": "1" * 41},
        "emergency_code_malformed",
        "emergency_code",
        id="41 characters",
    ),
    pytest.param(
        {"person": person(1), "emergency_code": "a\x00b"},
        "emergency_code_malformed",
        "emergency_code",
        id="emergency NUL",
    ),
    pytest.param({"person": person(1), "emergency": "yes"}, "flag_expected", "emergency", id="text for a flag"),
    pytest.param({"person": person(1), "emergency": 1}, "flag_expected", "emergency", id="number for a flag"),
    pytest.param({"person": person(1), "role": "surgeon"}, "code_unknown", "role", id="unknown role"),
    pytest.param({"person": person(1), "role": ["ordering"]}, "text_expected", "role", id="list for a role"),
    pytest.param(
        {"person": person(1), "institution": hospital(GUIZHOU)},
        "institution_not_yours",
        "institution",
        id="another institution",
    ),
    pytest.param(
        {"person": person(1), "institution": "\x00"}, "institution_not_yours", "institution", id="institution NUL"
    ),
    pytest.param(
        {"person": person(99), "institution": hospital(GUIZHOU)},
        "institution_not_yours",
        "institution",
        id="unknown person at another institution",
    ),
    pytest.param(
        {"code": "D1", "institution": hospital(GUIZHOU)},
        "institution_not_yours",
        "institution",
        id="code at another institution",
    ),
]


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize(("line", "code", "field"), LINES)
def test_a_line_that_cannot_be_read_is_refused_alone(till: Till, line: Any, code: str, field: str) -> None:
    good = {"person": person(NORMAL)}
    before, refused, after = till.ask(good, line, good)
    assert (before["verdict"], after["verdict"]) == ("payable", "payable")
    assert (refused["outcome"], refused["code"], refused["field"]) == ("refused", code, field)
    assert refused["sentence"]
    assert refused["sentence_zh"]
    assert "verdict" not in refused


# Half past midnight on 11 July in China; on 10 July by every clock west of it.
CLOCKS = [
    pytest.param("2025-07-10T16:30:00Z", "2025-07-11", None, id="just after midnight: today"),
    pytest.param("2025-07-10T16:30:00Z", "2025-07-12", "service_in_future", id="just after midnight: tomorrow"),
    pytest.param("2025-07-10T15:59:59Z", "2025-07-10", None, id="just before midnight: today"),
    pytest.param("2025-07-10T15:59:59Z", "2025-07-11", "service_in_future", id="just before midnight: tomorrow"),
    pytest.param("2025-07-10T15:59:59Z", "9999-12-31", "service_in_future", id="the end of the calendar"),
    pytest.param("2025-07-10T15:59:59Z", "2020-01-01", None, id="the first day of any scheme"),
    pytest.param("2025-07-10T15:59:59Z", "2019-12-31", "service_before_scheme", id="before any scheme"),
    pytest.param("2025-07-10T15:59:59Z", "0001-01-01", "service_before_scheme", id="the beginning of the calendar"),
]


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize("more", [{}, {"admitted_on": None}], ids=["read in one glance", "read with care"])
@pytest.mark.parametrize(("at", "day", "code"), CLOCKS)
def test_services_lie_between_the_first_scheme_and_today_in_china(
    till: Till, monkeypatch: pytest.MonkeyPatch, at: str, day: str, code: str | None, more: dict[str, Any]
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.fromisoformat(at).astimezone(tz)

    monkeypatch.setattr("registry.payment.api.payability.datetime", Clock)
    good = {"person": person(NORMAL), "service_on": "2025-07-10"}
    before, asked, after = till.ask(good, {**good, "service_on": day, **more}, good)
    assert {before["outcome"], after["outcome"]} == {"answered"}, "refused alone"
    assert (asked["outcome"], asked.get("code")) == ("refused" if code else "answered", code)
    if code == "service_in_future":
        assert asked["field"] == "service_on"
        assert asked["sentence"].count("2025-07-1") == asked["sentence_zh"].count("2025-07-1") == 1, "says the day"


STRANGE_CODES = ["null", "NULL", "a,b", '"', "\\", "{}", "a b", "'; --", "码", "1", "12,34", "%s"]


def test_codes_are_found_whatever_they_look_like(ledger: Ledger, till: Till, filed: None) -> None:
    for code in STRANGE_CODES:
        PersonCode.objects.create(person_id=person(NORMAL), system=code, code=code, recorded_at=NOW)
    for line in ({"code": code} for code in STRANGE_CODES):
        assert till.one(**line)["verdict"] == "payable", line
    answers = till.ask(*({"code": code, "system": code} for code in STRANGE_CODES))
    assert {each["verdict"] for each in answers} == {"payable"}


def test_an_empty_batch_is_answered(till: Till) -> None:
    assert till.ask() == []


@pytest.mark.usefixtures("filed")
def test_ten_thousand_lines_are_the_limit(till: Till) -> None:
    line = {"person": person(NORMAL), "institution": till.institution, "service_on": "2025-07-10"}
    answer = orjson.loads(till.post({"lines": [line] * 10_000}).content)
    assert (answer["answered"], answer["refused"]) == (10_000, 0)
    refused = till.post({"lines": [line] * 10_001})
    assert (refused.status_code, refused.json()["code"]) == (413, "batch_too_large")


GOOD = b'{"lines":[]}'
LINE = f'{{"person":"{person(1)}","institution":"{hospital(SHANGHAI)}","service_on":"2025-07-10"'
BODIES = [
    pytest.param(b" ", 400, "json_malformed", id="blank"),
    pytest.param(b"{", 400, "json_malformed", id="cut"),
    pytest.param(b"[]", 400, "object_expected", id="list"),
    pytest.param(b"null", 400, "object_expected", id="null"),
    pytest.param(b"{}", 400, "field_missing", id="no lines"),
    pytest.param(b'{"lines":{}}', 400, "list_expected", id="object for lines"),
    pytest.param(b'{"lines":[],"purpose":"x"}', 400, "unknown_field", id="unknown field"),
    pytest.param(b'{"lines":[],"lines":[]}', 400, "duplicate_key", id="lines twice"),
    pytest.param(f'{{"lines":[{LINE},"person":"x"}}]}}'.encode(), 400, "duplicate_key", id="person twice"),
    pytest.param(f'{{"lines":[{LINE},"person" :"x"}}]}}'.encode(), 400, "duplicate_key", id="person twice, blank"),
    pytest.param(
        f'{{"lines":[{LINE},"pers\\u006fn":"x"}}]}}'.encode(), 400, "duplicate_key", id="person twice, escaped"
    ),
    pytest.param(b'{"lines":[NaN]}', 400, "number_not_finite", id="NaN"),
    pytest.param(b'{"lines":["\\ud800"]}', 400, "surrogate_forbidden", id="half a surrogate pair"),
    pytest.param(b'{"lines":["\xff"]}', 400, "encoding_invalid", id="not UTF-8"),
    pytest.param("{}".encode("utf-16"), 400, "encoding_invalid", id="UTF-16"),
    pytest.param(b"\xef\xbb\xbf" + GOOD, 400, "encoding_invalid", id="byte order mark"),
    pytest.param(b'{"lines":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400, "json_too_deep", id="nested deeply"),
    pytest.param(b'{"lines":[' + b"9" * 5000 + b"]}", 400, None, id="number of 5,000 digits"),
    pytest.param(b" " * (8 * 1024 * 1024) + GOOD, 413, "document_too_large", id="8 MiB"),
    pytest.param(b" " * (64 * 1024 * 1024), 413, "document_too_large", id="64 MiB"),
]


@pytest.mark.parametrize(("body", "status", "code"), BODIES)
def test_a_body_that_cannot_be_read_is_a_problem(till: Till, body: bytes, status: int, code: str | None) -> None:
    answer = till.post(body)
    if code is None:  # whatever the reader makes of it, it is no fault of ours
        assert answer.status_code in (200, 400)
        return
    problem = orjson.loads(answer.content)
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["type"] == f"urn:payqual:problem:{code}"
    assert problem["detail"]
    assert problem["detail_zh"]


MEDIA = [
    pytest.param("application/json", 200, id="plain"),
    pytest.param("application/json; charset=UTF-8", 200, id="charset"),
    pytest.param('Application/JSON;charset="utf-8"', 200, id="quoted charset"),
    pytest.param("application/json; charset=gb18030", 415, id="other charset"),
    pytest.param("text/plain", 415, id="text"),
    pytest.param("application/x-www-form-urlencoded", 415, id="form"),
    pytest.param("", 415, id="none"),
]


@pytest.mark.parametrize(("media", "status"), MEDIA)
def test_the_body_must_be_json_in_utf8(till: Till, media: str, status: int) -> None:
    assert till.post(GOOD, Content_Type=media).status_code == status


def test_a_body_of_untold_length_is_refused(till: Till) -> None:
    answer = till.call("POST")
    assert (answer.status_code, answer.json()["code"]) == (411, "length_missing")


def test_compressed_bodies_are_refused(till: Till) -> None:
    assert till.post(GOOD, Content_Encoding="gzip").json()["code"] == "media_type_unsupported"


HEADERS = [
    pytest.param("", "not_authenticated", id="none"),
    pytest.param("Token abc", "not_authenticated", id="another scheme"),
    pytest.param("Api-Key", "not_authenticated", id="no key"),
    pytest.param("Api-Key abc", "not_authenticated", id="no dot"),
    pytest.param("Api-Key \xe9.x", "not_authenticated", id="not plain"),
    pytest.param("Api-Key " + "x." * 101, "not_authenticated", id="long"),
    pytest.param("Api-Key abcdefgh.0123456789", "key_refused", id="unknown"),
    pytest.param("Api-Key ' OR 1=1 --.x", "key_refused", id="injection"),
]


@pytest.mark.parametrize(("header", "code"), HEADERS)
@pytest.mark.parametrize("size", [0, 40_000])
def test_without_a_good_key_nothing_is_answered(till: Till, header: str, code: str, size: int) -> None:
    answer = till.post(GOOD + b" " * size, Authorization=header)
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer["WWW-Authenticate"] == "Api-Key"


@pytest.mark.parametrize("size", [0, 40_000])
def test_a_revoked_or_expired_key_is_refused_at_once(till: Till, size: int) -> None:
    body = GOOD + b" " * size
    key = InstitutionKey.objects.get()
    assert till.post(body).status_code == 200
    key.expiry_date = NOW
    key.save()
    assert till.post(body).status_code == 401
    key.expiry_date = None
    key.save()
    assert till.post(body).status_code == 200
    key.revoked = True
    key.save()
    assert till.post(body).status_code == 401
    assert till.key.partition(".")[2] not in key.hashed_key


def test_a_wrong_secret_with_a_known_prefix_is_refused(till: Till) -> None:
    till.key = till.key[:-1] + ("a" if till.key[-1] != "a" else "b")
    assert till.post(GOOD).status_code == 401


@pytest.mark.usefixtures("filed")
def test_another_institution_sees_its_own_filings_only(till: Till, ledger: Ledger) -> None:
    _, till.key = InstitutionKey.objects.create_key(
        name="guizhou", institution=Institution.objects.get(pk=hospital(GUIZHOU))
    )
    till.institution = hospital(GUIZHOU)
    assert till.one(person=person(NORMAL))["reason"] == "not_filed"
    ledger.say("filing.opened", GUIZHOU, {"person": person(NORMAL)})
    assert till.one(person=person(NORMAL))["verdict"] == "payable"


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "odd"])
def test_other_methods_are_refused(till: Till, method: str) -> None:
    answer = till.call(method)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_the_answer_says_how_long_it_is_and_is_not_kept(till: Till) -> None:
    answer = till.post(GOOD)
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


def test_over_plain_http_nothing_is_answered_where_https_is_required(till: Till, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert (till.post(GOOD).status_code, till.post(GOOD).json()["code"]) == (403, "https_required")
    for answer in (till.call("POST", GOOD, secure=True), till.post(GOOD, X_Forwarded_Proto="https")):
        assert (answer.status_code, answer["Strict-Transport-Security"]) == (200, "max-age=60")
    assert till.call("POST", GOOD, secure=True, X_Forwarded_Proto="http").status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "", "a b", "testserver:99999x", "testserver@evil.example"])
def test_a_host_that_is_not_ours_is_refused(till: Till, host: str) -> None:
    answer = till.post(GOOD, Host=host)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


WAYS = [
    pytest.param(GOOD, {}, id="empty batch"),
    pytest.param(f'{{"lines":[{LINE}}}]}}'.encode(), {}, id="a line"),
    pytest.param(b'{"lines":[7]}', {}, id="a line that cannot be read"),
    pytest.param(b"{", {}, id="a body that cannot be read"),
    pytest.param(GOOD, {"Authorization": "Api-Key a.b"}, id="a wrong key"),
    pytest.param(GOOD, {"Content-Encoding": "gzip"}, id="compressed"),
]


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize(("raw", "headers"), WAYS)
def test_the_short_way_and_the_long_way_lead_to_the_same(till: Till, raw: bytes, headers: dict[str, str]) -> None:
    short, long = (
        till.post(raw, **{k.replace("-", "_"): v for k, v in headers.items()}),
        till.the_long_way(raw, **headers),
    )
    assert (short.status_code, short["Content-Type"]) == (long.status_code, long["Content-Type"])
    first, second = (re.sub(rb'"age_seconds":\d+', b"", each.content) for each in (short, long))
    assert first == second
    assert short["Content-Length"] == long["Content-Length"]


def test_a_fault_is_answered_without_telling(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise ValueError("a secret")

    monkeypatch.setattr("registry.payment.api.payability.answer", fail)
    answer = till.post(GOOD)
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert b"secret" not in answer.content


def test_without_a_database_it_asks_to_come_again(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise psycopg.OperationalError("gone")

    monkeypatch.setattr("registry.payment.selectors.payability.read", gone)
    for answer in (till.post(GOOD), till.the_long_way(GOOD)):
        assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "unavailable", "5")


def test_other_addresses_are_handed_on() -> None:
    lane = ExpressLane(lambda environ, start_response: [environ["PATH_INFO"].encode()])
    assert list(lane({"PATH_INFO": "/admin/"}, lambda *_: None)) == [b"/admin/"]


def test_ten_thousand_unknown_ids_are_answered_alike(till: Till) -> None:
    answers = till.ask(*({"person": person(number)} for number in range(1000, 3000)))
    assert {each["reason"] for each in answers} == {"unknown_person"}
    assert len({frozenset(each) for each in answers}) == 1
