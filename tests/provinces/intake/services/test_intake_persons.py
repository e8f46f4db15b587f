"""People: national says who they are, the province keeps it, and nothing is asked twice."""

from io import BytesIO

import pytest
from stdnum.iso7064 import mod_11_2

from provinces.files.models import IntakeFile
from provinces.intake.services import intake
from registry.people.models import Document, Identity, PersonCode
from sync.models import Statement
from sync.wire.refusals import FormatRefused
from tests.provinces.node import NOW, Desk, person, row, table

# Invented: the resident ID's region and check digit are right, its holder does not exist.
PAPERS = {"document_kind": "resident_id", "document_number": "11010519491231002X", "name": "某某"}
CODED = {"system": "nhsa", "code": "D520100000001", "name": "某某"}


def test_everybody_gets_a_lifelong_id_once(desk: Desk) -> None:
    first = desk.answers("persons", PAPERS, CODED, PAPERS)
    assert [answer.outcome for answer in first] == ["accepted", "accepted", "duplicate"]
    assert first[0].person == first[2].person == person(9000)
    assert first[1].person == person(9001)
    assert desk.national.asked == [("issue", 2)]
    again = desk.answers("persons", PAPERS, CODED)
    assert [(answer.outcome, answer.person) for answer in again] == [
        ("duplicate", person(9000)),
        ("duplicate", person(9001)),
    ]
    assert len(desk.national.asked) == 1


def test_something_new_about_somebody_known_is_accepted(desk: Desk) -> None:
    desk.take("persons", PAPERS)
    desk.national.people[("nhsa", CODED["code"])] = person(9000)
    both = {**PAPERS, **CODED}
    assert desk.outcomes("persons", both) == ["accepted"]
    assert desk.outcomes("persons", both, PAPERS, CODED) == ["duplicate"] * 3
    assert PersonCode.objects.filter(system="nhsa").get().person_id == person(9000)
    assert Document.objects.get().person_id == person(9000)


def test_somebody_national_knows_already_is_new_here(desk: Desk) -> None:
    desk.national.people[("nhsa", CODED["code"])] = person(42)
    answer = desk.answers("persons", CODED)[0]
    assert (answer.outcome, answer.person) == ("accepted", person(42))


def test_a_near_match_is_held_each_time(desk: Desk) -> None:
    desk.national.held = frozenset({CODED["code"]})
    assert desk.outcomes("persons", CODED, CODED) == ["held name_differs"] * 2
    assert desk.outcomes("persons", CODED) == ["held name_differs"]
    assert not Identity.objects.exists()
    desk.national.held = frozenset()
    assert desk.outcomes("persons", CODED) == ["accepted"]


def test_while_national_is_out_of_reach_rows_wait(desk: Desk) -> None:
    desk.take("persons", PAPERS)
    desk.national.reachable = False
    bad = {**PAPERS, "document_number": "110105194912310021"}
    outcomes = ["held national_unreachable", "duplicate", "refused document_bad_check_digit"]
    assert desk.outcomes("persons", CODED, PAPERS, bad) == outcomes
    desk.national.reachable = True
    assert desk.outcomes("persons", CODED, PAPERS, bad) == ["accepted", *outcomes[1:]]


def test_a_code_from_elsewhere_is_asked_of_national_once(desk: Desk) -> None:
    desk.national.people[("s", "D9")] = person(42)
    rows = [row("cascades", system="s", code=code, reference=code + "r") for code in ("D9", "D9", "D8")]
    assert desk.outcomes("cascades", *rows) == ["accepted", "duplicate", "refused unknown_person"]
    assert desk.national.asked == [("find", 2)]
    assert desk.outcome("cascades", system="s", code="D9", reference="other") == "accepted"
    assert desk.national.asked == [("find", 2)]


def test_a_code_nobody_can_be_asked_about_is_held_and_tried_again(desk: Desk) -> None:
    desk.national.people[("s", "D9")] = person(42)
    desk.national.reachable = False
    assert desk.outcome("cascades", system="s", code="D9") == "held national_unreachable"
    assert desk.outcome("cascades", system="s", code="d1") == "accepted"
    desk.national.reachable = True
    assert desk.outcome("cascades", system="s", code="D9") == "accepted"


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        pytest.param({}, "refused identity_missing", id="nobody"),
        pytest.param({"name": "某某"}, "refused identity_missing", id="a name alone"),
        pytest.param({**PAPERS, "name": ""}, "refused name_missing", id="papers without a name"),
        pytest.param({**PAPERS, "document_kind": ""}, "refused document_incomplete", id="a number of no kind"),
        pytest.param({**PAPERS, "document_kind": "library_card"}, "refused unknown_document_kind", id="a kind of none"),
        pytest.param({**PAPERS, "document_number": "123"}, "refused document_malformed", id="no such number"),
        pytest.param({**PAPERS, "born_on": "1949-12-30"}, "refused born_on_differs", id="another birth date"),
        pytest.param({**PAPERS, "born_on": "31.12.1949"}, "refused date_unreadable", id="a birth date not in ISO"),
        pytest.param({**CODED, "born_on": "2026-03-03"}, "refused born_on_implausible", id="born tomorrow"),
        pytest.param({**CODED, "system": ""}, "refused code_incomplete", id="a code of no system"),
        pytest.param({**CODED, "category": "wizard"}, "refused unknown_category", id="a category of none"),
        pytest.param({**CODED, "name": "某\u202e某"}, "refused forbidden_character", id="an invisible character"),
        pytest.param({**CODED, "code": "5.2E+11"}, "refused code_from_spreadsheet", id="what a spreadsheet left"),
        pytest.param({**CODED, "code": "无"}, "refused code_placeholder", id="none"),
        pytest.param({**PAPERS, "system": "emr", "code": "0"}, "refused code_placeholder", id="zero beside papers"),
        pytest.param({**CODED, "code": "D1"}, "refused code_form_differs", id="not the form of its system"),
        pytest.param({**CODED, "system": "NHSA", "code": "d520100 000001"}, "accepted", id="width, case and blanks"),
        pytest.param({**CODED, "code": "D" * 65}, "refused too_long", id="a code too long"),
        pytest.param({**CODED, "system": "s", "code": "=1+1"}, "accepted", id="a code that looks like a formula"),
    ],
)
def test_what_is_refused(desk: Desk, cells: dict[str, str], outcome: str) -> None:
    assert desk.outcomes("persons", cells) == [outcome]


