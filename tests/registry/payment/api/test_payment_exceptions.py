"""What a province's pack says at the till of stays across the start of a term (O12) and of emergencies (O11)."""

import re
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.institutions.models import InstitutionKey
from registry.payment.models import EmergencyUse
from registry.people.models import PersonCode
from tests.registry.days import say
from tests.registry.ledger import GUIZHOU, NATIONAL, NOW, SHANGHAI, Ledger, hospital, person
from tests.registry.till import Till, verified

pytestmark = pytest.mark.django_db

NORMAL, SUSPENDED, TERMINATED, TWICE, STRANGER = 1, 2, 3, 4, 5
RULE = "医保办发〔2024〕34号 arts. 45, 48"


@pytest.fixture(autouse=True)
def _people(ledger: Ledger, till: Till) -> None:
    """Suspended or terminated from 1 May; one of them in March before; a stranger is not filed."""
    ledger.open(NORMAL, SUSPENDED, TERMINATED, TWICE, STRANGER, institutions=())
    for number in (NORMAL, SUSPENDED, TERMINATED, TWICE):
        ledger.say("filing.opened", SHANGHAI, {"person": person(number)})
    march = suspend(ledger, TWICE, "2025-03-01", reference="R0")
    ledger.say("cascade.lifted", GUIZHOU, {"cascade": str(march.id), "lifted_on": "2025-04-01"})
    for number in (SUSPENDED, TWICE, STRANGER):
        suspend(ledger, number, "2025-05-01")
    suspend(ledger, TERMINATED, "2025-05-01", status="terminated")
    PersonCode.objects.create(person_id=person(SUSPENDED), system="s", code="D2", recorded_at=NOW)


def suspend(ledger: Ledger, number: int, on: str, **others: str) -> Any:
    body = {"person": person(number), "applied_on": on, "reference": f"R{number}", **others}
    return say(ledger, "cascade.applied", GUIZHOU, body, signed=on)


def publish(
    ledger: Ledger, division: str = SHANGHAI, version: str = "1", valid_from: str = "2025-01-01", **values: Any
) -> None:
    """Publish a pack; a parameter's dot is written as two underscores."""
    parameters: dict[str, Any] = {}
    for name, value in values.items():
        *groups, last = name.split("__")
        table = parameters
        for group in groups:
            table = table.setdefault(group, {})
        table[last] = {"value": value, "source": "invented"}
    body = {"division": division, "version": version, "valid_from": valid_from, "document": {"parameters": parameters}}
    ledger.say("pack.published", NATIONAL, body)


