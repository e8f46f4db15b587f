"""Lines of the payment check: what is refused of one alone, and how many may come."""

from datetime import datetime
from typing import Any

import orjson
import pytest

from registry.people.models import PersonCode
from tests.registry.ledger import GUIZHOU, NOW, Ledger, hospital, person
from tests.registry.payment.api.conftest import NORMAL
from tests.registry.till import Till

pytestmark = pytest.mark.django_db

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


def test_ten_thousand_unknown_ids_are_answered_alike(till: Till) -> None:
    answers = till.ask(*({"person": person(number)} for number in range(1000, 3000)))
    assert {each["reason"] for each in answers} == {"unknown_person"}
    assert len({frozenset(each) for each in answers}) == 1
