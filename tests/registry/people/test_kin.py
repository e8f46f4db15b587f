"""Who goes with whom after merges, and under which ID one is spoken of (O23)."""

from datetime import date

import pytest

from registry.people.rules.kin import Merge, groups, survivor


def merged(*pairs: str) -> list[Merge]:
    """Return merges, each written `absorbed>into`, one a day."""
    return [
        Merge(id=str(number), absorbed=pair[0], into=pair[2], merged_on=date(2025, 1, number))
        for number, pair in enumerate(pairs, start=1)
    ]


@pytest.mark.parametrize(
    ("merges", "person", "goes_on"),
    [
        pytest.param([], "a", "a", id="nobody was merged"),
        pytest.param(["a>b"], "a", "b", id="absorbed"),
        pytest.param(["a>b"], "b", "b", id="the one that goes on"),
        pytest.param(["a>b"], "c", "c", id="somebody else"),
        pytest.param(["a>b", "b>c"], "a", "c", id="and that one was absorbed as well"),
        pytest.param(["a>b", "b>a"], "a", "b", id="a circle, which nobody may make, ends"),
        pytest.param(["a>b", "b>c", "c>a"], "a", "c", id="a longer one, too"),
    ],
)
def test_who_goes_on(merges: list[str], person: str, goes_on: str) -> None:
    assert survivor(person, merged(*merges)) == goes_on


@pytest.mark.parametrize(
    ("merges", "together"),
    [
        pytest.param([], [], id="nobody"),
        pytest.param(["a>b"], ["ab"], id="two"),
        pytest.param(["a>b", "c>d"], ["ab", "cd"], id="two pairs"),
        pytest.param(["a>b", "c>b"], ["abc"], id="two into one"),
        pytest.param(["a>b", "c>d", "b>d"], ["abcd"], id="two pairs that become one"),
    ],
)
def test_who_is_one_person(merges: list[str], together: list[str]) -> None:
    assert groups(merged(*merges)) == [frozenset(each) for each in together]
