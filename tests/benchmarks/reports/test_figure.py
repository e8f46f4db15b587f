"""Figures: medians, ratios by round, goals."""

import json

import pytest

from tests.benchmarks.reports.figure import Figure, Goal, Series, percentile, ratio
from tests.benchmarks.reports.sampling import Profile, Sampler

OURS = Series(name="ours", unit="x/s", values=(10.0, 40.0, 20.0))
THEIRS = Series(name="theirs", unit="x/s", values=(20.0, 40.0, 10.0))


def test_a_series_says_median_and_spread() -> None:
    assert (OURS.lowest, OURS.median, OURS.highest) == (10.0, 20.0, 40.0)


def test_a_ratio_compares_values_of_the_same_round() -> None:
    assert ratio("ours / theirs", OURS, THEIRS).values == (0.5, 1.0, 2.0)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        pytest.param(0.5, 50, id="half-of-a-hundred"),
        pytest.param(0.99, 99, id="all-but-one"),
        pytest.param(1.0, 100, id="all"),
    ],
)
def test_percentiles_are_values_that_were_seen(share: float, expected: int) -> None:
    assert percentile(list(range(100, 0, -1)), share) == expected


@pytest.mark.parametrize(
    ("goal", "reached"),
    [
        pytest.param(Goal(text="as many", wanted=2.0, got=2.0), True, id="met"),
        pytest.param(Goal(text="as many", wanted=2.0, got=1.9), False, id="missed"),
        pytest.param(Goal(text="as quick", wanted=0.3, got=0.2, at_most=True), True, id="met-below"),
        pytest.param(Goal(text="as quick", wanted=0.3, got=0.4, at_most=True), False, id="missed-above"),
    ],
)
def test_a_goal_is_reached_or_missed(goal: Goal, reached: bool) -> None:
    assert goal.reached is reached


def test_a_figure_goes_into_json_and_back() -> None:
    profile = Profile(title="p", samples=3, kinds=[("sync", 1.0)], functions=[("sync.log:page", 0.5, 1.0)])
    figure = Figure(name="f", title="t", measured=(OURS,), references=(THEIRS,), profiles=(profile,))
    document = json.loads(json.dumps(figure.document()))
    assert document["measured"][0]["median"] == 20.0
    assert Profile.read(document["profiles"][0]) == profile


def test_the_sampler_sees_where_the_time_goes() -> None:
    with (sampler := Sampler()):
        while sampler.samples < 20:
            json.dumps(list(range(1000)))
    found = sampler.profile("json")
    assert found.samples >= 20
    assert found.share("JSON") > 0.5
    assert sum(share for _, share in found.kinds) == pytest.approx(1.0)
