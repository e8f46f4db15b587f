"""Who gets which ID: the rules of papers and names, one row each."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection, connections

from registry import migrations
from registry.people.models import Document, HeldIdentity, Identity, Person, PersonCode
from registry.people.services import lifelong_ids
from registry.people.services.identities import IdentityAnswer, IdentityRequest, find, issue
from registry.words.lifelong_id import is_valid
from sync.models import Statement
from tests.registry.people.people import NAME, NOW, code, passport, resident, resident_id

pytestmark = pytest.mark.django_db
OTHER = "测试乙"


@pytest.fixture(autouse=True)
def _national(national: None) -> None:
    """Every test here runs on national."""


def ask(*requests: IdentityRequest, asked_by: str = "310000") -> list[IdentityAnswer]:
    return issue(requests, asked_by=asked_by, acting="test", now=NOW)


def codes_of(answers: list[IdentityAnswer]) -> list[tuple[str, str]]:
    return [(answer.outcome, answer.reason.code if answer.reason else "") for answer in answers]


SAME_PERSON = [
    pytest.param(resident(), resident(), id="the same document again"),
    pytest.param(resident(), resident(name=" 测 试 甲 "), id="name with blanks"),
    pytest.param(passport(name="Ann O'Neil·Test"), passport(name="ANN O'NEIL TEST"), id="name with dots and case"),
    pytest.param(passport("e12345678"), passport("Ｅ12345678"), id="number in full width"),
    pytest.param(resident(), resident(category="medical"), id="category beside it"),
    pytest.param(resident(), resident(born_on="1980-02-29"), id="birth date beside it"),
    pytest.param(code(), code(), id="the same code again"),
    pytest.param(code(name=NAME), code(), id="code, name only the first time"),
    pytest.param(code(), code(name=NAME), id="code, name only the second time"),
    pytest.param(code(), resident(system="s", code="D310000000001"), id="document joins a nameless code"),
    pytest.param(code(name=NAME), resident(system="s", code="D310000000001"), id="document joins a named code"),
    pytest.param(resident(), resident(system="s", code="D310000000001"), id="code joins a document"),
    pytest.param(
        resident(system="s", code="D310000000001"),
        passport(system="s", code="D310000000001"),
        id="second kind of document joins through the code",
    ),
]


@pytest.mark.parametrize(("first", "second"), SAME_PERSON)
def test_the_same_person_gets_the_same_id(first: IdentityRequest, second: IdentityRequest) -> None:
    (issued,) = ask(first)
    (known,) = ask(second, asked_by="520000")
    assert (issued.outcome, known.outcome) == ("issued", "known")
    assert known.lifelong_id == issued.lifelong_id
    assert is_valid(issued.lifelong_id)
    assert (known.issued_for, known.issued_at) == ("310000", NOW)
    assert ask(first) == ask(second), "asking a third time changes nothing"
    assert Person.objects.count() == 1


TWO_PEOPLE = [
    pytest.param(resident(1), resident(2), id="two resident IDs, same name and birth date"),
    pytest.param(resident(1), resident(2, name=OTHER), id="two resident IDs, two names"),
    pytest.param(resident(1), passport(name=OTHER), id="another name"),
    pytest.param(resident(1), passport(born_on="1980-03-01"), id="another birth date"),
    pytest.param(code("1"), code("2"), id="two codes"),
    pytest.param(code("1", system="s"), code("1", system="npi"), id="the same code in two systems"),
    pytest.param(code("1", name=NAME), code("2", name=NAME), id="two codes, same name, no birth date"),
    pytest.param(code("a1"), code("A1"), id="codes are opaque: case matters"),
]


@pytest.mark.parametrize(("first", "second"), TWO_PEOPLE)
def test_two_people_get_two_ids(first: IdentityRequest, second: IdentityRequest) -> None:
    answers = ask(first, second)
    assert codes_of(answers) == [("issued", ""), ("issued", "")]
    assert answers[0].lifelong_id != answers[1].lifelong_id


CODED = {"system": "s", "code": "D310000000001"}
LOST = NAME[:-1] + "□"
HELD = [
    pytest.param([resident()], resident(name=OTHER), "name_differs", id="known document, another name"),
    pytest.param([code(name=NAME)], code(name=OTHER), "name_differs", id="known code, another name"),
    pytest.param(
        [resident(**CODED)],
        resident(2, name=OTHER, **CODED),
        "name_differs",
        id="new document, known code, another name",
    ),
    pytest.param(
        [passport()],
        passport(born_on="1980-02-28"),
        "birth_date_differs",
        id="known document, another birth date",
    ),
    pytest.param(
        [resident(1), code(name=NAME)],
        resident(1, **CODED),
        "identity_split",
        id="document of one, code of another",
    ),
    pytest.param([resident()], passport(), "near_match", id="same name and birth date, another kind of document"),
    pytest.param([passport()], resident(), "near_match", id="the same the other way round"),
    pytest.param([passport("E1234567")], passport("E7654321"), "near_match", id="two passports: one may be renewed"),
    pytest.param(
        [resident()],
        code(name=NAME, born_on="1980-02-29"),
        "near_match",
        id="same name and birth date, no document",
    ),
    pytest.param(
        [passport(), code()],
        resident(**CODED),
        "near_match",
        id="a nameless code would become a second person of this name",
    ),
    pytest.param([resident(1, **CODED)], resident(2, **CODED), "second_resident_id", id="second resident ID"),
    pytest.param([resident()], passport(name=LOST), "near_match", id="a character lost in the new name"),
    pytest.param([passport(name=LOST)], resident(), "near_match", id="a character lost in the name known"),
    pytest.param([passport("E1234567", name=LOST)], passport("E7654321", name=LOST), "near_match", id="lost in both"),
    pytest.param([resident()], resident(name="?试乙"), "name_differs", id="lost, and another name"),
]


@pytest.mark.parametrize(("before", "request_", "expected"), HELD)
def test_what_a_human_must_see_is_held(before: list[IdentityRequest], request_: IdentityRequest, expected: str) -> None:
    known = ask(*before)
    rows = (Document.objects.count(), PersonCode.objects.count(), Identity.objects.count())
    answers = ask(request_, request_) + ask(request_, asked_by="520000")
    assert codes_of(answers) == [("held", expected)] * 3
    assert not any(answer.lifelong_id for answer in answers)
    case = HeldIdentity.objects.get()
    assert (case.code, case.asked_by, case.verdict) == (expected, "310000", "open")
    candidates = set(case.candidates.values_list("pk", flat=True))
    assert candidates
    assert candidates <= {answer.lifelong_id for answer in known}
    assert rows == (Document.objects.count(), PersonCode.objects.count(), Identity.objects.count())
    assert Person.objects.count() == len(known)


def test_somebody_new_in_the_same_batch_can_be_a_near_match() -> None:
    first, second, third = ask(resident(), passport(), resident())
    assert codes_of([first, second, third]) == [("issued", ""), ("held", "near_match"), ("known", "")]
    assert HeldIdentity.objects.get().candidates.get().pk == first.lifelong_id == third.lifelong_id


NUMBER = resident_id()
BAD_DIGIT = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
REFUSED = [
    pytest.param(IdentityRequest(name=NAME), "identity_missing", "document_number", id="no paper at all"),
    pytest.param(
        IdentityRequest(document_number=NUMBER, name=NAME),
        "document_incomplete",
        "document_kind",
        id="no kind",
    ),
    pytest.param(
        IdentityRequest(document_kind="passport", name=NAME),
        "document_incomplete",
        "document_number",
        id="no number",
    ),
    pytest.param(IdentityRequest(code="1"), "code_incomplete", "system", id="code without system"),
    pytest.param(IdentityRequest(system="s"), "code_incomplete", "code", id="system without code"),
    pytest.param(resident(name=""), "name_missing", "name", id="document without name"),
    pytest.param(resident(name=" "), "name_missing", "name", id="blank name"),
    pytest.param(resident(name="··"), "name_empty", "name", id="name of dots"),
    pytest.param(resident(name="测" * 201), "name_too_long", "name", id="name too long"),
    pytest.param(resident(name="测\u202e试"), "name_forbidden_character", "name", id="name that turns direction"),
    pytest.param(resident(name="测\x00试"), "name_forbidden_character", "name", id="name with NUL"),
    pytest.param(resident(name="测\ud800"), "name_forbidden_character", "name", id="name with half a surrogate pair"),
    pytest.param(replace(resident(), document_kind="licence"), "unknown_document_kind", "document_kind", id="kind"),
    pytest.param(
        replace(resident(), document_number=BAD_DIGIT),
        "document_bad_check_digit",
        "document_number",
        id="wrong check digit",
    ),
    pytest.param(
        replace(resident(), document_number="1"),
        "document_malformed",
        "document_number",
        id="malformed number",
    ),
    pytest.param(passport(born_on=""), "born_on_missing", "born_on", id="passport without birth date"),
    pytest.param(passport(born_on="1980-02-30"), "born_on_malformed", "born_on", id="no such day"),
    pytest.param(passport(born_on="19800229"), "born_on_malformed", "born_on", id="date without hyphens"),
    pytest.param(passport(born_on="1980-W09-5"), "born_on_malformed", "born_on", id="week date"),
    pytest.param(passport(born_on="1899-12-31"), "born_on_implausible", "born_on", id="born before 1900"),
    pytest.param(passport(born_on="2026-03-03"), "born_on_implausible", "born_on", id="born tomorrow"),
    pytest.param(resident(born_on="1980-02-28"), "born_on_differs", "born_on", id="not the date in the number"),
    pytest.param(resident(2, born="20991231"), "born_on_implausible", "born_on", id="number of the future"),
    pytest.param(resident(category="surgeon"), "unknown_category", "category", id="category"),
    pytest.param(code("x" * 65), "code_malformed", "code", id="code too long"),
    pytest.param(code(" 1"), "code_malformed", "code", id="code with a blank in front"),
    pytest.param(code("1\n2"), "code_malformed", "code", id="code with a line break"),
    pytest.param(code("\ud800"), "code_malformed", "code", id="code with half a surrogate pair"),
    pytest.param(code("\x00"), "code_malformed", "code", id="code with NUL"),
    pytest.param(code("e\u0301"), "code_malformed", "code", id="code not in NFC"),
    pytest.param(code("1", system="s" * 41), "code_malformed", "system", id="system too long"),
    pytest.param(code(7), "text_expected", "code", id="number as code"),  # type: ignore[arg-type]
    pytest.param(resident(name=["x"]), "text_expected", "name", id="list as name"),  # type: ignore[arg-type]
    pytest.param(passport(born_on=1980), "born_on_malformed", "born_on", id="number as date"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("request_", "expected", "field"), REFUSED)
def test_a_malformed_request_is_refused_alone(request_: IdentityRequest, expected: str, field: str) -> None:
    before, refused, after = ask(resident(7), request_, resident(8))
    assert (before.outcome, after.outcome) == ("issued", "issued")
    assert refused.outcome == "refused"
    assert refused.reason is not None
    assert (refused.reason.code, refused.reason.field) == (expected, field)
    assert refused.reason.sentence
    assert refused.reason.sentence_zh
    assert HeldIdentity.objects.count() == 0


def test_find_answers_who_is_known_and_stores_nothing() -> None:
    (issued,) = ask(resident(**CODED))
    rows = (Person.objects.count(), Identity.objects.count(), HeldIdentity.objects.count())
    asked = [
        resident(),
        resident(name=""),
        code(),
        code("2"),
        resident(2),
        resident(name=OTHER),
        passport(),
        code(system=""),
    ]
    answers = find(asked, now=NOW)
    assert codes_of(answers) == [
        ("known", ""),
        ("known", ""),
        ("known", ""),
        ("unknown", "unknown_person"),
        ("unknown", "unknown_person"),
        ("unknown", "name_differs"),
        ("unknown", "unknown_person"),
        ("refused", "code_incomplete"),
    ]
    assert {answer.lifelong_id for answer in answers[:3]} == {issued.lifelong_id}
    assert rows == (Person.objects.count(), Identity.objects.count(), HeldIdentity.objects.count())


def test_new_ids_are_said_on_the_log_four_hundred_at_a_time() -> None:
    answers = ask(*(code(str(number)) for number in range(1, 402)))
    statements = list(Statement.objects.filter(topic="person.issued"))
    assert len(statements) == 2
    assert set(Person.objects.values_list("statement_id", flat=True)) == {each.pk for each in statements}
    assert len({answer.lifelong_id for answer in answers}) == 401


def test_an_empty_batch_says_nothing() -> None:
    assert ask() == []
    assert not Statement.objects.filter(topic="person.issued").exists()


def test_an_id_that_is_taken_is_drawn_again() -> None:
    def numbers(*given: int) -> Callable[[int], int]:
        source = iter(given)
        return lambda _below: next(source)

    first = lifelong_ids.draw(1, randbelow=numbers(7))
    Person.objects.create(lifelong_id=first[0], issued_for="310000", issued_at=NOW)
    assert lifelong_ids.draw(2, randbelow=numbers(7, 8, 8, 9)) == [
        *lifelong_ids.draw(1, randbelow=numbers(8)),
        *lifelong_ids.draw(1, randbelow=numbers(9)),
    ]
    with pytest.raises(RuntimeError):
        lifelong_ids.draw(1, randbelow=lambda _below: 7)


def test_a_thousand_identities_are_issued_at_once_and_found_again() -> None:
    requests = [
        resident(number % 1000, born=f"19{60 + number // 1000}0101", name=f"测试{number}") for number in range(1000)
    ]
    issued, known = ask(*requests), ask(*requests)
    assert {answer.outcome for answer in issued} == {"issued"}
    assert {answer.outcome for answer in known} == {"known"}
    assert [answer.lifelong_id for answer in issued] == [answer.lifelong_id for answer in known]


def test_neither_names_nor_numbers_reach_the_log_lines_or_the_statements(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    requests = [
        resident(name="秘密甲", **CODED),
        resident(name="秘密乙"),
        passport("SECRET123", name="秘密丙"),
        passport("SECRET124", name="秘密丙"),
        replace(resident(name="秘密丁"), document_number=BAD_DIGIT),
        resident(name="秘密\u202e丁"),
        code("SECRET\n"),
    ]
    answers = ask(*requests)
    said = b"".join(bytes(each.raw) for each in Statement.objects.all()).decode()
    heard = [said, caplog.text, *map(repr, answers), *map(repr, requests), *capsys.readouterr()]
    assert {answer.outcome for answer in answers} == {"issued", "held", "refused"}
    for secret in ("秘密", "SECRET", NUMBER, BAD_DIGIT, CODED["code"], NUMBER[6:14]):
        assert not any(secret in each for each in heard), secret


def test_what_is_kept_is_sealed() -> None:
    ask(resident(name="秘密甲"), passport("SECRET123", name="秘密丙"))
    with connection.cursor() as cursor:
        for table in ("identity", "document", "heldidentity"):
            cursor.execute(f"SELECT t::text FROM registry_{table} t")
            text = " ".join(row[0] for row in cursor.fetchall())
            for secret in ("秘密", "SECRET", NUMBER):
                assert secret not in text
                assert secret.encode().hex() not in text


@pytest.mark.django_db(transaction=True)
def test_two_provinces_asking_at_once_get_the_same_ids() -> None:
    requests = [code(str(number), name=f"测试{number}") for number in range(1, 41)]
    start = threading.Barrier(4)
    answers: dict[int, list[IdentityAnswer]] = {}

    def one(number: int) -> None:
        try:
            mine = requests if number % 2 else requests[::-1]
            start.wait()
            answers[number] = ask(*mine, asked_by=("310000", "520000")[number % 2])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    ids = [
        [answer.lifelong_id for answer in (answers[number] if number % 2 else answers[number][::-1])]
        for number in range(4)
    ]
    assert ids[0] == ids[1] == ids[2] == ids[3]
    assert len(set(ids[0])) == Person.objects.count() == 40
    outcomes = [answer.outcome for each in answers.values() for answer in each]
    assert (outcomes.count("issued"), outcomes.count("known")) == (40, 120)


@pytest.mark.parametrize(("first", "second"), [(NAME, LOST), (LOST, NAME)], ids=["lost later", "lost at first"])
def test_a_lost_character_is_no_other_name(first: str, second: str) -> None:
    answers = [*ask(resident(name=first)), *ask(resident(name=second))]
    assert codes_of(answers) == [("issued", ""), ("known", "")]
    assert len({answer.lifelong_id for answer in answers}) == 1
    # The whole name is kept beside the other, never the other way round: it is the one shown.
    assert Identity.objects.count() == (1 if first == NAME else 2)


def test_within_one_batch_too() -> None:
    assert codes_of(ask(resident(name=LOST), resident(name=NAME))) == [("issued", ""), ("known", "")]
    assert codes_of(ask(passport(name="某？丁"), passport("E7654321", name="某乙丁"))) == [
        ("issued", ""), ("held", "near_match"),
    ]  # fmt: skip


def test_two_people_whose_names_only_look_alike_stay_two() -> None:
    answers = ask(resident(1, name=LOST), resident(2, name=NAME), code("7", name=LOST))
    assert codes_of(answers) == [("issued", "")] * 3


def test_the_codes_of_the_nation_are_one_in_every_width_and_case() -> None:
    (first,) = ask(code("D310000000001", system="nhsa"))
    for system, written in (("nhsa", "d310000000001"), ("NHSA", "Ｄ310000000001"), ("nhsa", "D310000 000001")):
        (again,) = ask(code(written, system=system))
        assert (again.outcome, again.lifelong_id) == ("known", first.lifelong_id)


def test_names_from_before_are_near_once_they_are_migrated() -> None:
    ask(resident())
    with pgtrigger.ignore("registry.Identity:append_only"):
        Identity.objects.update(near_hashes=[])
    name = next(each.name for each in iter_modules(migrations.__path__) if each.name.endswith("_near_names"))
    import_module(f"registry.migrations.{name}").fill(apps, None)
    assert len(Identity.objects.get().near_hashes) == len(NAME)
    assert codes_of(ask(passport(name=LOST))) == [("held", "near_match")]
