"""What a province says of scoring (arts. 23 to 26, annex 2; O18, O38, O43).

Points by degree and amount, the province's own situations and reasons, and how a sum is shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from registry.packs.parameters import Group, Parameter, gathered, parameter
from registry.packs.readers import (
    DATE,
    Reader,
    choice,
    distinct,
    is_name,
    read_flag,
    read_list,
    read_tables,
    text,
    whole,
)
from registry.words.bases import LEGAL_BASES
from registry.words.degrees import GROUND_REASONS, Degree, Ground
from registry.words.wording import Phrase
from sync.wire.refusals import Refused

_PROCEDURE = "医保办发〔2024〕34号"

BANDS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"1_3": (1, 3), "4_6": (4, 6), "7_9": (7, 9), "10_12": (10, 12)}
)
"""The four bands of the national rule set by the names they have in a pack."""


class ActsOfOneType(StrEnum):
    """How several acts of one type found by one inspection are scored (O38): art. 26 speaks of different types only."""

    EACH = "each"
    ONCE = "once"


class _OwnWords:
    """What has a title in a province's own words: one text for readers of either language."""

    __slots__ = ()
    title: str

    @property
    def title_zh(self) -> str:
        """Return the title as the province wrote it."""
        return self.title

    @property
    def title_en(self) -> str:
        """Return the title as the province wrote it."""
        return self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(_OwnWords):
    """A situation that a province adds to a band (annex 2).

    It is decided under the band's `other_*` basis or, where it `lifts` a national basis into the band, under that one.
    `repeats`: it is given only where the person was scored before in the year.
    """

    name: str
    legal_basis: str
    title: str
    lifts: str = ""
    repeats: bool = False

    @property
    def under(self) -> str:
        """Return the legal basis of a decision in this situation."""
        return self.lifts or self.legal_basis


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalReason(_OwnWords):
    """A province's own reason for leniency or severity (art. 25)."""

    name: str
    ground: Ground
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountThreshold:
    """From this amount attributable to the person on, in yuan, so many points of the basis are proposed."""

    legal_basis: str
    from_yuan: int
    points: int


def _read_situations(value: object) -> tuple[Situation, ...]:
    """Read a province's own situations, each of one band.

    A national name cannot be taken, and a national basis only be lifted.
    """
    found = []
    for table in read_tables(value, {"name", "legal_basis", "title"}, {"lifts", "repeats"}):
        basis, lifts = table["legal_basis"], table.get("lifts", "")
        if not is_name(table["name"]) or table["name"] in LEGAL_BASES:
            raise ValueError
        if basis not in LEGAL_BASES or not basis.startswith("other_"):
            raise ValueError
        if lifts and not (lifts in LEGAL_BASES and LEGAL_BASES[lifts].low < LEGAL_BASES[basis].low):
            raise ValueError
        found.append(
            Situation(
                name=table["name"],
                legal_basis=basis,
                title=text(200).read(table["title"]),
                lifts=lifts,
                repeats=read_flag(table.get("repeats", False)),
            )
        )
    return distinct(tuple(found), [each.name for each in found])


def _read_reasons(value: object) -> tuple[LocalReason, ...]:
    """Read a province's own reasons of art. 25; a national name cannot be taken."""
    found = []
    for table in read_tables(value, {"name", "ground", "title"}):
        ground = Ground(table["ground"])
        if not is_name(table["name"]) or table["name"] in GROUND_REASONS or ground is Ground.NONE:
            raise ValueError
        found.append(LocalReason(name=table["name"], ground=ground, title=text(200).read(table["title"])))
    return distinct(tuple(found), [each.name for each in found])


def _read_amounts(value: object) -> tuple[AmountThreshold, ...]:
    """Read thresholds in rising order: of one basis, more money is never fewer points, all within its band."""
    found: list[AmountThreshold] = []
    for table in read_tables(value, {"legal_basis", "from_yuan", "points"}):
        basis = LEGAL_BASES.get(text(40).read(table["legal_basis"]))
        if basis is None:
            raise ValueError
        points = whole(basis.low, basis.high).read(table["points"])
        from_yuan = whole(0, 10**12).read(table["from_yuan"])
        if any(
            each.legal_basis == basis.name and (each.from_yuan >= from_yuan or each.points > points) for each in found
        ):
            raise ValueError
        found.append(AmountThreshold(legal_basis=basis.name, from_yuan=from_yuan, points=points))
    return tuple(found)


