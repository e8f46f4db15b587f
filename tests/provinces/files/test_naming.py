"""Names of files in whatever bytes: shown, stored, and never a reason to fail."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.files.naming import readable


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("状态 1.csv", "状态 1.csv", id="plain"),
        pytest.param(os.fsdecode("人员名单.csv".encode("gb18030")), "人员名单.csv", id="GB18030 on the command line"),
        pytest.param(os.fsdecode(b"\xff.csv"), "\\xff.csv", id="bytes of no encoding"),
        pytest.param("a\u202egnp.csv", "a\\u202egnp.csv", id="turned round"),
        pytest.param("a\x00\n.csv", "a\\x00\\n.csv", id="control characters"),
        pytest.param("a\ud800.csv", "a\\ud800.csv", id="half a surrogate pair"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_name_is_readable(name: str, expected: str) -> None:
    assert readable(name) == expected


@given(st.one_of(st.binary().map(os.fsdecode), st.text(st.characters())))
def test_any_name_can_be_stored_and_printed(name: str) -> None:
    assert readable(name).isprintable()
    readable(name).encode()
    assert readable(readable(name)) == readable(name)
