"""Writings of one thing, as offices type them; the numbers are of the form of published ones and belong to nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.words.written import writings
from sync.wire.refusals import Refused

SAME_NUMBER = [
    ("黔医保罚〔2025〕1号", "黔医保罚[2025]1号", "square brackets of a keyboard"),
    ("黔医保罚〔2025〕1号", "黔医保罚［2025］1号", "full-width square brackets"),
    ("黔医保罚〔2025〕1号", "黔医保罚（2025）1号", "full-width round brackets"),
    ("黔医保罚〔2025〕1号", "黔医保罚(2025)1号", "half-width round brackets"),
    ("黔医保罚〔2025〕1号", "黔医保罚【2025】1号", "black brackets"),
    ("黔医保罚〔2025〕1号", "黔医保罚《2025》1号", "title marks"),
    ("黔医保罚〔2025〕1号", "黔医保罚〈2025〉1号", "single title marks"),
    ("黔医保罚〔2025〕1号", "黔医保罚{2025}1号", "braces"),
    ("黔医保罚〔2025〕1号", "黔医保罚﹝2025﹞1号", "small brackets of an old input method"),
    ("黔医保罚〔2025〕1号", "黔医保罚〔２０２５〕１号", "full-width digits"),
    ("黔医保罚〔2025〕1号", "黔医保罚 〔2025〕 1 号", "blanks inside"),
    ("黔医保罚〔2025〕1号", "黔医保罚\u3000〔2025〕1号", "an ideographic blank"),
    ("黔医保罚〔2025〕1号", "黔医保罚\xa0〔2025〕1号", "a no-break blank out of a web page"),
    ("黔医保罚〔2025〕1号", "黔医保罚〔2025〕01号", "a zero in front"),
    ("黔医保罚〔2025〕1号", "黔医保罚〔2025〕001号", "zeros in front"),
    ("黔医保罚〔2025〕1号", "黔医保罚〔2025〕第1号", "第, against GB/T 9704"),
    ("黔医保罚〔2025〕1号", "黔医保罚〔2025〕第001号", "第 and zeros"),
    ("黔医保罚〔2025〕1号", "黔医保罚〔2025〕1", "号 left out"),
    ("黔医保罚〔2025〕1号", "黔医保罚〔2025〕1号。", "a full stop out of a sentence"),
    ("黔医保罚〔2025〕1号", "黔医保罚\u200b〔2025〕1号", "zero-width space"),
    ("黔医保罚〔2025〕1号", "\ufeff黔医保罚〔2025〕1号", "byte order mark"),
    ("黔医保罚〔2025〕1号", "黔医保\u00ad罚〔2025〕1号", "soft hyphen"),
    ("黔医保罚〔2025〕1号", "\u200e黔医保罚〔2025〕1号\u200f", "bidi marks"),
    ("黔医保罚〔2025〕1号", "\u2068黔医保罚〔2025〕1号\u2069", "isolates"),
    ("黔医保罚〔2025〕1号", "黔医保罚〔2025〕1\ufe0f号", "variation selector"),
    ("黔医保罚〔2025〕1号", "黔医保罚〔2025〕1\u2060号", "word joiner"),
    ("⻩医保罚〔2025〕1号", "黄医保罚〔2025〕1号", "a radical out of a PDF"),
    ("沪医保监处〔2024〕第0102024001号", "沪医保监处(2024)102024001号", "a long serial number"),
    ("辽医保协-2025-08", "辽医保协－2025—8", "dashes"),
    ("辽医保协-2025-08", "辽医保协——2025─08", "a double dash and a line out of a table"),
    ("HT-2025/001", "ht-2025／1", "capital letters and a full-width slash"),
    ("协议(2025)1、2号", "协议〔2025〕1,2号", "commas"),
    ("蒙医保支付资格通〔2025〕00012号", "蒙医保支付资格通[2025]12号", "a notice of this house"),
    ("R1", "r1", "a reference"),
    ("R1", "R01", "a reference with a zero"),
    ("暂·1", "暂•1", "dots"),
]


@pytest.mark.parametrize(("one", "other"), [pytest.param(a, b, id=why) for a, b, why in SAME_NUMBER])
def test_writings_of_one_number(one: str, other: str) -> None:
    assert writings.number(one) == writings.number(other)


OTHER_NUMBER = [
    ("黔医保罚〔2025〕1号", "黔医保罚〔2025〕11号", "another serial number"),
    ("黔医保罚〔2025〕1号", "黔医保罚〔2025〕10号", "a zero behind is no zero in front"),
    ("黔医保罚〔2025〕1号", "黔医保罚〔2024〕1号", "another year"),
    ("黔医保罚〔2025〕1号", "黔医保罚字〔2025〕1号", "罚字 is another series"),
    ("黔医保罚〔2025〕1号", "黔医保罚决〔2025〕1号", "罚决 is another series"),
    ("黔医保罚〔2025〕1号", "黔医保处〔2025〕1号", "a handling is no penalty"),
    ("黔医保罚〔2025〕1号", "黔医保罚〔2025〕一号", "Chinese numerals are left to humans"),
    ("黔医保罚〔2025〕1号", "黔医保罚〔2025〕1-1号", "a part of it"),
    ("黔医保罚〔2025〕12号", "黔医保罚〔2025〕1 2号", "a blank between digits parts them"),
    ("1①", "11", "a ringed numeral is no digit"),
    ("m²1", "m21", "nor one above the line"),
    ("1.05", "1.5", "zeros behind a point count"),
    ("R1", "R1a", "a letter more"),
]


@pytest.mark.parametrize(("one", "other"), [pytest.param(a, b, id=why) for a, b, why in OTHER_NUMBER])
def test_numbers_that_differ(one: str, other: str) -> None:
    assert writings.number(one) != writings.number(other)


SAME_AUTHORITY = [
    ("贵州省医疗保障局", "贵州省 医疗保障局", "a blank"),
    ("贵州省医疗保障局", "贵州省医保局", "the short name"),
    ("某市市场监督管理局", "某市市场监管局", "the short name of the market regulator"),
    ("某市市场监督管理局", "某市市监局", "the shortest"),
    ("某县卫生健康委员会", "某县卫健委", "the short name of the health commission"),
    ("某市医疗保障局（开发区分局）", "某市医疗保障局(开发区分局)", "brackets"),
]


@pytest.mark.parametrize(("one", "other"), [pytest.param(a, b, id=why) for a, b, why in SAME_AUTHORITY])
def test_writings_of_one_authority(one: str, other: str) -> None:
    assert writings.authority(one) == writings.authority(other)


def test_authorities_that_differ() -> None:
    one, other = "贵州省医疗保障局", "贵阳市医疗保障局"
    assert writings.authority(one) != writings.authority(other)
    assert writings.authority("某县卫健委") != writings.authority("某县卫健局")


SAME_WORDS = [
    ("虚构“住院”病历", '虚构"住院"病历', "quotes"),
    ("虚构“住院”病历", "虚构「住院」病历 ", "corner brackets, as brackets", False),
    ("串换药品。", "串换药品", "a full stop"),
    ("串换药品、耗材", "串换药品，耗材", "commas"),
    ("重复收费 两项", "重复收费两项", "a blank"),
    ("超量开药(30天)", "超量开药（３０天）", "widths"),
]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [pytest.param(row[0], row[1], row[3] if len(row) > 3 else True, id=str(row[2])) for row in SAME_WORDS],
)
def test_writings_of_one_act(one: str, other: str, same: bool) -> None:
    assert (writings.words(one) == writings.words(other)) is same


def test_an_item_keeps_its_words() -> None:
    assert writings.words("第1号") != writings.words("1")  # only document numbers lose 第 and 号
    assert writings.words("1") == writings.words("01") == writings.words("１")


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    for fold in (writings.words, writings.number, writings.authority):
        once = fold(text)
        assert fold(once) == once


@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=200))
def test_keys_fit_their_column_and_keep_their_parts_apart(one: str, other: str) -> None:
    assert len(writings.case(one, other)) <= writings.KEY_LENGTH
    assert writings.key("ab", "c") != writings.key("a", "bc")
    assert writings.key("a" * 300) != writings.key("a" * 300 + "b")


FORBIDDEN = [
    ("张三", False, "letters"),
    ("\u3000张", False, "an ideographic blank"),
    ("\ue000", False, "private use: a table of names knows some"),
    ("\U0003fffd", False, "what a newer Unicode may know"),
    ("a\x00", True, "NUL"),
    ("a\u200b", True, "zero width"),
    ("\ufeffa", True, "byte order mark"),
    ("a\u00adb", True, "soft hyphen"),
    ("a\u202e", True, "override"),
    ("a\u2028", True, "line separator"),
    ("a\u3164", True, "filler"),
    ("a\ufffd", True, "a lost character"),
    ("a\ufdd0", True, "no character"),
    ("a\ud800", True, "half a character"),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(a, b, id=why) for a, b, why in FORBIDDEN])
def test_what_no_door_takes(text: str, expected: bool) -> None:
    assert writings.is_forbidden(text) is expected


def test_the_same_writing_is_used_and_another_is_held() -> None:
    written: set[str] = set()
    writings.must_be_new("number", "A〔2025〕1号", written, used="agreement_number_used")
    with pytest.raises(Refused) as used:
        writings.must_be_new("number", "A〔2025〕1号", written, used="agreement_number_used")
    assert (used.value.reason.code, used.value.held) == ("agreement_number_used", False)
    with pytest.raises(Refused) as other:
        writings.must_be_new("number", "A[2025]1号", written, used="agreement_number_used")
    assert (other.value.reason.code, other.value.reason.field, other.value.held) == (
        "written_otherwise", "number", True,
    )  # fmt: skip
    assert "A〔2025〕1号" in other.value.reason.sentence_zh
