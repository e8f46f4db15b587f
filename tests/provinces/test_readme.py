"""The README names everything that a person who writes a file must know."""

from pathlib import Path

import pytest

from provinces.files import refusals as files
from provinces.intake import refusals as intake
from provinces.intake.kinds import STATEMENT_KINDS, columns_of
from provinces.intake.kinds import names as kinds
from registry.words.bases import LEGAL_BASES
from sync.wire.refusals import UNDER

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
    names = {*files.SENTENCES, *intake.SENTENCES, *OF_CELLS}
    codes = {UNDER.get(name, name) for name in names}
    assert {code for code in codes if f"`{code}`" not in README} == set()


OF_CELLS = ("date_unreadable", "date_implausible", "dates_out_of_order", "unknown_person", "national_unreachable")
"""What is said of rows in the words of lower rooms."""


def test_the_kinds_are_those_of_the_command() -> None:
    assert set(kinds()) == {*STATEMENT_KINDS, "persons"}
