"""The payment check: one row per verdict."""

from typing import Any

import orjson
import pytest

from registry.payment.models import EmergencyUse
from tests.registry.days import say
from tests.registry.ledger import GUIZHOU, SHANGHAI, Ledger, person, scoring
from tests.registry.payment.api.conftest import LEFT, NORMAL, RESTORED, STRANGER, SUSPENDED, TERMINATED
from tests.registry.till import Till, verified

pytestmark = pytest.mark.django_db

NOBODY = 99

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
