"""Who is shown to an institution as suspended or terminated: within the range of its province, and nobody else."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.accounts import services as accounts
from registry.institutions.models import Institution, InstitutionKey
from tests.registry.ledger import GUIZHOU, NATIONAL, NOW, SHANGHAI, Ledger, hospital, person
from tests.registry.payment.api.test_payment_exceptions import publish
from tests.registry.till import Till, verified

pytestmark = pytest.mark.django_db

NORMAL, SUSPENDED, TERMINATED, SISTER, BOTH, ELSEWHERE, RESTORED, LEFT, NOT_COVERED = range(1, 10)
SECOND = hospital(SHANGHAI, 2)
PATH = "/api/v1/measures"
OF_INSTITUTION, OF_DIVISION, PUBLIC = "institution", "institutions_of_division", "public"


@pytest.fixture(autouse=True)
def _people(ledger: Ledger, till: Till) -> None:
    """All but the normal ones are suspended from 1 May by Guizhou's cascades; who is filed where is in the names."""
    ledger.open(*range(1, 10), institutions=())
    ledger.say("institution.recorded", SHANGHAI, {"code": SECOND, "division": "310101"})
    filed(ledger, SISTER, institution=SECOND, category="nursing")
    filed(ledger, BOTH, institution=SECOND, category="nursing", opened_on="2025-02-01")
    filed(ledger, ELSEWHERE, GUIZHOU)
    for number in (NORMAL, SUSPENDED, TERMINATED, BOTH, RESTORED):
        filed(ledger, number, category="medical")
    left = filed(ledger, LEFT)
    ledger.say("filing.cancelled", SHANGHAI, {"filing": str(left.id), "cancelled_on": "2025-07-10"})
    for number in (SUSPENDED, TERMINATED, SISTER, BOTH, ELSEWHERE, RESTORED, LEFT):
        last = suspend(ledger, number, status="terminated" if number == TERMINATED else "suspended")
        if number == RESTORED:
            ledger.say("cascade.lifted", GUIZHOU, {"cascade": str(last.id), "lifted_on": "2025-07-10"})


def filed(ledger: Ledger, number: int, division: str = SHANGHAI, **others: str) -> Any:
    return ledger.say("filing.opened", division, {"person": person(number), **others})


def suspend(ledger: Ledger, number: int, author: str = GUIZHOU, *, logged: str = "logged", **others: str) -> Any:
    body = {"person": person(number), "applied_on": "2025-05-01", "reference": f"R{number}", **others}
    return ledger.say("cascade.applied", author, body, status=logged)


def get(till: Till, **query: Any) -> Any:
    return till.client.get(PATH, {"on": "2025-07-10", **query}, headers={"Authorization": f"Api-Key {till.key}"})


def shown(till: Till, **query: Any) -> list[int]:
    answer = get(till, **query)
    assert answer.status_code == 200, answer.content
    people = [each["person"] for each in answer.json()["measures"]]
    assert people == sorted(people)
    return [number for number in range(1, 30) if person(number) in people]


RANGES = [
    pytest.param(None, [SUSPENDED, TERMINATED, BOTH], id="no pack: the institution's own"),
    pytest.param(OF_INSTITUTION, [SUSPENDED, TERMINATED, BOTH], id="the institution's own"),
    pytest.param(OF_DIVISION, [SUSPENDED, TERMINATED, SISTER, BOTH], id="those of the province"),
    pytest.param(PUBLIC, [SUSPENDED, TERMINATED, SISTER, BOTH], id="may be published: those of the province"),
]


@pytest.mark.parametrize(("publicity", "expected"), RANGES)
def test_who_is_shown(ledger: Ledger, till: Till, publicity: str | None, expected: list[int]) -> None:
    if publicity:
        publish(ledger, publicity=publicity)
    answer = get(till).json()
    assert shown(till) == expected
    assert (answer["on"], answer["publicity"]) == ("2025-07-10", publicity or OF_INSTITUTION)
    assert (answer["after"], answer["position"]) == ("", 77)
    assert 0 <= answer["age_seconds"] < 60


