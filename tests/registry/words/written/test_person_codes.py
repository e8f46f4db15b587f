"""What is somebody's code, what only looks like one, and in which form codes are compared. The codes are made up."""

import pytest

from registry.words.written import person_codes
from sync.wire.refusals import FormatRefused

TAKEN = [
    ("nhsa", "D520100000001", ("nhsa", "D520100000001"), "a doctor"),
    ("nhsa", "N520100000001", ("nhsa", "N520100000001"), "a nurse"),
    ("nhsa", "HY520100000001", ("nhsa", "HY520100000001"), "a pharmacist"),
    ("nhsa", "d520100000001", ("nhsa", "D520100000001"), "small letter"),
    ("nhsa", "Ｄ５２０１０００００００１", ("nhsa", "D520100000001"), "full width"),
    ("nhsa", "D520100 000001", ("nhsa", "D520100000001"), "a blank inside"),
    ("NHSA", "D520100000001", ("nhsa", "D520100000001"), "the system in capitals"),
    ("emr", "d1", ("emr", "d1"), "another system's codes are opaque"),
    ("emr", "1E5", ("emr", "1E5"), "digits and a letter"),
    ("emr", "10", ("emr", "10"), "short, and a number"),
    ("emr", "520100.5", ("emr", "520100.5"), "a point inside"),
    ("emr", "x1", ("emr", "x1"), "a letter and a digit"),
    ("emr", "无锡01", ("emr", "无锡01"), "a place that begins with 无"),
]


@pytest.mark.parametrize(("system", "code", "expected"), [pytest.param(a, b, c, id=why) for a, b, c, why in TAKEN])
def test_codes(system: str, code: str, expected: tuple[str, str]) -> None:
    assert person_codes.check(system, code) == expected
    assert person_codes.plain(*expected) == expected


REFUSED = [
    *[("emr", code, "code_from_spreadsheet") for code in (
        "5.47010E+17", "5.47010e+17", "５.４７E+17", "1E+05", "547010.0", "547010.00", "######", "#N/A", "#REF!",
    )],
    *[("emr", code, "code_placeholder") for code in (
        "无", "没有", "未知", "不详", "暂无", "待补", "0", "000", "０", "NULL", "null", "(null)", "None", "NaN", "N/A",
        "n/a", "-", "--", "——", "－", "/", "//", "／", "\\", "*", "?", "??", "？", ".", "...", "…", "xx", "测试",
        "同上",
    )],
    *[("nhsa", code, "code_form_differs") for code in (
        "D1", "D52010000001", "D5201000000011", "520100000001", "DDD520100000001", "D52010000000I", "D520100-000001",
    )],
]  # fmt: skip


@pytest.mark.parametrize(("system", "code", "refusal"), REFUSED)
def test_what_is_no_code(system: str, code: str, refusal: str) -> None:
    with pytest.raises(FormatRefused) as refused:
        person_codes.check(system, code)
    assert (refused.value.code, refused.value.field) == (refusal, "code")


def test_a_system_may_be_missing_too() -> None:
    with pytest.raises(FormatRefused) as refused:
        person_codes.check("无", "a1")
    assert (refused.value.code, refused.value.field) == ("code_placeholder", "system")
