"""Document numbers and names. All numbers are made up; their check digits are computed here."""

import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from registry.words.persons import birth_date, check_document
from registry.words.written.names import alike, clean_name, normalise_name, with_one_lost
from sync.wire.refusals import FormatRefused


def resident(seventeen: str) -> str:
    return seventeen + mod_11_2.calc_check_digit(seventeen)


@given(
    st.sampled_from(["110101", "659001", "810000", "830000"]),
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)),
    st.integers(0, 999),
)
def test_a_well_formed_resident_id_is_accepted(region: str, born_on: datetime.date, number: int) -> None:
    written = resident(f"{region}{born_on:%Y%m%d}{number:03d}")
    assert check_document("resident_id", written) == written
    assert check_document("resident_id", f" {written.lower()} ") == written
    assert birth_date("resident_id", written) == born_on


@given(st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_every_wrong_digit_of_a_resident_id_is_found(number: int, place: int, shift: int) -> None:
    written = resident(f"11010119800229{number:03d}")
    digit = 10 if written[place] == "X" else int(written[place])
    wrong = written[:place] + str((digit + shift) % 10) + written[place + 1 :]
    with pytest.raises(FormatRefused):
        check_document("resident_id", wrong)


LEAP = resident("11010119800229001")
ACCEPTED = [
    pytest.param("resident_id", LEAP, None, id="resident ID, leap day"),
    pytest.param("resident_id", LEAP[:16] + "１" + LEAP[17:], LEAP, id="resident ID, one full-width digit"),
    pytest.param("passport", "e12345678", "E12345678", id="passport, lower case"),
    pytest.param("passport", "123456789", None, id="passport, digits only"),
    pytest.param("hk_macao_permit", "H12345678", None, id="Hong Kong permit"),
    pytest.param("hk_macao_permit", "M1234567801", None, id="Macao permit, older, with issue count"),
    pytest.param("taiwan_permit", "12345678", None, id="Taiwan permit"),
    pytest.param("taiwan_permit", "1234567890A", None, id="Taiwan permit, booklet"),
    pytest.param("foreign_residence", "ABC110190010112", None, id="foreign residence, 15 characters"),
    pytest.param("foreign_residence", resident("91184019900101001"), None, id="foreign residence, 18 digits"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "written", "expected"), ACCEPTED)
def test_document_accepted(kind: str, written: str, expected: str | None) -> None:
    assert check_document(kind, written) == (expected or written)


NO_REGION = resident("99010119800229001")
NO_LEAP_YEAR = resident("11010119810229001")
BORN_1899 = resident("11010118990101001")
MONTH_13 = resident("11010119801301001")
REFUSED = [
    pytest.param("driving_licence", "123", "unknown_document_kind", id="kind not in the list"),
    pytest.param("resident_id", "", "document_malformed", id="empty"),
    pytest.param("resident_id", "110101800229001", "document_malformed", id="15 digits, first generation"),
    pytest.param("resident_id", NO_REGION, "document_malformed", id="no such region"),
    pytest.param("resident_id", "11010119800229001٣", "document_malformed", id="Arabic digit"),
    pytest.param("resident_id", LEAP[:-1] + "\u200b", "document_malformed", id="zero-width"),
    pytest.param("resident_id", NO_LEAP_YEAR, "document_bad_birth_date", id="29 February 1981"),
    pytest.param("resident_id", BORN_1899, "document_bad_birth_date", id="born 1899"),
    pytest.param("resident_id", MONTH_13, "document_bad_birth_date", id="month 13"),
    pytest.param("resident_id", "110101198002290010", "document_bad_check_digit", id="check digit"),
    pytest.param("foreign_residence", "911840199001010010", "document_bad_check_digit", id="residence digit"),
    pytest.param("passport", "E1234\x005678", "document_malformed", id="NUL"),
    pytest.param("passport", "ABCDEFGH", "document_malformed", id="no digit"),
    pytest.param("passport", "E1", "document_malformed", id="too short"),
    pytest.param("passport", "\ud800", "document_malformed", id="lone surrogate"),
    pytest.param("hk_macao_permit", "X12345678", "document_malformed", id="wrong letter"),
    pytest.param("taiwan_permit", "1234567", "document_malformed", id="seven digits"),
    pytest.param("passport", None, "document_malformed", id="not text"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "written", "code"), REFUSED)
def test_document_refused_without_repeating_it(kind: str, written: str, code: str) -> None:
    with pytest.raises(FormatRefused) as refused:
        check_document(kind, written)
    assert refused.value.code == code
    assert not written or written not in str(refused.value) + repr(refused.value.refusal.params)


def test_a_passport_carries_no_birth_date() -> None:
    assert birth_date("passport", "E12345678") is None


SAME = [
    pytest.param("阿依古丽·买买提", "阿依古丽•买买提", id="middle dot, bullet"),
    pytest.param("阿依古丽·买买提", "阿依古丽・买买提", id="katakana dot"),
    pytest.param("阿依古丽·买买提", "阿依古丽買買提".replace("買", "买"), id="no dot"),
    pytest.param("阿依古丽·买买提", "阿依古丽．买买提", id="full-width full stop"),
    pytest.param("张 三", "张三", id="blank"),
    pytest.param("张\u3000三", "张三", id="ideographic blank"),
    pytest.param("ＺＨＡＮＧ San", "zhang san", id="full width and case"),
    pytest.param("金\uf90a", "金金", id="compatibility ideograph"),
    pytest.param("葛\U000e0100", "葛", id="variation selector"),
    pytest.param("José", "Jose\u0301", id="composed and decomposed"),
    pytest.param("STRASSE", "straße", id="casefold"),
    pytest.param("⻢⻰", "马龙", id="radicals out of a PDF"),
    pytest.param("⽟⽯", "玉石", id="Kangxi radicals"),
    pytest.param("测\ue863", "测䶮", id="a private-use character of GBK"),
    pytest.param("测\ue81e", "测龴", id="another, of GB 18030-2000"),
    pytest.param("阿依古丽·买买提", "阿依古丽●买买提", id="black circle"),
    pytest.param("阿依古丽·买买提", "阿依古丽˙买买提", id="dot above"),
    pytest.param("阿依古丽·买买提", "阿依古丽ㆍ买买提", id="Korean dot"),
    pytest.param("测□", "测?", id="lost characters are alike"),
    pytest.param("测〓", "测？", id="a printer's mark for one"),
    pytest.param("测??", "测?", id="both halves of one"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other)


def test_names_that_differ() -> None:
    assert normalise_name("张三") != normalise_name("張三")  # a different character is a different name


BAD_NAMES = [
    pytest.param("", "name_empty", id="empty"),
    pytest.param(" · ", "name_empty", id="nothing but dots"),
    pytest.param("张\x00三", "name_forbidden_character", id="NUL"),
    pytest.param("张\n三", "name_forbidden_character", id="line end"),
    pytest.param("张\u200b三", "name_forbidden_character", id="zero-width space"),
    pytest.param("张\u202e三", "name_forbidden_character", id="right-to-left override"),
    pytest.param("张\u2066三", "name_forbidden_character", id="isolate"),
    pytest.param("\ufeff张三", "name_forbidden_character", id="byte order mark"),
    pytest.param("张\ud800", "name_forbidden_character", id="lone surrogate"),
    pytest.param("张\u2028三", "name_forbidden_character", id="line separator"),
    pytest.param("张\u3164", "name_forbidden_character", id="filler that shows nothing"),
    pytest.param("张\ufffe", "name_forbidden_character", id="noncharacter"),
    pytest.param("张\ufffd", "name_forbidden_character", id="replacement character of a broken conversion"),
    pytest.param("张\ue000", "name_unknown_character", id="private use that no table knows"),
    pytest.param("张⺮", "name_unknown_character", id="a radical that is no character"),
    pytest.param("?", "name_lost_characters", id="nothing but a lost one"),
    pytest.param("□□", "name_lost_characters", id="nothing but lost ones"),
    pytest.param("张???", "name_lost_characters", id="three lost"),
    pytest.param("?三?", "name_lost_characters", id="lost in two places"),
    pytest.param("张**", "name_lost_characters", id="hidden"),
    pytest.param("张" * 201, "name_too_long", id="too long"),
    pytest.param("\ufdfa" * 199, "name_too_long", id="one character that becomes eighteen"),
]


@pytest.mark.parametrize(("name", "code"), BAD_NAMES)
def test_name_refused(name: str, code: str) -> None:
    with pytest.raises(FormatRefused) as refused:
        normalise_name(name)
    assert (refused.value.code, refused.value.field) == (code, "name")


def test_what_is_kept_is_the_character_that_is_meant() -> None:
    assert clean_name("⻢ ⽟\ue863") == "马 玉䶮"
    assert clean_name("测□") == "测□"


ALIKE = [
    ("测甲", "测甲", True), ("测?", "测甲", True), ("测?", "测?", True), ("?甲", "测甲", True), ("?甲", "测?", True),
    ("测?", "试甲", False), ("测?", "测甲乙", False), ("测甲", "测乙", False), ("测?乙", "测甲丙", False),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), ALIKE)
def test_a_lost_character_may_be_any_one(one: str, other: str, expected: bool) -> None:
    assert alike(one, other) is alike(other, one) is expected


def test_each_character_lost_in_turn() -> None:
    assert with_one_lost("测试甲") == ("?试甲", "测?甲", "测试?")
    assert with_one_lost("测?") == with_one_lost("甲") == with_one_lost("") == ()


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(name: str) -> None:
    try:
        once = normalise_name(name)
    except FormatRefused:
        return
    assert normalise_name(once) == once
    assert unicodedata.is_normalized("NFKC", once)
    assert normalise_name(clean_name(name)) == once
