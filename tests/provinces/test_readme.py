"""The README names everything that a person who writes a file must know."""

from pathlib import Path

import pytest

from provinces.files.refusals import SENTENCES, reason
from provinces.intake.kinds import STATEMENT_KINDS, columns_of
from provinces.intake.kinds import names as kinds
from registry.words.bases import LEGAL_BASES

README = (Path(__file__).resolve().parents[2] / "provinces" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", kinds())
def test_every_column_is_documented(kind: str) -> None:
    chapter = README[README.index(f"**{kind}**") :].split("\n**", 2)[0:2]
    text = "\n**".join(chapter)
    assert [column.name for column in columns_of(kind) if f"`{column.name}`" not in text] == []


@pytest.mark.parametrize("basis", LEGAL_BASES.values(), ids=lambda basis: basis.name)
def test_every_legal_basis_is_documented_with_its_band_and_what_carries_it(basis) -> None:
    kinds = ", ".join(f"`{kind.value}`" for kind in sorted(basis.allowed_kinds))
    assert f"| `{basis.name}` | {basis.low}–{basis.high} | {kinds} |" in README


def test_every_refusal_is_documented() -> None:
    codes = {reason(name, "x", **dict.fromkeys(PARAMETERS, "x")).code for name in SENTENCES}
    assert {code for code in codes if f"`{code}`" not in README} == set()


PARAMETERS = (
    "why", "columns", "expected", "line", "byte", "cells", "longest", "earliest", "latest", "earlier", "later",
)  # fmt: skip


def test_every_refusal_has_a_sentence_in_both_languages() -> None:
    for english, chinese in SENTENCES.values():
        assert english.endswith(".")
        assert chinese.endswith("。")
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese)


def test_the_kinds_are_those_of_the_command() -> None:
    assert set(kinds()) == {*STATEMENT_KINDS, "persons"}