DAYS = [
    pytest.param("2025-04-30", [], id="before the first day"),
    pytest.param("2025-05-01", [SUSPENDED, TERMINATED, BOTH, RESTORED, LEFT], id="on the first day"),
    pytest.param("2025-07-09", [SUSPENDED, TERMINATED, BOTH, RESTORED, LEFT], id="last day of one, and filed"),
    pytest.param("2025-07-10", [SUSPENDED, TERMINATED, BOTH], id="lifted, and no more filed"),
    pytest.param("9999-12-31", [SUSPENDED, TERMINATED, BOTH], id="at the end of the calendar"),
    pytest.param("0001-01-01", [], id="at its beginning"),
]


@pytest.mark.parametrize(("on", "expected"), DAYS)
def test_on_which_day(till: Till, on: str, expected: list[int]) -> None:
    assert shown(till, on=on) == expected


def test_today_is_the_day_if_none_is_named(till: Till) -> None:
    answer = till.client.get(PATH, headers={"Authorization": f"Api-Key {till.key}"}).json()
    assert answer["on"] > "2025-07-10"
    assert len(answer["measures"]) == 3


PACKS = [
    pytest.param({"division": GUIZHOU}, 3, id="of another province"),
    pytest.param({"division": NATIONAL}, 4, id="of the nation, where the province has none"),
    pytest.param({"valid_from": "2025-07-10"}, 4, id="from the day on"),
    pytest.param({"valid_from": "2025-07-11"}, 3, id="from the day after on"),
]


@pytest.mark.parametrize(("pack", "many"), PACKS)
def test_the_pack_is_that_of_the_province_on_the_day(ledger: Ledger, till: Till, pack: Any, many: int) -> None:
    publish(ledger, **pack, publicity=OF_DIVISION)
    assert len(shown(till)) == many


def test_a_pack_published_in_between_holds_with_the_next_request(ledger: Ledger, till: Till) -> None:
    publish(ledger, version="1", publicity=OF_DIVISION)
    assert SISTER in shown(till)
    publish(ledger, version="2", publicity=OF_INSTITUTION)
    assert SISTER not in shown(till)


def test_nobody_of_another_province_is_shown(ledger: Ledger, till: Till) -> None:
    publish(ledger, publicity=OF_DIVISION)
    _, till.key = InstitutionKey.objects.create_key(name="guizhou", institution_id=hospital(GUIZHOU))
    assert shown(till) == [ELSEWHERE]
    publish(ledger, division=GUIZHOU, publicity=OF_DIVISION)
    assert shown(till) == [ELSEWHERE]


MEMBERS = {
    "person", "category", "status", "from_on", "ends_on", "term_over", "objection_pending", "pending",
}  # fmt: skip


def test_what_is_shown_and_nothing_more(till: Till) -> None:
    told = get(till).json()["measures"]
    assert {frozenset(each) for each in told} == {frozenset(MEMBERS)}
    terminated = next(each for each in told if each["person"] == person(TERMINATED))
    assert terminated == {
        "person": person(TERMINATED), "category": "medical", "status": "terminated", "from_on": "2025-05-01",
        "ends_on": None, "term_over": False, "objection_pending": False, "pending": False,
    }  # fmt: skip


CATEGORIES = [
    pytest.param(OF_INSTITUTION, BOTH, "medical", id="of the own filing"),
    pytest.param(OF_DIVISION, BOTH, "medical", id="of the own filing first, though another is later"),
    pytest.param(OF_DIVISION, SISTER, "nursing", id="else of the other's"),
]


@pytest.mark.parametrize(("publicity", "number", "category"), CATEGORIES)
def test_category(ledger: Ledger, till: Till, publicity: str, number: int, category: str) -> None:
    publish(ledger, publicity=publicity)
    told = {each["person"]: each["category"] for each in get(till).json()["measures"]}
    assert told[person(number)] == category


