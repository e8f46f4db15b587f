"""What a benchmark says: values of several rounds, each beside a reference of the same round, and a profile.

An absolute number says more about the machine than about the program, and on a busy machine little about either:
what is compared is the ratio of two values measured back to back.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.benchmarks.reports.sampling import Profile


@dataclass(frozen=True, kw_only=True)
class Series:
    """One thing measured once in each round."""

    name: str
    unit: str
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def lowest(self) -> float:
        return min(self.values)

    @property
    def highest(self) -> float:
        return max(self.values)

    def document(self) -> dict[str, Any]:
        """Return the series as it goes into the JSON."""
        return {**asdict(self), "median": self.median, "lowest": self.lowest, "highest": self.highest}


def ratio(name: str, measured: Series, reference: Series) -> Series:
    """Return what was measured as a multiple of the reference, round by round."""
    pairs = zip(measured.values, reference.values, strict=True)
    return Series(name=name, unit="x", values=tuple(ours / theirs for ours, theirs in pairs))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What was aimed at, and what the median is. Reported, never asserted."""

    text: str
    wanted: float
    got: float
    at_most: bool = False

    @property
    def reached(self) -> bool:
        return self.got <= self.wanted if self.at_most else self.got >= self.wanted

    def document(self) -> dict[str, Any]:
        """Return the goal as it goes into the JSON."""
        return {**asdict(self), "reached": self.reached}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table of words and counts."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One benchmark's answer.

    `measured` and `references` share their rounds; `ratios` come from `ratio`; `profiles` say where the time goes;
    `seconds` is how long the whole benchmark took, set-up included.
    """

    name: str
    title: str
    measured: Sequence[Series]
    references: Sequence[Series] = ()
    ratios: Sequence[Series] = ()
    goals: Sequence[Goal] = ()
    profiles: Sequence[Profile] = ()
    sheets: Sequence[Sheet] = ()
    notes: Sequence[str] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    def document(self) -> dict[str, Any]:
        """Return the figure as it goes into the JSON."""
        return {
            "name": self.name,
            "title": self.title,
            "measured": [series.document() for series in self.measured],
            "references": [series.document() for series in self.references],
            "ratios": [series.document() for series in self.ratios],
            "goals": [goal.document() for goal in self.goals],
            "profiles": [profile.document() for profile in self.profiles],
            "sheets": [asdict(sheet) for sheet in self.sheets],
            "notes": list(self.notes),
            "facts": self.facts,
            "seconds": self.seconds,
        }