def _read_bands(value: object) -> frozenset[str]:
    """Read a list of bands by the names that they have in a pack."""
    found = frozenset(read_list(value))
    if not found <= BANDS.keys():
        raise ValueError
    return found


SITUATIONS = Reader(
    _read_situations,
    Phrase(
        "a list of tables with name, title and legal_basis, which is other_1_3, other_4_6, other_7_9 or other_10_12, "
        "and perhaps lifts, a national basis of a lower band, and repeats, true or false; each name once, none of the "
        "national ones",
        "由表组成的列表，各表含 name、title 和 legal_basis（other_1_3、other_4_6、other_7_9、other_10_12 之一），可含 "
        "lifts（较低分区间的全国依据）和 repeats（true 或 false）；名称不得重复，不得与全国依据同名",
    ),
)
REASONS = Reader(
    _read_reasons,
    Phrase(
        "a list of tables with name, title and ground, which is lenient or severe; each name once, none of the "
        "national ones",
        "由表组成的列表，各表含 name、title 和 ground（lenient 或 severe）；名称不得重复，不得与全国情形同名",
    ),
)
AMOUNTS = Reader(
    _read_amounts,
    Phrase(
        "a list of tables with legal_basis, from_yuan and points of its band, rising with the amount",
        "由表组成的列表，各表含 legal_basis、from_yuan 和该分区间内的 points，按金额递增",
    ),
)
BAND_NAMES = Reader(
    _read_bands, Phrase("a list of bands: " + ", ".join(BANDS), "由分区间组成的列表：" + "、".join(BANDS))
)


def _degree_points() -> Iterator[Parameter[int]]:
    """Yield the points proposed for each degree: each band has as many points as there are degrees (art. 25)."""
    for band, (low, high) in BANDS.items():
        for rise, degree in enumerate(Degree):
            yield Parameter(
                name=f"degree_points.{band}.{degree.value}",
                reader=whole(low, high),
                default=low + rise,
                article=f"{_PROCEDURE} art. 25",
            )


def _by_band(values: Mapping[str, int]) -> Mapping[str, Mapping[Degree, int]]:
    return MappingProxyType(
        {
            band: MappingProxyType({degree: values[f"degree_points.{band}.{degree.value}"] for degree in Degree})
            for band in BANDS
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConductRules(Group):
    """From which day on conduct is scored at all (O18)."""

    earliest_conduct_on: date | None = parameter(
        "earliest_conduct_on", DATE, default=None, article="医保发〔2024〕23号"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringRules(Group):
    """Which points are proposed and allowed (arts. 23 to 26).

    Points by band and degree or amount, a province's own situations and reasons, bands that only a penalty gives, how
    several acts of one type count (O38), and how much of a sum is shown (O43).
    """

    points_shown_at_most: int | None = parameter(
        "points_shown_at_most", whole(12, 99), default=None, article=f"{_PROCEDURE} art. 26"
    )
    degree_points: Mapping[str, Mapping[Degree, int]] = gathered(_degree_points(), _by_band)
    situations: tuple[Situation, ...] = parameter(
        "situations", SITUATIONS, default=(), article="医保发〔2024〕23号 annex 2"
    )
    grounds: tuple[LocalReason, ...] = parameter("grounds", REASONS, default=(), article=f"{_PROCEDURE} art. 25")
    amount_thresholds: tuple[AmountThreshold, ...] = parameter(
        "amount_thresholds", AMOUNTS, default=(), article=f"{_PROCEDURE} art. 24"
    )
    penalty_bands: frozenset[str] = parameter(
        "penalty_bands", BAND_NAMES, default=frozenset(), article="医保发〔2024〕23号 annex 2"
    )
    acts_of_one_type: ActsOfOneType = parameter(
        "scoring.acts_of_one_type", choice(ActsOfOneType), default=ActsOfOneType.EACH, article=f"{_PROCEDURE} art. 26"
    )

    def shown(self, total: int) -> int:
        """Return a year's sum as it is shown and returned: the true sum, or the most that the text records (O43)."""
        return total if self.points_shown_at_most is None else min(total, self.points_shown_at_most)

    def check(self, division: str) -> None:
        """Refuse points that fall from general to principal responsibility (art. 25)."""
        for band, by_degree in self.degree_points.items():
            points = list(by_degree.values())
            if points != sorted(points):
                raise Refused.because("pack_degrees_decreasing", f"degree_points.{band}", band=band.replace("_", "-"))