def test_a_filing_without_a_category_shows_none(till: Till) -> None:
    told = {each["person"]: each["category"] for each in get(till, on="2025-07-09").json()["measures"]}
    assert told[person(LEFT)] == ""


TERMS = [
    pytest.param(9, "2025-06-19", None, id="the day before"),
    pytest.param(9, "2025-06-20", ("suspended", "2025-06-20", "2025-08-20", False, False), id="first day"),
    pytest.param(9, "2025-07-05", ("suspended", "2025-06-20", "2025-08-20", False, True), id="objected to"),
    pytest.param(
        9, "2025-07-25", ("suspended", "2025-06-20", "2025-08-20", False, False), id="upheld: since the first"
    ),
    pytest.param(9, "2025-08-20", ("suspended", "2025-06-20", "2025-08-20", True, False), id="the term is over"),
    pytest.param(12, "2025-07-25", ("terminated", "2025-06-20", "2028-06-20", False, False), id="terminated"),
    pytest.param(12, "2028-06-20", ("terminated", "2025-06-20", "2028-06-20", True, False), id="the bar is over"),
]


@pytest.mark.parametrize(("points", "on", "expected"), TERMS)
def test_since_when_and_until_when(ledger: Ledger, till: Till, points: int, on: str, expected: Any) -> None:
    decision = ledger.decide(points, who=NORMAL)
    objection = ledger.say("objection.lodged", GUIZHOU, {"decision": str(decision.id)})
    ledger.say("objection.settled", GUIZHOU, {"objection": str(objection.id)})
    told = {each["person"]: each for each in get(till, on=on).json()["measures"]}
    if expected is None:
        assert person(NORMAL) not in told
        return
    members = ("status", "from_on", "ends_on", "term_over", "objection_pending")
    assert tuple(told[person(NORMAL)][member] for member in members) == expected


def test_another_status_begins_anew(ledger: Ledger, till: Till) -> None:
    suspend(ledger, SUSPENDED, status="terminated", applied_on="2025-06-01", reference="R99")
    told = get(till).json()["measures"][0]
    assert (told["status"], told["from_on"]) == ("terminated", "2025-06-01")


def test_a_fact_of_its_own_that_is_not_logged_yet_is_marked(ledger: Ledger, till: Till) -> None:
    suspend(ledger, NORMAL, SHANGHAI, logged="pending")
    told = {each["person"]: each["pending"] for each in get(till).json()["measures"]}
    assert (told[person(NORMAL)], told[person(SUSPENDED)]) == (True, False)


def test_who_is_not_covered_yet_is_not_shown(ledger: Ledger, till: Till) -> None:
    publish(ledger, phase_in__technical="2026-01-01")
    filed(ledger, NOT_COVERED, category="technical")
    assert till.one(person=person(NOT_COVERED))["reason"] == "not_covered"
    assert NOT_COVERED not in shown(till)


def test_after_a_merge_both_ids_are_shown_as_both_are_answered_at_the_till(ledger: Ledger, till: Till) -> None:
    ledger.merge(ELSEWHERE, NORMAL, on="2025-06-01")
    assert {NORMAL, ELSEWHERE} <= set(shown(till))
    assert {each["verdict"] for each in till.ask({"person": person(NORMAL)}, {"person": person(ELSEWHERE)})} == {
        "not_payable"
    }


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 200])
def test_page_by_page_nobody_is_missed_and_nobody_comes_twice(ledger: Ledger, till: Till, limit: int) -> None:
    publish(ledger, publicity=OF_DIVISION)
    found: list[str] = []
    after, pages = "", 0
    while pages == 0 or after:
        answer = get(till, limit=limit, **({"after": after} if after else {})).json()
        assert len(answer["measures"]) <= limit
        found += [each["person"] for each in answer["measures"]]
        after, pages = answer["after"], pages + 1
    assert found == [person(number) for number in (SUSPENDED, TERMINATED, SISTER, BOTH)]
    assert pages == -(-4 // limit)


def test_a_page_costs_the_same_however_many_are_in_it(ledger: Ledger, till: Till) -> None:
    shown(till)  # the packs are read
    costs = []
    for limit in (1, 200):
        with CaptureQueriesContext(connection) as asked:
            shown(till, limit=limit)
        costs.append(len(asked))
        assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in asked.captured_queries)
    assert costs[0] == costs[1]


