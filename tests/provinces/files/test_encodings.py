"""In which encoding a file is written: found out over the whole of it, said, or refused; never silently mistaken."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.files import encodings
from provinces.files.encodings import Encoding
from sync.wire.refusals import FormatRefused

HEADER = "name,code\n"
UTF_8, GB18030, UTF_16_LE, UTF_16_BE = Encoding


def read(data: bytes, said: Encoding | None = None) -> tuple[Encoding, str]:
    """Return the encoding of a file, and what it says."""
    file = io.BytesIO(data)
    found = encodings.judged(file, said)
    file.seek(0)
    with encodings.as_utf8(file, found.encoding) as text:
        return found.encoding, text.read().decode()


def refusal(data: bytes, said: Encoding | None = None) -> FormatRefused:
    with pytest.raises(FormatRefused) as refused:
        read(data, said)
    assert refused.value.reason.sentence_zh
    assert "?" not in refused.value.reason.sentence, "a parameter is missing"
    return refused.value


def read_or_code(data: bytes, said: Encoding | None = None) -> str:
    """Return what a file says, or the code that refuses it."""
    try:
        return read(data, said)[1]
    except FormatRefused as refused:
        return refused.code


CHINESE = f"{HEADER}某石,1\n贵阳市第一人民医院,2\n李四·王五,“3”\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(HEADER.encode(), UTF_8, id="ASCII"),
        pytest.param(b"", UTF_8, id="nothing"),
        pytest.param(CHINESE.encode(), UTF_8, id="UTF-8"),
        pytest.param(CHINESE.encode("utf-8-sig"), UTF_8, id="UTF-8 with a mark"),
        pytest.param(CHINESE.encode("gb18030"), GB18030, id="GB18030"),
        pytest.param(CHINESE.encode("gbk"), GB18030, id="GBK, of which GB18030 is more"),
        pytest.param(("\ufeff" + CHINESE).encode("gb18030"), GB18030, id="GB18030 with a mark"),
        pytest.param(("\ufeff" + CHINESE).encode("utf-16-le"), UTF_16_LE, id="Excel's Unicode text"),
        pytest.param(("\ufeff" + CHINESE).encode("utf-16-be"), UTF_16_BE, id="the other way round"),
        pytest.param(f"{HEADER}王㛃,1\n李四,2\n".encode("gb18030"), GB18030, id="GB18030 with a rare name"),
        pytest.param(f"{HEADER}𠮷,1\n王𬍛,2\n".encode(), UTF_8, id="UTF-8 with rare names"),
        pytest.param(f"{HEADER}王\ue000,1\n".encode(), UTF_8, id="UTF-8 with a private character"),
        pytest.param(f"{HEADER}José,1\n张三,2\n李四,3\n".encode(), UTF_8, id="UTF-8 with one name of letters"),
        pytest.param(f"{HEADER}Ünal Öz,1\n".encode("utf-8-sig"), UTF_8, id="names of letters only, with a mark"),
        pytest.param(f"{HEADER}بارى,1\n张三,2\n".encode(), UTF_8, id="UTF-8 with a name of another script"),
        pytest.param(f"{HEADER}{'张三,1' + chr(10)}".encode() * 3, UTF_8, id="one name"),
    ],
)
def test_it_is_found_out(data: bytes, expected: Encoding) -> None:
    assert read(data)[0] is expected


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        pytest.param(f"{HEADER}a,1\n某石,2\n".encode("gb18030"), "encoding_unclear", 3, id="读作 ĳʯ"),
        pytest.param(f"{HEADER}José,1\n".encode(), "encoding_unclear", 2, id="letters, that are Jos茅 as well"),
        pytest.param(f"{HEADER}али,1\n".encode(), "encoding_unclear", 2, id="another script only"),
        pytest.param(f"{HEADER}張三豐,1\n臺灣大學,2\n".encode("big5"), "encoding_unclear", 2, id="Big5"),
        pytest.param(f"{HEADER}㛃,1\n".encode("gb18030"), "encoding_unclear", 2, id="one rare character, alone"),
        pytest.param(f"{HEADER}张三,1\n".encode() + "李四,2\n".encode("gbk"), "encoding_mixed", 3, id="appended"),
        pytest.param(f"{HEADER}李四,2\n".encode("gbk") + "张三,1\n".encode(), "encoding_mixed", 2, id="before"),
        pytest.param(f"{HEADER}张三,1\n".encode() + b"\xffx,2\n", "encoding_mixed", 3, id="one wrong byte"),
        pytest.param(f"{HEADER}José,1\n".encode("latin-1"), "encoding_unknown", 2, id="Latin-1"),
        pytest.param(b"name,\xff\n", "encoding_unknown", 1, id="a header of neither"),
        pytest.param(HEADER.encode("utf-16-le"), "encoding_unknown", 1, id="UTF-16 without a mark"),
        pytest.param(CHINESE.encode("utf-16-be"), "encoding_unknown", 1, id="the other way round"),
        pytest.param(f"{HEADER}张三,1\n李四".encode()[:-1], "file_cut_off", 3, id="UTF-8, in a character"),
        pytest.param(f"{HEADER}张三,1\n李四".encode("gbk")[:-1], "file_cut_off", 3, id="GB18030, in a character"),
        pytest.param(("\ufeff" + CHINESE).encode("utf-16-le")[:-1], "file_cut_off", 4, id="UTF-16, in a character"),
        pytest.param(b"\xef\xbb\xbfname\n\xd5\xc5\n", "encoding_wrong", 2, id="a mark, and other bytes"),
        pytest.param(b"\xff\xfen\x00\n\x00\x00\xd8a\x00\n\x00", "encoding_wrong", 2, id="half a surrogate pair"),
        pytest.param(f"{HEADER}\ufffd\ufffd,1\n".encode(), "encoding_unclear", 2, id="锟斤拷"),
    ],
)
def test_it_is_refused(data: bytes, code: str, line: int) -> None:
    refused = refusal(data)
    assert (refused.code, refused.line) == (code, line)


@pytest.mark.parametrize("said", list(Encoding))
def test_what_is_said_is_kept_to(said: Encoding) -> None:
    unclear = f"{HEADER}某石,1\n"
    assert read(unclear.encode(said), said) == (said, unclear)


def test_what_is_said_and_wrong_is_refused() -> None:
    assert refusal(CHINESE.encode("gb18030"), UTF_8).code == "encoding_wrong"
    assert refusal(f"{HEADER}é,1\n".encode("latin-1"), GB18030).code == "encoding_wrong"
    marked = refusal(CHINESE.encode("utf-8-sig"), GB18030)
    assert marked.code == "encoding_wrong"
    assert "marked as UTF-8" in marked.reason.sentence


def test_the_wrong_byte_is_named() -> None:
    refused = refusal("a\n张三\n".encode() + b"ab\xff\n")
    assert refused.refusal.params == {"line": 3, "byte": 11}


def test_a_line_that_is_too_long_says_nothing() -> None:
    # Its row is refused unread, and where it was cut is the middle of a character.
    long = "张" * 40_000
    assert read(f"{HEADER}{long},1\n张三,2\n".encode())[0] is UTF_8
    for encoding in (GB18030, UTF_16_LE):
        found, text = read(f"\ufeff{HEADER}{long},1\n张三,2\n".encode(encoding))
        assert found is encoding
        assert text.endswith("张三,2\n")


def test_a_file_that_changes_meanwhile_is_noticed() -> None:
    with pytest.raises(FormatRefused) as refused:
        encodings.as_utf8(io.BytesIO(b"\xff\n"), GB18030)
    assert refused.value.code == "file_changed"


# --- any text

DAILY = "".join(
    character
    for lead in (*range(0xA1, 0xA4), *range(0xB0, 0xF8))
    for trail in range(0xA1, 0xFF)
    if not "\ue000" <= (character := bytes((lead, trail)).decode("gb18030")) <= "\uf8ff"
)
"""What nearly all that people write is made of: GB2312 without letters of other scripts."""

daily = st.text(st.sampled_from(DAILY + 'Az09 ,\n"'), min_size=1, max_size=12)
anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@given(daily)
def test_what_people_write_is_never_mistaken_in_gb18030(text: str) -> None:
    assert read_or_code(text.encode("gb18030")) in (text, "encoding_unclear")


@given(daily)
def test_what_people_write_is_never_mistaken_in_utf_8(text: str) -> None:
    assert read_or_code(text.encode()) in (text, "encoding_unclear")


@given(anything)
def test_any_text_in_gb18030_is_read_or_refused(text: str) -> None:
    data = text.encode("gb18030")
    try:
        encoding, found = read(data)
    except FormatRefused:
        return
    # Only characters that nobody writes may be meant as the UTF-8 that they are as well.
    assert found == text or (encoding is UTF_8 and not set(text) <= {*DAILY, *map(chr, range(128))})


@given(anything)
def test_any_text_in_utf_8_is_read_or_refused(text: str) -> None:
    assert read_or_code(text.encode()) in (text, "encoding_unclear", "encoding_unknown")


@given(anything, st.sampled_from(list(Encoding)))
def test_any_text_in_the_encoding_that_is_said_is_read(text: str, said: Encoding) -> None:
    # A text may begin with what is the mark of another encoding.
    assert read_or_code(text.encode(said), said) in (text, "encoding_wrong")


@given(st.binary(max_size=60), st.sampled_from([None, *Encoding]))
def test_any_bytes_are_read_or_refused(data: bytes, said: Encoding | None) -> None:
    try:
        encoding, text = read(data, said)
    except FormatRefused:
        return
    assert text.encode(encoding) == data or encoding is GB18030  # some characters have two codes
