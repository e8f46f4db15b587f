"""Rule packs: a province's parameters within national bounds, versioned and dated.

A data file (`provinces/packs/*.toml`) and the body of a `pack.published` statement have one shape:

    division = "150000"
    version = "2025-trial"
    valid_from = 2025-01-01
    valid_until = 2027-01-01
    title = "…"

    [parameters.months.10]
    value = 4
    source = "where the value was read"

What is not set is the national default, and its source says so. `valid_until` is the first day on which the instrument
does not hold any more, and is left out where its text names no end.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from registry.codes import divisions
from registry.codes.persons import Category, PharmacyRole
from registry.rules.errors import Refused
from registry.rules.pack_documents import degree_points_of, group_of, malformed, months_of, read_parameters
from registry.rules.pack_rules import (
    CommitmentRules,
    LocalDeadlines,
    RatioRules,
    RepairRules,
    RestorationRules,
    ScoringRules,
)
from registry.rules.parameters import NOT_FOUND, PARAMETERS
from registry.rules.readers import read_date, write_value
from registry.rules.values import (
    EarlyMeasure,
    Months,
    ObjectionReviewer,
    PhaseInGroup,
    Publicity,
    Straddle,
    TermStarts,
)

_HEAD = frozenset({"division", "version", "valid_from", "valid_until", "title", "parameters", "examples"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The parameters of one division from one date on, each with the source it was read from.

    `valid_until` is the first day on which the instrument no longer holds, None where it names no end.
    """

    division: str
    version: str
    valid_from: datetime.date
    valid_until: datetime.date | None
    title: str
    values: Mapping[str, Any]
    sources: Mapping[str, str]
    months: Mapping[str, Months]
    term_starts: TermStarts
    earliest_conduct_on: datetime.date | None
    objection_stays_effect: bool
    objection_reviewer: ObjectionReviewer
    straddle: Straddle
    restoration: RestorationRules
    repair: RepairRules
    ratio: RatioRules
    scoring: ScoringRules
    pharmacy_roles: frozenset[PharmacyRole]
    phase_in: Mapping[Category, datetime.date]
    phase_in_groups: tuple[PhaseInGroup, ...]
    early_measures: tuple[EarlyMeasure, ...]
    points_shown_at_most: int | None
    emergency_codes: tuple[str, ...]
    commitment: CommitmentRules
    backdating_days: int | None
    publicity: Publicity
    deadlines: LocalDeadlines

    def months_for(self, total: int, *, single: bool) -> Months | None:
        """Return how long a suspension for these points lasts, reached by a single score or by several; None where
        the text gives no number (O41).
        """
        reached = "months.single" if single else "months.accumulated"
        return self.months.get(f"{reached}.{total}") or self.months.get(f"months.{total}")

    def shown(self, total: int) -> int:
        """Return a year's sum as it is shown and returned: the true sum, or the most that the text records (O43)."""
        return total if self.points_shown_at_most is None else min(total, self.points_shown_at_most)

    def covered_from(self, category: Category, role: str, place: str) -> datetime.date | None:
        """Return from which day somebody filed in a category and role, in a place, is covered; None: from ever (O24).

        The narrowest group that holds for them says it, of equally narrow ones the earliest day; else the category's.
        """
        groups = [each for each in self.phase_in_groups if each.holds_for(category, role, place)]
        if not groups:
            return self.phase_in.get(category)
        narrowest = max(each.narrowness for each in groups)
        return min(each.from_on for each in groups if each.narrowness == narrowest)

    @property
    def phases_in(self) -> bool:
        """Return whether anybody is covered from a day on only."""
        return bool(self.phase_in or self.phase_in_groups)

    def holds(self, on: datetime.date) -> bool:
        """Return whether the instrument is in force on a day, another version left aside."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    def value(self, name: str) -> Any:
        """Return the value of a parameter by its dotted name."""
        return self.values[name]

    def as_document(self) -> dict[str, Any]:
        """Return the pack as JSON values in the shape that `parse_pack` reads; defaults are left out."""
        parameters: dict[str, Any] = {}
        for name, source in self.sources.items():
            if source != NOT_FOUND:
                *groups, last = name.split(".")
                table = parameters
                for group in groups:
                    table = table.setdefault(group, {})
                table[last] = {"value": write_value(self.value(name)), "source": source}
        until = {} if self.valid_until is None else {"valid_until": self.valid_until.isoformat()}
        return {
            "division": self.division,
            "version": self.version,
            "valid_from": self.valid_from.isoformat(),
            **until,
            "title": self.title,
            "parameters": parameters,
        }


def parse_pack(document: Mapping[str, Any]) -> Pack:
    """Return the pack of a data file or statement body. Raises Refused with a `pack_*` code.

    Examples are not looked at: `examples.read_file` runs them.
    Not for untrusted size: the caller has limited bytes and depth.
    """
    if not isinstance(document, Mapping) or not document.keys() <= _HEAD:
        raise malformed("the top level")
    division, version = document.get("division"), document.get("version")
    if not isinstance(division, str) or not (divisions.is_province(division) or division == divisions.NATIONAL):
        raise Refused.because("pack_unknown_division", "division")
    if not isinstance(version, str) or not 0 < len(version) <= 64:
        raise malformed("version")
    title = document.get("title", "")
    if not isinstance(title, str):
        raise malformed("title")
    valid_from, valid_until = _day(document, "valid_from"), None
    if "valid_until" in document:
        valid_until = _day(document, "valid_until")
        if valid_until <= valid_from:
            raise malformed("valid_until")
    values, sources = read_parameters(document.get("parameters", {}))
    return _pack(division, version, (valid_from, valid_until), title, values, sources)


def _day(document: Mapping[str, Any], name: str) -> datetime.date:
    try:
        return read_date(document.get(name))
    except ValueError:
        raise malformed(name) from None


def _pack(
    division: str,
    version: str,
    days: tuple[datetime.date, datetime.date | None],
    title: str,
    values: Mapping[str, Any],
    sources: Mapping[str, str],
) -> Pack:
    months = months_of(values)
    if any(not divisions.belongs(place, division) for group in values["phase_in_groups"] for place in group.places):
        raise Refused.because(
            "pack_bad_value",
            "phase_in_groups",
            parameter="phase_in_groups",
            allowed=PARAMETERS["phase_in_groups"].allowed,
        )
    settlement, agreement = values["ratio.settlement_percent"], values["ratio.agreement_percent"]
    if settlement is not None and agreement is not None and agreement < settlement:
        raise Refused.because("pack_ratio_decreasing", "ratio")
    return Pack(
        division=division,
        version=version,
        valid_from=days[0],
        valid_until=days[1],
        title=title,
        values=MappingProxyType(dict(values)),
        sources=MappingProxyType(dict(sources)),
        months=MappingProxyType(months),
        term_starts=values["term_starts"],
        earliest_conduct_on=values["earliest_conduct_on"],
        objection_stays_effect=values["objection.stays_effect"],
        objection_reviewer=values["objection.reviewer"],
        straddle=values["straddle"],
        restoration=RestorationRules(**group_of("restoration", values)),
        repair=RepairRules(**group_of("repair", values)),
        ratio=RatioRules(**group_of("ratio", values)),
        scoring=ScoringRules(
            degree_points=degree_points_of(values),
            situations=values["situations"],
            grounds=values["grounds"],
            amount_thresholds=values["amount_thresholds"],
            penalty_bands=values["penalty_bands"],
            acts_of_one_type=values["scoring.acts_of_one_type"],
        ),
        pharmacy_roles=values["pharmacy_roles"],
        phase_in=MappingProxyType(
            {category: day for category in Category if (day := values[f"phase_in.{category.value}"]) is not None}
        ),
        phase_in_groups=values["phase_in_groups"],
        early_measures=values["early_measures"],
        points_shown_at_most=values["points_shown_at_most"],
        emergency_codes=values["emergency.codes"],
        commitment=CommitmentRules(**group_of("commitment", values)),
        backdating_days=values["filing.backdating_days"],
        publicity=values["publicity"],
        deadlines=LocalDeadlines(**group_of("deadlines", values)),
    )


NATIONAL_DEFAULT = parse_pack(
    {
        "division": divisions.NATIONAL,
        "version": "2024版",
        "valid_from": datetime.date.min,
        "title": "医保办发〔2024〕34号; what it leaves open as settled in decisions.md",
    }
)


def _precedence(pack: Pack) -> tuple[datetime.date, str, str]:
    return pack.valid_from, pack.version, repr(pack.as_document())


class PackBook:
    """All packs known to a node: which one holds for a division on a date.

    Of two packs of one division from the same date, the one whose version sorts last holds: a correction is a
    further pack, and every node chooses alike.
    """

    __slots__ = ("_phasing", "_versions", "phases_in", "phases_in_places")

    def __init__(self, packs: Iterable[Pack] = ()) -> None:
        by_division: dict[str, list[Pack]] = {}
        for pack in packs:
            by_division.setdefault(pack.division, []).append(pack)
        self._versions = {
            division: tuple(sorted(versions, key=_precedence, reverse=True))
            for division, versions in by_division.items()
        }
        self._phasing = {pack.division for pack in self if pack.phases_in}
        self.phases_in = bool(self._phasing)
        """Whether any pack covers somebody from a day on only (O24)."""
        self.phases_in_places = any(group.places for pack in self for group in pack.phase_in_groups)
        """Whether for any pack it matters in which place somebody is filed."""

    def for_(self, division: str, on: datetime.date) -> Pack:
        """Return the division's pack valid on a date, else the national one of that date.

        When an instrument has expired, the national pack holds: what it replaced does not come back.
        """
        return self._newest(division, on) or self._newest(divisions.NATIONAL, on) or NATIONAL_DEFAULT

    def _newest(self, division: str, on: datetime.date) -> Pack | None:
        for pack in self._versions.get(division, ()):
            if pack.valid_from <= on:
                return pack if pack.holds(on) else None
        return None

    def phases_in_at(self, division: str) -> bool:
        """Return whether a pack that may hold for a division covers somebody from a day on only."""
        return division in self._phasing or divisions.NATIONAL in self._phasing

    def starts(self, division: str) -> set[datetime.date]:
        """Return the days from which another pack may hold for a division: first days, and days of expiry."""
        versions = (*self._versions.get(division, ()), *self._versions.get(divisions.NATIONAL, ()))
        first = {pack.valid_from for pack in versions}
        return first | {pack.valid_until for pack in versions if pack.valid_until is not None}

    def __iter__(self) -> Iterator[Pack]:
        for versions in self._versions.values():
            yield from versions
