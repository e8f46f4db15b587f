"""A claim line that names its people: who decides about it, and what is said of the others (O13)."""

import re
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.institutions.models import InstitutionKey
from registry.payment.models import EmergencyUse
from registry.payment.selectors.prepared import Prepared
from registry.people.models import PersonCode
from tests.registry.days import say
from tests.registry.ledger import CHONGQING, GUIZHOU, NATIONAL, NOW, SHANGHAI, Ledger, hospital, person
from tests.registry.till import Till, verified

pytestmark = pytest.mark.django_db

PHARMACY = "P31010000001"
DOCTOR, SUSPENDED, ELSEWHERE, STRANGER, HEAD, PHARMACIST, CASHIER = range(1, 8)
NOBODY = 99


@pytest.fixture(autouse=True)
def _people(ledger: Ledger, till: Till) -> None:
    """At the hospital a doctor and one who is suspended; a third is suspended, and filed in Guizhou only."""
    ledger.open(DOCTOR, SUSPENDED, ELSEWHERE, STRANGER, HEAD, PHARMACIST, CASHIER, institutions=())
    for number in (DOCTOR, SUSPENDED):
        ledger.say("filing.opened", SHANGHAI, {"person": person(number)})
    ledger.say("filing.opened", GUIZHOU, {"person": person(ELSEWHERE)})
    for number in (SUSPENDED, ELSEWHERE):
        suspend(ledger, number)
    PersonCode.objects.create(person_id=person(DOCTOR), system="s", code="D1", recorded_at=NOW)
    for number in (DOCTOR, SUSPENDED):
        PersonCode.objects.create(person_id=person(number), system=f"s{number}", code="same", recorded_at=NOW)


def suspend(ledger: Ledger, number: int, on: str = "2025-05-01") -> None:
    body = {"person": person(number), "applied_on": on, "reference": f"R{number}"}
    say(ledger, "cascade.applied", GUIZHOU, body, signed=on)


def named(*people: tuple[int | str, str]) -> list[dict[str, str]]:
    """Return people of a line, each by number or code, with the role."""
    return [
        {"person": person(who), "role": role} if isinstance(who, int) else {"code": who, "role": role}
        for who, role in people
    ]


def told(answer: dict[str, Any]) -> tuple[str, str, int | None, str | None]:
    return answer["verdict"], answer["reason"], answer["decided_by"], answer["decides_as"]