def test_names_and_numbers_reach_neither_log_nor_answers(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(0):
        answers = desk.answers("persons", PAPERS, {**PAPERS, "document_number": "110105194912310021"}, CODED)
    said = " ".join(f"{answer.sentence} {answer.sentence_zh} {answer.code}" for answer in answers) + caplog.text
    said += " ".join(bytes(raw).decode() for raw in Statement.objects.values_list("raw", flat=True))
    for secret in ("某某", "11010519491231002X", "110105194912310021", CODED["code"]):
        assert secret not in said


def resident(number: int, *, ruined: bool = False) -> str:
    seventeen = f"11010119800229{number:03d}"
    written = seventeen + mod_11_2.calc_check_digit(seventeen)
    return written[:15] + "000" if ruined else written


def test_one_code_beside_several_people_is_nobodys(desk: Desk) -> None:
    def named(number: int, name: str, code: str) -> dict[str, str]:
        papers = {"document_kind": "resident_id", "document_number": resident(number), "name": name}
        return {**papers, "system": "emr", "code": code}

    rows = [named(1, "某甲", "c1"), named(2, "某乙", "c1"), named(3, "某丙", "c3"), named(3, "某丙", "c3")]
    assert desk.outcomes("persons", *rows) == [
        "refused code_beside_several", "refused code_beside_several", "accepted", "duplicate",
    ]  # fmt: skip
    assert [code for _, code in desk.national.people] == ["c3"]


def test_two_names_may_be_one_persons_and_three_are_several(desk: Desk) -> None:
    """On real lists a code has two names often: somebody married, or was mistyped. A human looks at the second."""

    def named(name: str, code: str) -> dict[str, str]:
        return {"system": "emr", "code": code, "name": name}

    rows = [named("某甲", "c1"), named("某乙", "c1"), *(named(name, "c2") for name in ("某丙", "某丁", "某戊"))]
    assert desk.outcomes("persons", *rows)[2:] == ["refused code_beside_several"] * 3
    assert "refused code_beside_several" not in desk.outcomes("persons", *rows[:2])
    assert [code for _, code in desk.national.people] == ["c1"]


def test_a_column_that_a_spreadsheet_rounded_refuses_the_file(desk: Desk) -> None:
    def row_of(number: int, ruined: bool) -> dict[str, str]:
        return {"document_kind": "resident_id", "document_number": resident(number, ruined=ruined), "name": "某某"}

    rows = [row_of(1, False), row_of(2, False), row_of(3, True)]
    with pytest.raises(FormatRefused) as refused:
        desk.take("persons", *rows)
    assert (refused.value.code, refused.value.field) == ("document_column_ruined", "document_number")
    with pytest.raises(FormatRefused) as refused:
        intake.take_file("persons", BytesIO(table("persons", rows)), name="x.csv", acting="a", clock=lambda: NOW)
    assert refused.value.code == "document_column_ruined"
    assert "4" in refused.value.reason.sentence_zh
    assert not IntakeFile.objects.filter(kind="persons").exists()


class TestTheNameInARow:
    """A decision's row may say whose it is meant to be; the wrong person is never punished by a slip in a code."""

    def test_must_fit_the_person(self, desk: Desk) -> None:
        desk.outcomes("persons", {**CODED, "name": "某·甲"})
        whose = {"system": CODED["system"], "code": CODED["code"]}
        rows = [row("decisions", **whose, name=name, case_number=f"C{name}") for name in ("某甲", "某乙", "")]
        assert desk.outcomes("decisions", *rows) == ["accepted", "refused name_not_of_person", "accepted"]

    def test_of_whom_no_name_is_known_waits(self, desk: Desk) -> None:
        assert desk.outcome("decisions", person=person(1), name="某甲") == "held name_to_compare_unknown"

    def test_a_lost_character_fits_any_one(self, desk: Desk) -> None:
        desk.outcomes("persons", {**CODED, "name": "某䶮甲"})
        whose = {"system": CODED["system"], "code": CODED["code"]}
        rows = [row("decisions", **whose, name=name, case_number=name) for name in ("某?甲", "某□乙")]
        assert desk.outcomes("decisions", *rows) == ["accepted", "refused name_not_of_person"]
