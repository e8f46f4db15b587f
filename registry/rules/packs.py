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
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from registry.codes import divisions
from registry.codes.degrees import Degree
from registry.codes.persons import Category, PharmacyRole
from registry.rules.errors import Refused
from registry.rules.pack_rules import (
    CommitmentRules,
    LocalDeadlines,
    RatioRules,
    RepairRules,
    RestorationRules,
    ScoringRules,
)
from registry.rules.parameters import MONTHS, NOT_FOUND, PARAMETERS, read_value
from registry.rules.values import (
    BANDS,
    EarlyMeasure,
    Months,
    ObjectionReviewer,
    PhaseInGroup,
    Publicity,
    Straddle,
    TermStarts,
    read_date,
    write_value,
)

_HEAD = frozenset({"division", "version", "valid_from", "valid_until", "title", "parameters", "examples"})
_LEAF = frozenset({"value", "source"})


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
        raise _malformed("the top level")
    division, version = document.get("division"), document.get("version")
    if not isinstance(division, str) or not (divisions.is_province(division) or division == divisions.NATIONAL):
        raise Refused.because("pack_unknown_division", "division")
    if not isinstance(version, str) or not 0 < len(version) <= 64:
        raise _malformed("version")
    title = document.get("title", "")
    if not isinstance(title, str):
        raise _malformed("title")
    valid_from, valid_until = _day(document, "valid_from"), None
    if "valid_until" in document:
        valid_until = _day(document, "valid_until")
        if valid_until <= valid_from:
            raise _malformed("valid_until")
    values, sources = _read(document.get("parameters", {}))
    return _pack(division, version, (valid_from, valid_until), title, values, sources)


def _day(document: Mapping[str, Any], name: str) -> datetime.date:
    try:
        return read_date(document.get(name))
    except ValueError:
        raise _malformed(name) from None


def _read(parameters: Any) -> tuple[dict[str, Any], dict[str, str]]:
    values = {name: parameter.default for name, parameter in PARAMETERS.items()}
    sources = dict.fromkeys(PARAMETERS, NOT_FOUND)
    if not isinstance(parameters, Mapping):
        raise _malformed("parameters")
    for name, leaf in _leaves(parameters, ""):
        if name not in PARAMETERS:
            raise Refused.because("pack_unknown_parameter", "parameters", parameter=name)
        source = leaf.get("source")
        if not isinstance(source, str) or not source.strip():
            raise Refused.because("pack_source_missing", name, parameter=name)
        values[name] = read_value(name, leaf["value"])
        sources[name] = source
    return values, sources


def _leaves(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key, value in table.items():
        name = f"{prefix}{key}"
        if not isinstance(value, Mapping):
            raise Refused.because("pack_unknown_parameter", "parameters", parameter=name)
        if "value" not in value:
            if not value:
                raise _malformed(name)
            yield from _leaves(value, f"{name}.")
        elif value.keys() <= _LEAF:
            yield name, value
        else:
            raise _malformed(name)


def _pack(
    division: str,
    version: str,
    days: tuple[datetime.date, datetime.date | None],
    title: str,
    values: Mapping[str, Any],
    sources: Mapping[str, str],
) -> Pack:
    months = _months(values)
    if any(not divisions.belongs(place, division) for group in values["phase_in.groups"] for place in group.places):
        raise Refused.because(
            "pack_bad_value",
            "phase_in.groups",
            parameter="phase_in.groups",
            allowed=PARAMETERS["phase_in.groups"].allowed,
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
        restoration=RestorationRules(**_group("restoration", values)),
        repair=RepairRules(**_group("repair", values)),
        ratio=RatioRules(**_group("ratio", values)),
        scoring=ScoringRules(
            degree_points=_degree_points(values),
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
        phase_in_groups=values["phase_in.groups"],
        early_measures=values["early_measures"],
        points_shown_at_most=values["points_shown_at_most"],
        emergency_codes=values["emergency.codes"],
        commitment=CommitmentRules(**_group("commitment", values)),
        backdating_days=values["filing.backdating_days"],
        publicity=values["publicity"],
        deadlines=LocalDeadlines(**_group("deadlines", values)),
    )


def _months(values: Mapping[str, Any]) -> Mapping[str, Months]:
    """Return the lengths that are set by their names; more points are never fewer months (art. 29)."""
    for reached in MONTHS:
        rising = [months for points in (9, 10, 11) if (months := values[f"{reached}.{points}"]) is not None]
        for fewer, more in itertools.pairwise(rising):
            if more.low < fewer.low or more.high < fewer.high:
                raise Refused.because("pack_months_decreasing", reached)
    return {name: value for name, value in values.items() if name.startswith("months.") and value is not None}


def _group(group: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a group by the rest of their names."""
    return {name.removeprefix(f"{group}."): value for name, value in values.items() if name.startswith(f"{group}.")}


def _degree_points(values: Mapping[str, Any]) -> Mapping[str, Mapping[Degree, int]]:
    """Return the points of each band's degrees; they must not fall from general to principal (art. 25)."""
    found = {}
    for band in BANDS:
        by_degree = {degree: values[f"degree_points.{band}.{degree.value}"] for degree in Degree}
        points = list(by_degree.values())
        if points != sorted(points):
            raise Refused.because("pack_degrees_decreasing", f"degree_points.{band}", band=band.replace("_", "-"))
        found[band] = MappingProxyType(by_degree)
    return MappingProxyType(found)


def _malformed(parameter: str) -> Refused:
    return Refused.because("pack_malformed", "pack", parameter=parameter)


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