def told(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["verdict"], answer["reason"]


PAID_ON = ("payable", "admitted_before_term")
REFUSED = ("not_payable", "suspended")
STAYS = [
    pytest.param({"person": person(SUSPENDED), "admitted_on": "2025-04-30"}, PAID_ON, id="admitted the day before"),
    pytest.param({"person": person(SUSPENDED), "admitted_on": "2025-05-01"}, REFUSED, id="admitted on the first day"),
    pytest.param({"person": person(SUSPENDED)}, REFUSED, id="no stay"),
    pytest.param({"person": person(SUSPENDED), "admitted_on": None}, REFUSED, id="null for a stay"),
    pytest.param({"code": "D2", "admitted_on": "2025-04-30"}, PAID_ON, id="by code"),
    pytest.param(
        {"person": person(SUSPENDED), "admitted_on": "2025-04-30", "service_on": "2025-05-01"}, PAID_ON, id="first day"
    ),
    pytest.param(
        {"person": person(SUSPENDED), "admitted_on": "2025-04-29", "service_on": "2025-04-30"},
        ("payable", "normal"),
        id="served before the term",
    ),
    pytest.param({"person": person(TERMINATED), "admitted_on": "2025-04-30"}, PAID_ON, id="terminated"),
    pytest.param(
        {"person": person(TERMINATED), "admitted_on": "2025-05-02"}, ("not_payable", "terminated"), id="and too late"
    ),
    pytest.param({"person": person(TWICE), "admitted_on": "2025-04-01"}, PAID_ON, id="admitted between two terms"),
    pytest.param({"person": person(TWICE), "admitted_on": "2025-03-31"}, REFUSED, id="admitted within the term before"),
    pytest.param({"person": person(TWICE), "admitted_on": "2025-02-01"}, REFUSED, id="a term lay between"),
    pytest.param({"person": person(NORMAL), "admitted_on": "2025-04-30"}, ("payable", "normal"), id="never suspended"),
    pytest.param(
        {"person": person(STRANGER), "admitted_on": "2025-04-30"}, ("not_payable", "not_filed"), id="not filed"
    ),
    pytest.param(
        {"person": person(SUSPENDED), "admitted_on": "2024-12-01"}, PAID_ON, id="not filed yet on admission: no matter"
    ),
    pytest.param(
        {"person": person(SUSPENDED), "admitted_on": "2025-04-30", "emergency": True}, PAID_ON, id="needs no emergency"
    ),
    pytest.param(
        {"person": person(SUSPENDED), "admitted_on": "2025-05-02", "emergency": True},
        ("payable_as_emergency", "suspended"),
        id="no such stay, but an emergency",
    ),
    pytest.param({"person": person(99), "admitted_on": "2025-04-30"}, ("indeterminate", "unknown_person"), id="nobody"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), STAYS)
def test_a_stay_that_began_before_the_term_is_paid_on(
    ledger: Ledger, till: Till, line: dict[str, Any], expected: tuple[str, str]
) -> None:
    publish(ledger, straddle="by_admission_date")
    answer = till.one(**line)
    assert told(answer) == expected
    if expected == PAID_ON:
        assert answer["rule"] == f"{RULE}; 310000 1: straddle by_admission_date"
        assert answer["standing"]["status"] in ("suspended", "terminated"), "what the standing is stays said"
    elif answer["verdict"] == "not_payable" and answer["reason"] != "not_filed":
        assert answer["rule"] == RULE
    assert EmergencyUse.objects.count() == (answer["verdict"] == "payable_as_emergency")


def test_all_stays_in_one_batch_are_answered_as_they_are_alone_and_under_both_ways(ledger: Ledger, till: Till) -> None:
    publish(ledger, straddle="by_admission_date", emergency__codes=["1101"])
    lines = [{"institution": till.institution, "service_on": "2025-07-10", **row.values[0]} for row in STAYS]
    emergencies = [{**line, "emergency": True, "emergency_code": code} for line in lines for code in ("1101", "9")]
    alone = [till.one(**line) for line in lines + emergencies]
    raw = orjson.dumps({"lines": lines + emergencies})
    short, long = till.post(raw), till.the_long_way(raw)
    assert [told(each) for each in short.json()["lines"]] == [told(each) for each in alone]
    first, second = (re.sub(rb'"age_seconds":\d+', b"", each.content) for each in (short, long))
    assert first == second


def test_days_before_the_phase_in_are_no_term(ledger: Ledger, till: Till) -> None:  # O24
    publish(ledger, straddle="by_admission_date", phase_in__nursing="2026-01-01")
    ledger.open(7, institutions=())
    ledger.say("filing.opened", SHANGHAI, {"person": person(7), "category": "nursing"})
    suspend(ledger, 7, "2025-05-01")
    before, after = till.ask(
        {"person": person(7), "service_on": "2025-04-30", "admitted_on": "2025-04-20"},
        {"person": person(7), "service_on": "2025-05-01", "admitted_on": "2025-04-20"},
    )
    assert (told(before), told(after)) == (("payable", "not_covered"), PAID_ON)


def test_by_service_date_a_stay_means_nothing(ledger: Ledger, till: Till) -> None:
    publish(ledger, straddle="by_service_date")
    assert told(till.one(person=person(SUSPENDED), admitted_on="2025-04-30")) == REFUSED


PACKS = [
    pytest.param({"division": GUIZHOU}, REFUSED, id="of the province that decided: says nothing of this till"),
    pytest.param({"division": NATIONAL}, PAID_ON, id="of the nation, where the province has none"),
    pytest.param({"valid_from": "2025-07-10"}, PAID_ON, id="from the day of the service on"),
    pytest.param({"valid_from": "2025-07-11"}, REFUSED, id="from the day after on"),
]


@pytest.mark.parametrize(("pack", "expected"), PACKS)
def test_the_pack_is_that_of_the_institutions_province_on_the_day_of_service(
    ledger: Ledger, till: Till, pack: dict[str, str], expected: tuple[str, str]
) -> None:
    publish(ledger, **pack, straddle="by_admission_date")
    assert told(till.one(person=person(SUSPENDED), admitted_on="2025-04-30")) == expected


def test_a_pack_published_in_between_holds_with_the_next_request(ledger: Ledger, till: Till) -> None:
    stay = {"person": person(SUSPENDED), "admitted_on": "2025-04-30"}
    emergency = {"person": person(SUSPENDED), "emergency": True, "emergency_code": "1101"}
    assert [told(each)[0] for each in till.ask(stay, emergency)] == ["not_payable", "payable_as_emergency"]
    publish(ledger, version="1", straddle="by_admission_date")
    assert [told(each)[0] for each in till.ask(stay, emergency)] == ["payable", "payable_as_emergency"]
    publish(ledger, version="2", emergency__codes=["1102"])
    assert [told(each) for each in till.ask(stay, emergency)] == [
        REFUSED,
        ("not_payable", "emergency_code_not_listed"),
    ]
    publish(ledger, version="3", straddle="by_admission_date", emergency__codes=["1101"])
    assert [told(each)[0] for each in till.ask(stay, emergency)] == ["payable", "payable_as_emergency"]


LISTED = [
    pytest.param({"emergency_code": "1101"}, ("payable_as_emergency", "suspended"), id="listed"),
    pytest.param({"emergency_code": "急诊"}, ("payable_as_emergency", "suspended"), id="listed, in Chinese"),
    pytest.param({"emergency_code": "1103"}, ("not_payable", "emergency_code_not_listed"), id="not listed"),
    pytest.param({}, ("not_payable", "emergency_code_not_listed"), id="no code"),
    pytest.param({"emergency_code": None}, ("not_payable", "emergency_code_not_listed"), id="null for a code"),
    pytest.param({"emergency_code": "1101", "emergency": False}, REFUSED, id="a code alone is no emergency"),
    pytest.param({"emergency_code": "1103", "person": person(NORMAL)}, ("payable", "normal"), id="nothing to lift"),
    pytest.param(
        {"emergency_code": "1101", "person": person(TERMINATED)}, ("payable_as_emergency", "terminated"), id="lifted"
    ),
    pytest.param(
        {"emergency_code": "1103", "person": person(STRANGER)}, ("not_payable", "not_filed"), id="needs a filing first"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), LISTED)
def test_where_the_pack_lists_codes_only_they_make_an_emergency(
    ledger: Ledger, till: Till, line: dict[str, Any], expected: tuple[str, str]
) -> None:
    publish(ledger, emergency__codes=["1101", "1102", "急诊"])
    answer = till.one(**({"person": person(SUSPENDED), "emergency": True} | line))
    assert told(answer) == expected
    if expected[1] == "emergency_code_not_listed":
        assert answer["rule"] == f"{RULE}; 310000 1: emergency.codes"
        assert answer["standing"]["status"] == "suspended"
    assert EmergencyUse.objects.count() == (answer["verdict"] == "payable_as_emergency")


@pytest.mark.parametrize("listed", [[], ["1101", 'a,"b"{}\\', "null", "急诊"]], ids=["no list", "a list"])
def test_the_code_is_kept_with_the_use(ledger: Ledger, till: Till, listed: list[str]) -> None:
    publish(ledger, emergency__codes=listed)
    emergency = {"person": person(SUSPENDED), "emergency": True}
    codes = ["1101", 'a,"b"{}\\', "null", "急诊"]
    till.ask(emergency, *({**emergency, "emergency_code": code} for code in [*codes, "1101"]))
    kept = EmergencyUse.objects.order_by("id").values_list("person_id", "institution", "emergency_code")
    expected = [*([] if listed else [""]), *codes, "1101"]
    assert list(kept) == [(person(SUSPENDED), till.institution, code) for code in expected]


OLD = [
    pytest.param({"admitted_on": "2025-04-30"}, ("indeterminate", "stale_data"), id="paid on: not from old data"),
    pytest.param(
        {"admitted_on": "2025-04-30", "emergency": True, "emergency_code": "1101"},
        ("payable_as_emergency", "suspended"),
        id="a stay makes nothing stricter",
    ),
    pytest.param(
        {"admitted_on": "2025-04-30", "emergency": True}, ("indeterminate", "stale_data"), id="stay, unlisted emergency"
    ),
    pytest.param({"admitted_on": "2025-05-01"}, REFUSED, id="known to be suspended"),
    pytest.param({"emergency": True}, ("not_payable", "emergency_code_not_listed"), id="unlisted emergency"),
]


@pytest.mark.parametrize(("line", "expected"), OLD)
def test_old_data(ledger: Ledger, till: Till, settings: Any, line: dict[str, Any], expected: tuple[str, str]) -> None:
    publish(ledger, straddle="by_admission_date", emergency__codes=["1101"])
    settings.STALE_AFTER = 100
    verified(seconds_ago=101)
    assert told(till.one(person=person(SUSPENDED), **line)) == expected


COSTS = [
    pytest.param({"person": person(NORMAL)}, 0, id="normal"),
    pytest.param({"person": person(NORMAL), "emergency": True, "admitted_on": "2025-04-30"}, 0, id="nothing to lift"),
    pytest.param({"person": person(SUSPENDED)}, 0, id="suspended, and nothing claimed"),
    pytest.param({"person": person(SUSPENDED), "emergency_code": "1101"}, 0, id="a code, and no emergency"),
    pytest.param({"person": person(STRANGER), "emergency": True}, 0, id="not filed"),
    pytest.param({"person": person(99), "emergency": True}, 0, id="nobody"),
    pytest.param({"person": person(SUSPENDED), "emergency": True}, 1, id="an emergency"),
    pytest.param({"person": person(SUSPENDED), "admitted_on": "2025-04-30"}, 1, id="a stay"),
]


@pytest.mark.parametrize(("line", "looks"), COSTS)
def test_packs_are_looked_at_once_a_batch_and_only_where_they_matter(
    ledger: Ledger, till: Till, line: dict[str, Any], looks: int
) -> None:
    publish(ledger, straddle="by_admission_date")
    till.one(person=person(SUSPENDED), emergency=True)  # the packs are read
    with CaptureQueriesContext(connection) as asked:  # the till's own statements go past Django
        till.ask(*[line] * 3)
    assert len(asked) == looks, asked.captured_queries


def test_another_institution_has_the_pack_of_its_own_province(ledger: Ledger, till: Till) -> None:
    publish(ledger, straddle="by_admission_date", emergency__codes=["1101"])
    ledger.open(7)
    ledger.say("filing.opened", GUIZHOU, {"person": person(7)})
    suspend(ledger, 7, "2025-05-01")
    _, till.key = InstitutionKey.objects.create_key(name="guizhou", institution_id=hospital(GUIZHOU))
    till.institution = hospital(GUIZHOU)
    stay, emergency = till.ask(
        {"person": person(7), "admitted_on": "2025-04-30"}, {"person": person(7), "emergency": True}
    )
    assert (told(stay), told(emergency)) == (REFUSED, ("payable_as_emergency", "suspended"))
