"""Shapes are strict: what nobody reads is not signed, and every reading is the same on every node."""

from typing import Any

import pytest

from registry.statements.readers import Choice, Name
from registry.topics import TOPICS
from registry.words.degrees import Degree
from sync.wire.refusals import FormatRefused, NotAccepted
from tests.registry.ledger import BODIES, hospital, person

DECISION = {
    **BODIES["decision.issued"],
    "person": person(1),
    "institution": hospital("520000"),
    "case_number": "2025-1",
}
HANDLERS = {topic.name: topic.handler for topic in TOPICS}
ID = "01981c5e-0000-7000-8000-000000000001"

BAD_TEXT = [
    pytest.param(7, "text_expected", id="a number"),
    pytest.param(["a"], "text_expected", id="a list"),
    pytest.param("", "text_blank", id="empty"),
    pytest.param("x" * 41, "text_too_long", id="too long"),
    pytest.param("a\x00b", "text_forbidden_character", id="NUL"),
    pytest.param("a\nb", "text_forbidden_character", id="line break"),
    pytest.param("a\x85b", "text_forbidden_character", id="C1"),
    pytest.param("a\ud800b", "text_forbidden_character", id="lone surrogate"),
    pytest.param("a\u202eb", "text_forbidden_character", id="right to left override"),
    pytest.param("a\u2028b", "text_forbidden_character", id="line separator"),
    pytest.param("\ufeffa", "text_forbidden_character", id="byte order mark"),
    pytest.param(" a", "text_not_trimmed", id="blank before"),
    pytest.param("a\u3000", "text_not_trimmed", id="wide blank after"),
]


def refusal(topic: str, body: Any) -> tuple[str, str]:
    with pytest.raises(NotAccepted) as caught:
        HANDLERS[topic].parse(body)
    reason = caught.value.reason
    assert "{" not in reason.sentence + reason.sentence_zh
    return reason.code, reason.field


@pytest.mark.parametrize(("value", "code"), BAD_TEXT)
def test_text(value: object, code: str) -> None:
    assert refusal("decision.issued", {**DECISION, "item": value}) == (code, "item")


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("2025-02-29", id="no such day"),
        pytest.param("2025-6-1", id="short"),
        pytest.param("20250601", id="basic form"),
        pytest.param("2025-W23-1", id="week date"),
        pytest.param("2025-06-01T00:00:00", id="an instant"),
        pytest.param("２０２５-06-01", id="wide digits"),
        pytest.param("0000-01-01", id="year 0"),
        pytest.param(20250601, id="a number"),
        pytest.param("", id="empty"),
    ],
)
def test_dates(value: object) -> None:
    assert refusal("decision.issued", {**DECISION, "decided_on": value}) == ("date_unreadable", "decided_on")


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        pytest.param({"colour": "red"}, "member_unknown", "colour", id="a member nobody reads"),
        pytest.param({"颜色": "red"}, "member_unknown", "", id="its name is not repeated unless plain"),
        pytest.param({"degree": None}, "member_missing", "degree", id="null where required"),
        pytest.param({"degree": "heavy"}, "code_unknown", "degree", id="not in the code list"),
        pytest.param({"degree": 1}, "text_expected", "degree", id="code as number"),
        pytest.param({"ground": "mild"}, "code_unknown", "ground", id="unknown ground"),
        pytest.param({"points": True}, "number_expected", "points", id="true is not 1"),
        pytest.param({"points": "5"}, "number_expected", "points", id="text is not a number"),
        pytest.param({"points": 5.0}, "number_expected", "points", id="a float is not whole"),
        pytest.param({"person": "1234"}, "malformed_id", "person", id="short ID"),
        pytest.param({"person": "-".join(["0000"] * 4)}, "bad_check_digits", "person", id="zeros"),
        pytest.param({"person": f"{person(1)[:4]} {person(1)[4:8]} {person(1)[8:12]} {person(1)[12:]}"},
                     "malformed_id", "person", id="an ID as people write it"),
        pytest.param({"legal_basis": "\x1b[31m"}, "legal_basis_unknown", "legal_basis", id="control characters"),
    ],
)  # fmt: skip
def test_decisions(body: dict[str, object], code: str, field: str) -> None:
    assert refusal("decision.issued", {**DECISION, **body}) == (code, field)


@pytest.mark.parametrize(
    ("topic", "body", "code", "field"),
    [
        pytest.param("person.issued", {"issued_for": "520000", "persons": []}, "list_expected", "persons", id="nobody"),
        pytest.param("person.issued", {"issued_for": "520000", "persons": [person(n) for n in range(401)]},
                     "list_expected", "persons", id="too many"),
        pytest.param("person.issued", {"issued_for": "520000", "persons": [person(1)] * 2}, "entry_repeated", "persons",
                     id="twice"),
        pytest.param("person.issued", {"issued_for": "520100", "persons": [person(1)]},
                     "division_unknown", "issued_for", id="a city asks"),
        pytest.param("institution.recorded", {"code": "H1", "name": "某", "kind": "clinic", "division": "990000"},
                     "division_unknown", "division", id="nowhere"),
        pytest.param("institution.recorded", {"code": "H1", "name": "某", "kind": "bakery", "division": "520100"},
                     "code_unknown", "kind", id="no institution"),
        pytest.param("restoration.assessed", {"person": person(1), "assessed_on": "2025-01-01",
                     "effective_on": "2025-01-01", "passed": "yes"}, "flag_expected", "passed", id="yes is not true"),
        pytest.param("cascade.lifted", {"cascade": ID.upper(), "lifted_on": "2025-01-01"},
                     "statement_id_malformed", "cascade", id="upper case"),
        pytest.param("pack.published", {"division": "520000", "version": "1", "valid_from": "2025-01-01",
                     "document": []}, "object_expected", "document", id="no object"),
        pytest.param("pack.published", {"division": "520000", "version": "1", "valid_from": "2025-01-01",
                     "document": {"division": "110000"}}, "member_unknown", "document", id="two truths"),
        pytest.param("pack.published", {"division": "520000", "version": "1", "valid_from": "2025-01-01",
                     "document": {"parameters": {"months": {"9": {"value": 7, "source": "x"}}}}},
                     "pack_months_out_of_bounds", "months.9", id="outside the national bounds"),
    ],
)  # fmt: skip
def test_other_topics(topic: str, body: dict[str, object], code: str, field: str) -> None:
    assert refusal(topic, body) == (code, field)


def test_null_is_absent() -> None:
    parse = HANDLERS["decision.issued"].parse
    assert parse({**DECISION, "suspension_months": None, "ground": None}) == parse(DECISION)


def test_what_is_not_in_a_code_list_is_told_the_list() -> None:
    with pytest.raises(FormatRefused) as refused:
        Choice(codes=Degree).read("heavy", "degree")
    assert refused.value.code == "code_unknown"
    assert refused.value.reason.sentence == (
        "degree is not in its code list: enter one of general, important, principal."
    )
    assert (
        refused.value.reason.sentence_zh == "责任程度（degree）不在代码表内，应填 general, important, principal 之一。"
    )
    with pytest.raises(FormatRefused) as refused:
        Name(names={"a": 1, "b": 2}).read("c", "degree")
    assert "one of a, b." in refused.value.reason.sentence