WRONG = [
    pytest.param({"on": "2025-02-29"}, "date_unreadable", "on", id="no such day"),
    pytest.param({"on": "20250710"}, "date_unreadable", "on", id="no hyphens"),
    pytest.param({"on": "2025-W28-4"}, "date_unreadable", "on", id="week date"),
    pytest.param({"on": ""}, "date_unreadable", "on", id="empty"),
    pytest.param({"limit": "0"}, "limit_unreadable", "limit", id="none at all"),
    pytest.param({"limit": "201"}, "limit_unreadable", "limit", id="too many"),
    pytest.param({"limit": "-1"}, "limit_unreadable", "limit", id="less than none"),
    pytest.param({"limit": "２"}, "limit_unreadable", "limit", id="full-width digit"),
    pytest.param({"after": "x"}, "malformed_id", "after", id="no ID"),
    pytest.param({"after": "1" * 16}, "bad_check_digits", "after", id="wrong check digits"),
    pytest.param({"institution": "H1"}, "unknown_field", "institution", id="another institution"),
    pytest.param({"on": ["2025-07-10", "2025-07-11"]}, "parameter_repeated", "on", id="two days"),
]


@pytest.mark.parametrize(("query", "code", "field"), WRONG)
def test_a_question_that_cannot_be_read_is_refused(till: Till, query: Any, code: str, field: str) -> None:
    answer = get(till, **query)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["field"]) == (400, code, field)
    assert problem["detail"]
    assert problem["detail_zh"]


HEADERS = [
    pytest.param("", "not_authenticated", id="none"),
    pytest.param("Api-Key", "not_authenticated", id="no key"),
    pytest.param("Api-Key abc", "not_authenticated", id="no dot"),
    pytest.param("Api-Key abcdefgh.0123456789", "key_refused", id="unknown"),
    pytest.param("token", "not_authenticated", id="an administrator's token"),
]


@pytest.mark.parametrize(("header", "code"), HEADERS)
def test_without_a_good_key_nobody_is_shown(till: Till, header: str, code: str) -> None:
    if header == "token":
        header = f"Token {accounts.create_admin('admin').token}"
    answer = till.client.get(PATH, headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer["WWW-Authenticate"] == "Api-Key"


@pytest.mark.parametrize("change", [{"revoked": True}, {"expiry_date": NOW}], ids=["revoked", "expired"])
def test_a_revoked_or_expired_key_is_refused_at_once(till: Till, change: dict[str, Any]) -> None:
    assert get(till).status_code == 200
    InstitutionKey.objects.filter(institution=Institution.objects.get(pk=till.institution)).update(**change)
    assert (get(till).status_code, get(till).json()["code"]) == (401, "key_refused")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "head", "options"])
def test_it_only_reads(till: Till, method: str) -> None:
    answer = getattr(till.client, method)(PATH, headers={"Authorization": f"Api-Key {till.key}"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET")


def test_the_answer_is_not_kept_and_old_data_show_their_age(till: Till) -> None:
    verified(seconds_ago=5000)
    answer = get(till)
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["age_seconds"] >= 5000
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sync_cursor SET verified_at = NULL")
    assert get(till).json()["age_seconds"] is None


def test_national_has_no_such_door(till: Till, settings: Any) -> None:
    settings.ROOT_URLCONF = "registry.conf.urls_national"
    answer = Client().get(PATH, headers={"Authorization": f"Api-Key {till.key}"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
