"""How a refusal reads: with the titles of its codes and fields, in the reader's language."""

import re

import pytest

from registry.words.wording import CODES, sentences
from sync.wire.refusals import Refusal, Refused
from tests.registry.qualification.rules.making import day


@pytest.mark.parametrize(
    ("code", "params", "english", "chinese"),
    [
        pytest.param("basis_kind_not_allowed", {"legal_basis": "regulation_38", "basis_kind": "penalty"},
                     "“Regulation art. 38: loss-causing conduct” does not rest on a basis of kind "
                     "“administrative penalty”.",
                     "“违反《医疗保障基金使用监督管理条例》第三十八条”不适用于行政处罚。",
                     id="a legal basis, a basis kind"),
        pytest.param("ground_required", {"ground": "severe"},
                     "Points one band off need the reason of the severe ground.",
                     "跨档记分须写明从重的具体情形。", id="a ground"),
        pytest.param("ground_reason_mismatch", {"ground_reason": "intent", "ground": "lenient"},
                     "The reason “acted with intent” does not belong to the ground “lenient”.",
                     "情形“主观故意”不属于“从轻”情形。", id="a reason of art. 25"),
        pytest.param("ground_reason_mismatch", {"ground_reason": "first_time", "ground": "severe"},
                     "The reason “first_time” does not belong to the ground “severe”.",
                     "情形“first_time”不属于“从重”情形。", id="a province's own reason"),
        pytest.param("document_malformed", {"kind": "passport"},
                     "The number does not have the form of a document of kind “passport”.",
                     "证件号码不符合护照的格式。", id="a kind of document"),
        pytest.param("legal_basis_unknown", {"legal_basis": "regulation_99"},
                     "The legal basis “regulation_99” is not in the code list.",
                     "依据代码“regulation_99”不在代码表内。", id="not in the list"),
        pytest.param("pack_example_differs",
                     {"title": "甲", "name": "status", "found": "suspended", "expected": "not_covered"},
                     "The example “甲” does not come out under this pack: status is “suspended”, "
                     "not “not yet covered”.",
                     "示例“甲”在本规则包下的结果不符：status 为“暂停”，应为“未纳入管理”。", id="statuses"),
        pytest.param("pack_example_differs", {"title": "甲", "name": "mode", "found": "single", "expected": "3"},
                     "The example “甲” does not come out under this pack: mode is “single score”, not “3”.",
                     "示例“甲”在本规则包下的结果不符：mode 为“单次记分”，应为“3”。", id="a mode, a number"),
        pytest.param("consent_missing", {"divisions": "310000, 520000"},
                     "The measure was decided elsewhere: name the document by which the agency of Shanghai, Guizhou "
                     "consents (arts. 38, 39).",
                     "该处理由其他地区作出，须填写上海市、贵州省经办机构同意的文书（第38、39条）。",
                     id="divisions"),
        pytest.param("role_not_managed", {"roles": "head, quality_head", "allowed": "head, quality_head"},
                     "Of a retail pharmacy the division manages only: principal responsible person, head of quality; "
                     "as role enter one of head, quality_head (art. 11).",
                     "对定点零售药店，本地区仅管理主要负责人、质量负责人；岗位（role）应填 head, quality_head 之一"
                     "（第11条）。", id="several codes"),
    ],
)  # fmt: skip
def test_codes_are_shown_under_their_titles(code: str, params: dict[str, str], english: str, chinese: str) -> None:
    refusal = Refusal(code, "field", params)
    assert (refusal.sentence, refusal.sentence_zh) == (english, chinese)
    assert refusal.as_json()["params"] == params, "in JSON a code is a code"


def test_every_code_that_a_refusal_may_name_has_both_titles() -> None:
    for name, codes in CODES.items():
        template = (f"{{{name}}}.", f"{{{name}}}。")
        for code, titled in codes.items():
            assert sentences(template, "", {name: code}) == (f"{titled.title_en}.", f"{titled.title_zh}。")
            assert re.search(r"[\u4e00-\u9fff]", titled.title_zh)


def test_a_refusal_reads_as_sentences_and_as_json() -> None:
    refusal = Refusal("term_not_over", "effective_on", {"term_ends_on": day("2025-09-20")})
    assert refusal.sentence == (
        "The term or bar runs until 2025-09-20: an assessment takes effect on that day or later."
    )
    assert refusal.sentence_zh == "暂停期限或限制期限至2025-09-20届满，评估的生效日期不得早于该日。"
    assert refusal.as_json() == {
        "code": "term_not_over",
        "field": "effective_on",
        "params": {"term_ends_on": "2025-09-20"},
        "sentence": refusal.sentence,
    }
    assert str(Refused(refusal)).startswith("term_not_over (effective_on): ")


def test_numbers_stay_numbers_in_json() -> None:
    assert Refusal("nothing_to_repair", "year", {"year": 2024}).as_json()["params"] == {"year": 2024}


def test_a_code_without_a_sentence_is_its_own() -> None:
    assert Refusal("no_such_code", "field").sentence == "no_such_code"


def test_a_missing_parameter_is_shown_as_missing() -> None:
    assert Refusal("nothing_to_repair", "year").sentence.startswith("No points of ? count for the person on that day:")