def each(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """Return verdict and reason of each person of a line."""
    assert [one["number"] for one in answer["persons"]] == list(range(1, len(answer["persons"]) + 1))
    return [(one["verdict"], one["reason"]) for one in answer["persons"]]


PAID, REFUSED = ("payable", "normal"), ("not_payable", "suspended")
AT_THE_HOSPITAL = [
    pytest.param([(DOCTOR, "ordering")], (*PAID, 1), [PAID], id="alone"),
    pytest.param(
        [(DOCTOR, "ordering"), (SUSPENDED, "nursing")], (*PAID, 1), [PAID, REFUSED], id="a nurse decides nothing"
    ),
    pytest.param([(SUSPENDED, "operating"), (DOCTOR, "ordering")], (*PAID, 2), [REFUSED, PAID], id="in whatever order"),
    pytest.param(
        [(DOCTOR, "attending"), (SUSPENDED, "ordering")], (*REFUSED, 2), [PAID, REFUSED], id="who ordered decides"
    ),
    pytest.param(
        [(STRANGER, "technical"), (NOBODY, "auditing"), ("D9", "nursing"), ("same", "nursing"), (DOCTOR, "ordering")],
        (*PAID, 5),
        [
            ("not_payable", "not_filed"),
            ("indeterminate", "unknown_person"),
            ("indeterminate", "unknown_code"),
            ("indeterminate", "ambiguous_code"),
            PAID,
        ],
        id="others are reported, each with the own reason",
    ),
    pytest.param([("D1", "ordering")], (*PAID, 1), [PAID], id="by code"),
    pytest.param([(DOCTOR, "ordering"), (DOCTOR, "operating")], (*PAID, 1), [PAID, PAID], id="one person in two roles"),
    pytest.param([(NOBODY, "ordering")], ("indeterminate", "unknown_person", 1), None, id="nobody has the ID"),
    pytest.param([("same", "ordering")], ("indeterminate", "ambiguous_code", 1), None, id="code of two people"),
    pytest.param([(STRANGER, "ordering")], ("not_payable", "not_filed", 1), None, id="not filed here"),
]


@pytest.mark.parametrize(("people", "expected", "others"), AT_THE_HOSPITAL)
def test_who_ordered_the_service_decides(
    till: Till,
    people: list[tuple[int | str, str]],
    expected: tuple[str, str, int],
    others: list[tuple[str, str]] | None,
) -> None:
    answer, *same = till.ask(*({"persons": named(*people), **own} for own in ({}, {"prescription": "own"})))
    assert [{**one, "line": 1} for one in same] == [answer]
    assert told(answer) == (*expected, "ordering")
    assert answer["decides"] is True
    assert others is None or each(answer) == others
    decider = answer["persons"][expected[2] - 1]
    assert (answer["standing"], answer["rule"]) == (decider["standing"], decider["rule"]), (
        "the line's are the decider's"
    )
    assert [one["role"] for one in answer["persons"]] == [role for _, role in people]
    assert [(one["decides"], one["decides_as"]) for one in answer["persons"]] == [
        (at == expected[2], "ordering" if at == expected[2] else None) for at in range(1, len(people) + 1)
    ]


def test_each_person_is_answered_as_on_a_line_of_their_own(till: Till) -> None:
    people = [(number, "ordering") for number in (DOCTOR, SUSPENDED, ELSEWHERE, STRANGER, NOBODY)]
    alone = till.ask(*({"person": person(number)} for number, _ in people))
    named_alone = till.ask(*({"persons": named(one)} for one in people))
    for old, new in zip(alone, named_alone, strict=True):
        more = {"decides_as", "decided_by", "persons"}
        assert {name: value for name, value in new.items() if name not in more} == old
        assert new.keys() - old.keys() == more


def test_a_line_of_one_person_is_answered_byte_for_byte_as_ever(till: Till) -> None:
    raw = till.post({"lines": [{"person": person(SUSPENDED), "institution": till.institution,
                                "service_on": "2025-07-10", "role": "nursing"}]}).content  # fmt: skip
    assert re.sub(rb'"age_seconds":\d+', b'"age_seconds":0', raw).decode() == (
        '{"lines":[{"line":1,"outcome":"answered","verdict":"not_payable","reason":"suspended","decides":false,'
        '"standing":{"status":"suspended","from_on":"2025-05-01","to_on":null,"ends_on":null,"then":null,'
        '"term_over":false,"pending":false,'
        '"objection_pending":false},"rule":"医保办发〔2024〕34号 arts. 45, 48","position":77,"age_seconds":0}],'
        '"answered":1,"refused":0,"position":77,"age_seconds":0}'
    )


def test_both_ways_and_both_kinds_of_lines_in_one_batch(till: Till) -> None:
    line = {"institution": till.institution, "service_on": "2025-07-10"}
    lines = [
        {**line, "persons": named((DOCTOR, "ordering"), (SUSPENDED, "nursing"))},
        {**line, "person": person(DOCTOR)},
        {**line, "persons": []},
        {**line, "persons": named((SUSPENDED, "ordering"))},
        {**line, "code": "same"},
    ]
    raw = orjson.dumps({"lines": lines})
    short, long = till.post(raw).json(), till.the_long_way(raw).json()
    assert (short["answered"], short["refused"]) == (4, 1)
    assert [one["line"] for one in short["lines"]] == [1, 2, 3, 4, 5]
    assert [one.get("reason") for one in short["lines"]] == ["normal", "normal", None, "suspended", "ambiguous_code"]
    for answer in (*short["lines"], *long["lines"], short, long):
        answer.pop("age_seconds", None)
    assert short == long


def test_a_use_of_the_emergency_exception_is_one_of_who_decides(till: Till) -> None:
    people = named((SUSPENDED, "ordering"), (ELSEWHERE, "nursing"))
    answer = till.one(persons=people, emergency=True, emergency_code="1101")
    assert told(answer) == ("payable_as_emergency", "suspended", 1, "ordering")
    till.one(persons=named((DOCTOR, "ordering"), (SUSPENDED, "nursing")), emergency=True)
    assert list(EmergencyUse.objects.values_list("person_id", "emergency_code")) == [(person(SUSPENDED), "1101")]


MALFORMED = [
    pytest.param({"persons": []}, "persons_malformed", "persons", id="nobody"),
    pytest.param({"persons": {}}, "persons_malformed", "persons", id="an object"),
    pytest.param({"persons": "x"}, "persons_malformed", "persons", id="a text"),
    pytest.param({"persons": [7]}, "persons_malformed", "persons.1", id="a number for a person"),
    pytest.param({"persons": named((DOCTOR, "nursing")) * 21}, "persons_malformed", "persons", id="21 people"),
    pytest.param(
        {"persons": named((DOCTOR, "ordering")), "person": person(1)}, "persons_twice", "persons", id="and a person"
    ),
    pytest.param({"persons": named((DOCTOR, "ordering")), "code": "D1"}, "persons_twice", "persons", id="and a code"),
    pytest.param(
        {"persons": named((DOCTOR, "ordering")), "role": "ordering"}, "persons_twice", "persons", id="and a role"
    ),
    pytest.param(
        {"persons": [{"person": person(1), "role": "ordering", "name": "x"}]},
        "unknown_field",
        "persons.1.name",
        id="a name",
    ),
    pytest.param({"persons": [{"person": person(1)}]}, "field_missing", "persons.1.role", id="no role"),
    pytest.param(
        {"persons": [{"person": person(1), "role": None}]}, "field_missing", "persons.1.role", id="null for a role"
    ),
    pytest.param(
        {"persons": [*named((DOCTOR, "ordering")), {"role": "nursing"}]},
        "person_required",
        "persons.2.person",
        id="a role and nobody",
    ),
    pytest.param({"persons": named((DOCTOR, "surgeon"))}, "code_unknown", "persons.1.role", id="unknown role"),
    pytest.param(
        {"persons": [{"person": person(1), "role": ["ordering"]}]}, "text_expected", "persons.1.role", id="roles"
    ),
    pytest.param(
        {"persons": [{"person": {"x": 1}, "role": "ordering"}]}, "text_expected", "persons.1.person", id="an object"
    ),
    pytest.param(
        {"persons": [{"person": person(1), "code": "x", "role": "ordering"}]},
        "person_twice",
        "persons.1.person",
        id="person and code",
    ),
    pytest.param(
        {"persons": [{"person": "1" * 16, "role": "ordering"}]}, "bad_check_digits", "persons.1.person", id="digits"
    ),
    pytest.param({"persons": [{"code": "a\x00", "role": "ordering"}]}, "code_malformed", "persons.1.code", id="NUL"),
    pytest.param({"persons": named((DOCTOR, "nursing"))}, "ordering_missing", "persons", id="nobody ordered it"),
    pytest.param(
        {"persons": named((DOCTOR, "ordering"), (SUSPENDED, "ordering"))},
        "ordering_repeated",
        "persons",
        id="two ordered it",
    ),
    pytest.param({"person": person(1), "prescription": "home"}, "code_unknown", "prescription", id="unknown origin"),
    pytest.param({"person": person(1), "prescription": True}, "text_expected", "prescription", id="true for an origin"),
    pytest.param(
        {"person": person(1), "role": "dispensing", "prescription": "outside"},
        "ordering_missing",
        "role",
        id="an outside prescription that nobody wrote",
    ),
    pytest.param(
        {"persons": named((PHARMACIST, "dispensing")), "prescription": "outside"},
        "ordering_missing",
        "persons",
        id="an outside prescription without its prescriber",
    ),
    pytest.param(
        {"person": person(1), "prescription": "none"}, "ordering_unexpected", "role", id="no prescription, yet ordered"
    ),
    pytest.param(
        {"persons": named((HEAD, "heading"), (DOCTOR, "ordering")), "prescription": "none"},
        "ordering_unexpected",
        "persons",
        id="no prescription, yet somebody ordered it",
    ),
    pytest.param(
        {"person": person(1), "prescription": "outside"},
        "only_at_a_pharmacy",
        "prescription",
        id="an outside prescription at a hospital",
    ),
    pytest.param(
        {"person": person(1), "role": "dispensing", "prescription": "none"},
        "only_at_a_pharmacy",
        "prescription",
        id="a retail sale at a hospital",
    ),
    pytest.param(
        {"persons": named((DOCTOR, "ordering")), "institution": hospital(GUIZHOU)},
        "institution_not_yours",
        "institution",
        id="another institution",
    ),
    pytest.param(
        {"persons": named((DOCTOR, "ordering")), "service_on": "2019-12-31"},
        "service_before_scheme",
        "service_on",
        id="long ago",
    ),
]


@pytest.mark.parametrize(("line", "code", "field"), MALFORMED)
def test_what_cannot_be_read_is_refused_alone_and_says_where(till: Till, line: Any, code: str, field: str) -> None:
    good = {"persons": named((DOCTOR, "ordering"))}
    before, refused, after = till.ask(good, line, good)
    assert before["verdict"] == after["verdict"] == "payable"
    assert (refused["outcome"], refused["code"], refused["field"]) == ("refused", code, field)
    assert refused["sentence"].endswith(".")
    assert refused["sentence_zh"].endswith("。")


def test_a_member_of_a_person_given_twice_is_found(till: Till) -> None:
    one = f'{{"person":"{person(DOCTOR)}","role":"ordering"'
    line = f'"institution":"{till.institution}","service_on":"2025-07-10"'
    once = f'{{"lines":[{{{line},"persons":[{one}}}]}}]}}'.encode()
    twice = f'{{"lines":[{{{line},"persons":[{one},"role":"nursing"}}]}}]}}'.encode()
    assert till.post(once).json()["lines"][0]["verdict"] == "payable"
    assert till.post(twice).json()["code"] == "duplicate_key"


def test_ten_thousand_lines_with_their_people(till: Till) -> None:
    line = {"institution": till.institution, "service_on": "2025-07-10",
            "persons": named((DOCTOR, "ordering"), (SUSPENDED, "nursing"))}  # fmt: skip
    answer = till.post({"lines": [line] * 10_000}).json()
    assert (answer["answered"], answer["refused"]) == (10_000, 0)
    assert {told(one) for one in answer["lines"]} == {(*PAID, 1, "ordering")}


class TestAtAPharmacy:
    """Outside prescriptions, and sales without any."""

    @pytest.fixture(autouse=True)
    def _pharmacy(self, ledger: Ledger, till: Till) -> None:
        """Ask as a pharmacy of Shanghai: its head is filed there and, since March, a pharmacist and a cashier."""
        body = {"code": PHARMACY, "name": "某药房", "kind": "retail_pharmacy", "division": "310100"}
        ledger.say("institution.recorded", SHANGHAI, body)
        self.manage(ledger, "1", "2025-03-01", "head", "pharmacist", "service_staff")
        self.file(ledger, HEAD, opened_on="2025-01-02", role="", category="pharmacy_head")
        self.file(ledger, PHARMACIST, role="pharmacist")
        self.file(ledger, CASHIER, role="service_staff")
        self.manage(ledger, "2", "2025-04-01", "head", "pharmacist")
        _, till.key = InstitutionKey.objects.create_key(name="pharmacy", institution_id=PHARMACY)
        till.institution = PHARMACY

    def manage(self, ledger: Ledger, version: str, valid_from: str, *roles: str) -> None:
        document = {"parameters": {"pharmacy_roles": {"value": roles, "source": "invented"}}}
        body = {"division": SHANGHAI, "version": version, "valid_from": valid_from, "document": document}
        ledger.say("pack.published", NATIONAL, orjson.loads(orjson.dumps(body)))

    def file(self, ledger: Ledger, number: int, *, opened_on: str = "2025-03-01", **body: str) -> Any:
        said = {"person": person(number), "institution": PHARMACY, "opened_on": opened_on, **body}
        return ledger.say("filing.opened", SHANGHAI, said)

    OUTSIDE = [
        pytest.param(DOCTOR, PAID, id="filed at a hospital of the province"),
        pytest.param(STRANGER, PAID, id="filed nowhere that is known here"),
        pytest.param(SUSPENDED, REFUSED, id="suspended"),
        pytest.param(ELSEWHERE, REFUSED, id="suspended, and filed in another province"),
        pytest.param(HEAD, PAID, id="the pharmacy's own head"),
        pytest.param(NOBODY, ("indeterminate", "unknown_person"), id="nobody has the ID"),
        pytest.param("D1", PAID, id="by code"),
        pytest.param("D9", ("indeterminate", "unknown_code"), id="an unknown code"),
    ]

    @pytest.mark.parametrize("form", ["one person", "people"])
    @pytest.mark.parametrize(("who", "expected"), OUTSIDE)
    def test_an_outside_prescription_is_judged_by_its_prescriber(
        self, ledger: Ledger, till: Till, who: int | str, expected: tuple[str, str], form: str
    ) -> None:
        suspend(ledger, PHARMACIST)
        people = named((PHARMACIST, "dispensing"), (who, "ordering"))
        if form == "one person":
            answer = till.one(**people[1], prescription="outside")
            assert told(answer) == (*expected, 1, "outside_prescriber")
            return
        answer = till.one(persons=people, prescription="outside")
        assert told(answer) == (*expected, 2, "outside_prescriber")
        assert each(answer) == [REFUSED, expected], "who dispensed it is reported"

    def test_without_a_word_the_pharmacy_is_asked_about_its_own_people(self, till: Till) -> None:
        assert till.one(person=person(DOCTOR))["reason"] == "not_filed"
        assert till.one(person=person(HEAD), role="dispensing")["decides"] is False

    def test_an_outside_prescriber_of_old_data_is_not_guessed_at(self, till: Till, settings: Any) -> None:
        settings.STALE_AFTER = 100
        verified(seconds_ago=101)
        answers = till.ask(*({"person": person(who), "prescription": "outside"} for who in (STRANGER, SUSPENDED)))
        assert [(one["verdict"], one["reason"]) for one in answers] == [("indeterminate", "stale_data"), REFUSED]

    def test_an_outside_prescription_in_an_emergency(self, till: Till) -> None:
        answer = till.one(person=person(ELSEWHERE), prescription="outside", emergency=True)
        assert told(answer) == ("payable_as_emergency", "suspended", 1, "outside_prescriber")
        assert EmergencyUse.objects.get().institution == PHARMACY

    NOBODYS = ("indeterminate", "nobody_managed", None, None)
    SALES = [
        pytest.param([(HEAD, "heading")], (*PAID, 1, "pharmacy_head"), id="the head"),
        pytest.param([(HEAD, "dispensing")], (*PAID, 1, "pharmacy_head"), id="the head sold it"),
        pytest.param([(PHARMACIST, "dispensing")], (*PAID, 1, "pharmacy_staff"), id="a pharmacist"),
        pytest.param(
            [(CASHIER, "dispensing"), (HEAD, "heading")], (*PAID, 2, "pharmacy_head"), id="the cashier is not managed"
        ),
        pytest.param([(CASHIER, "dispensing")], NOBODYS, id="the cashier alone"),
        pytest.param([(DOCTOR, "dispensing")], NOBODYS, id="a doctor who is not filed here"),
        pytest.param([(NOBODY, "dispensing")], NOBODYS, id="nobody has the ID"),
        pytest.param([("D9", "heading")], NOBODYS, id="an unknown code"),
        pytest.param(
            [(NOBODY, "dispensing"), (HEAD, "heading")], (*PAID, 2, "pharmacy_head"), id="nobody, and the head"
        ),
    ]

    @pytest.mark.parametrize(("people", "expected"), SALES)
    def test_a_sale_without_prescription_is_decided_by_whom_the_pack_manages(
        self, till: Till, people: list[tuple[int | str, str]], expected: tuple[Any, ...]
    ) -> None:
        answer = till.one(persons=named(*people), prescription="none")
        assert told(answer) == expected
        assert answer["decides"] is (expected[2] is not None)
        if expected == self.NOBODYS:
            assert answer["standing"] is None
            assert not any(one["decides"] for one in answer["persons"])

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            pytest.param("2025-02-28", NOBODYS, id="before the filing"),
            pytest.param("2025-03-01", (*PAID, 1, "pharmacy_staff"), id="managed by the pack of March"),
            pytest.param("2025-03-31", (*PAID, 1, "pharmacy_staff"), id="on its last day"),
            pytest.param("2025-04-01", NOBODYS, id="no longer managed by the pack of April"),
        ],
    )
    def test_the_pack_is_that_of_the_day_of_the_sale(self, till: Till, day: str, expected: tuple[Any, ...]) -> None:
        answer = till.one(person=person(CASHIER), role="dispensing", prescription="none", service_on=day)
        assert told(answer) == expected

    def test_nothing_is_paid_that_one_of_two_managed_people_hinders(self, ledger: Ledger, till: Till) -> None:
        suspend(ledger, HEAD)
        people = named((PHARMACIST, "dispensing"), (HEAD, "heading"))
        answer = till.one(persons=people, prescription="none")
        assert told(answer) == (*REFUSED, 2, "pharmacy_head")
        assert [one["decides_as"] for one in answer["persons"]] == ["pharmacy_staff", "pharmacy_head"]
        assert each(answer) == [PAID, REFUSED]
        answer = till.one(persons=people, prescription="none", emergency=True)
        assert told(answer) == ("payable_as_emergency", "suspended", 2, "pharmacy_head")
        assert [use.person_id for use in EmergencyUse.objects.all()] == [person(HEAD)]

    def test_a_head_who_left_decides_nothing_any_more(self, ledger: Ledger, till: Till) -> None:
        filing = self.file(ledger, STRANGER, role="head", opened_on="2025-05-01")
        sale = {"person": person(STRANGER), "role": "heading", "prescription": "none"}
        assert told(till.one(**sale)) == (*PAID, 1, "pharmacy_head")
        ledger.say("filing.cancelled", SHANGHAI, {"filing": str(filing.id), "cancelled_on": "2025-07-10"})
        assert told(till.one(**sale)) == self.NOBODYS
        assert told(till.one(**sale, service_on="2025-07-09")) == (*PAID, 1, "pharmacy_head")

    def test_who_was_merged_is_managed_under_both_ids(self, ledger: Ledger, till: Till) -> None:
        ledger.open(20, institutions=())
        ledger.merge(HEAD, 20, on="2025-07-01")
        for number in (HEAD, 20):
            answer = till.one(person=person(number), role="heading", prescription="none")
            assert told(answer) == (*PAID, 1, "pharmacy_head")

    def test_in_one_round_trip_and_one_look_at_the_packs(self, till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[bytes] = []
        rows = Prepared.rows

        def counted(self: Prepared, *values: str) -> Any:
            asked.append(self.name)
            return rows(self, *values)

        monkeypatch.setattr(Prepared, "rows", counted)
        outside = {"persons": named((STRANGER, "ordering"), (NOBODY, "dispensing")), "prescription": "outside"}
        till.ask(*[outside] * 3)
        assert asked == [b"payability_pharmacy_batch"]
        asked.clear()
        with CaptureQueriesContext(connection) as packs:
            till.ask(*[{"person": person(HEAD), "role": "heading", "prescription": "none"}] * 3)
        assert (asked, len(packs)) == ([b"payability_pharmacy_batch", b"payability_province"], 1)


def test_a_province_whose_pack_is_silent_manages_the_head_alone(ledger: Ledger, till: Till) -> None:
    body = {"code": "P50010000001", "name": "某药房", "kind": "retail_pharmacy", "division": "500100"}
    ledger.say("institution.recorded", CHONGQING, body)
    filing = {"person": person(HEAD), "institution": body["code"], "role": "head"}
    ledger.say("filing.opened", CHONGQING, filing)
    _, till.key = InstitutionKey.objects.create_key(name="pharmacy", institution_id=body["code"])
    till.institution = body["code"]
    suspend(ledger, HEAD)
    assert told(till.one(persons=named((PHARMACIST, "dispensing"), (HEAD, "heading")), prescription="none")) == (
        *REFUSED, 2, "pharmacy_head",
    )  # fmt: skip
