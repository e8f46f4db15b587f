"""What a province says of repair: the acts, how often, and how much in a year (art. 38; O16, O42)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from registry.packs.parameters import Group, parameter
from registry.packs.readers import FLAG, Reader, is_name, whole
from registry.words.wording import Phrase

_ARTICLE = "医保办发〔2024〕34号 art. 38"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairAct:
    """An act of repair: how many points or months one grant of it gives at most, and how often it may be granted.

    `times_per_year` is for one year's points; None for as often as the caps allow.
    """

    points: int
    months: int
    times_per_year: int | None = None


def _read(value: object) -> Mapping[str, RepairAct]:
    """Read the acts of repair by their names."""
    if not isinstance(value, Mapping):
        raise ValueError
    found = {}
    for name, act in value.items():
        if not (is_name(name) and isinstance(act, Mapping) and act.keys() <= {"points", "months", "times_per_year"}):
            raise ValueError
        times = act.get("times_per_year")
        found[name] = RepairAct(
            points=whole(0, 12).read(act.get("points", 0)),
            months=whole(0, 12).read(act.get("months", 0)),
            times_per_year=None if times is None else whole(1, 12).read(times),
        )
    return MappingProxyType(found)


ACTS = Reader(
    _read,
    Phrase(
        "a table of acts, each with points and months from 0 to 12, and perhaps times_per_year from 1 to 12",
        "由修复事项组成的表，各事项含0至12的 points 和 months，可含1至12的 times_per_year",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRules(Group):
    """What may be repaired, and how much of it in a year (O16, O42).

    Acts, yearly caps (None: no cap of its own), whether 12 points at once can be repaired, and whether a repair moves a
    status already taken.
    """

    acts: Mapping[str, RepairAct] = parameter("repair.acts", ACTS, default=MappingProxyType({}), article=_ARTICLE)
    points_per_year: int | None = parameter("repair.points_per_year", whole(0, 12), default=None, article=_ARTICLE)
    months_per_year: int | None = parameter("repair.months_per_year", whole(0, 12), default=None, article=_ARTICLE)
    excludes_at_once: bool = parameter("repair.excludes_at_once", FLAG, default=True, article=_ARTICLE)
    moves_status: bool = parameter("repair.moves_status", FLAG, default=False, article=_ARTICLE)
