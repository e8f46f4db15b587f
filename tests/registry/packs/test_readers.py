"""What readers take, what they refuse, and what is written back."""

from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import pytest

from registry.packs.readers import DATE, FLAG, Reader, choice, distinct, is_name, read_tables, text, whole, write_value
from tests.registry.packs.toys import Giver, Kept, day


@pytest.mark.parametrize(
    ("reader", "value", "found"),
    [
        pytest.param(whole(1, 3), 1, 1, id="the lowest"),
        pytest.param(whole(1, 3), 3, 3, id="the highest"),
        pytest.param(FLAG, False, False, id="false"),
        pytest.param(DATE, "2025-02-28", day("2025-02-28"), id="JSON's date"),
        pytest.param(DATE, day("2025-02-28"), day("2025-02-28"), id="TOML's date"),
        pytest.param(text(3), "abc", "abc", id="as long as may be"),
        pytest.param(choice(Kept), "at_home", Kept.AT_HOME, id="a choice"),
    ],
)
def test_taken_and_written_back(reader: Reader[Any], value: Any, found: Any) -> None:
    assert reader.read(value) == found
    assert type(reader.read(value)) is type(found)
    assert reader.read(reader.write(found)) == found


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        pytest.param(whole(1, 3), 0, id="too low"),
        pytest.param(whole(1, 3), 4, id="too high"),
        pytest.param(whole(1, 3), 2.0, id="no whole number"),
        pytest.param(whole(1, 3), "2", id="text for a number"),
        pytest.param(whole(0, 3), True, id="true for a number"),
        pytest.param(FLAG, 1, id="1 for true"),
        pytest.param(FLAG, None, id="null for false"),
        pytest.param(DATE, "2025-02-30", id="30 February"),
        pytest.param(DATE, "2025-W01-1", id="a week date"),
        pytest.param(DATE, "20250228", id="without lines"),
        pytest.param(DATE, datetime(2025, 2, 28), id="with an hour"),
        pytest.param(DATE, None, id="null for a date"),
        pytest.param(text(3), "abcd", id="too long"),
        pytest.param(text(3), " ", id="blank"),
        pytest.param(text(3), 5, id="a number for text"),
        pytest.param(choice(Kept), "lost", id="no such choice"),
        pytest.param(choice(Kept), [], id="a list for a choice"),
    ],
)
def test_not_taken(reader: Reader[Any], value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        reader.read(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A record of every kind of value."""

    givers: tuple[Giver, ...] = ()
    kept: Kept = Kept.AT_HOME
    empty: bool = False


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param(Kept.AT_HOME, "at_home", id="a code"),
        pytest.param(frozenset({Kept.IN_THE_OFFICE, Kept.AT_HOME}), ["at_home", "in_the_office"], id="a set, sorted"),
        pytest.param(("b", "a"), ["b", "a"], id="a list, as it is"),
        pytest.param(day("2025-02-28"), "2025-02-28", id="a date"),
        pytest.param(MappingProxyType({"a": Box(empty=True)}), {"a": {"empty": True}}, id="records by their names"),
        pytest.param(Box(), {}, id="what is left open is left out"),
        pytest.param(Box(givers=(Giver(name="甲", from_on=date(2025, 1, 2)),), kept=Kept.IN_THE_OFFICE),
                     {"givers": [{"name": "甲", "from_on": "2025-01-02"}], "kept": "in_the_office"}, id="a record"),
        pytest.param(5, 5, id="a number"),
        pytest.param(None, None, id="nothing"),
    ],
)  # fmt: skip
def test_written(value: Any, written: Any) -> None:
    assert write_value(value) == written


@pytest.mark.parametrize(
    ("tables", "taken"),
    [
        pytest.param([{"a": 1}], True, id="what must be there"),
        pytest.param([{"a": 1, "b": 2}], True, id="and what may"),
        pytest.param([], True, id="none"),
        pytest.param([{"b": 2}], False, id="a member missing"),
        pytest.param([{"a": 1, "c": 3}], False, id="a member too many"),
        pytest.param(["a"], False, id="no table"),
        pytest.param({"a": 1}, False, id="no list"),
    ],
)
def test_tables(tables: Any, taken: bool) -> None:
    if taken:
        assert list(read_tables(tables, {"a"}, {"b"})) == tables
    else:
        with pytest.raises(ValueError, match=r"^$"):
            list(read_tables(tables, {"a"}, {"b"}))


def test_distinct() -> None:
    assert distinct(("a", "b"), ["a", "b"]) == ("a", "b")
    with pytest.raises(ValueError, match=r"^$"):
        distinct(("a", "b"), ["a", "a"])


@pytest.mark.parametrize(("value", "named"), [("a_1", True), ("甲", True), ("a b", False), ("1a", False), ("", False),
                                              ("a" * 40, True), ("a" * 41, False), (1, False)])  # fmt: skip
def test_names(value: Any, named: bool) -> None:
    assert is_name(value) is named
