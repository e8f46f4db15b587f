"""Rule packs: a province's parameters within national bounds, versioned and dated.

A data file (`provinces/packs/*.toml`) and the body of a `pack.published` statement have one shape:

    division = "150000"
    version = "2025-trial"
    valid_from = 2025-01-01
    title = "…"

    [parameters.months.10]
    value = 4
    source = "where the value was read"

What is not set is the national default, and its source says so.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from registry.codes import divisions
from registry.rules.errors import Refused
from registry.rules.parameters import (
    NOT_FOUND,
    PARAMETERS,
    ObjectionReviewer,
    PharmacyRole,
    RepairAct,
    Straddle,
    TermStarts,
    read_date,
    read_value,
    write_value,
)

_HEAD = frozenset({"division", "version", "valid_from", "title", "parameters"})
_LEAF = frozenset({"value", "source"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorationRules:
    """Art. 39: lead of an application before the term's end, time and form of its assessment."""

    lead_working_days: int
    assessment_working_days: int
    examination: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRules:
    """O16: acts, yearly caps (None = no cap of its own), and whether 12 points at once can be repaired."""

    acts: Mapping[str, RepairAct]
    points_per_year: int
    months_per_year: int | None
    excludes_at_once: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioRules:
    """Art. 30: percent of suspended and terminated person-times from which the institution is met."""

    settlement_percent: int | None
    agreement_percent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The parameters of one division from one date on, each with the source it was read from."""

    division: str
    version: str
    valid_from: datetime.date
    title: str
    months: Mapping[int, int]
    term_starts: TermStarts
    earliest_conduct_on: datetime.date | None
    objection_stays_effect: bool
    objection_reviewer: ObjectionReviewer
    straddle: Straddle
    restoration: RestorationRules
    repair: RepairRules
    ratio: RatioRules
    pharmacy_roles: frozenset[PharmacyRole]
    sources: Mapping[str, str]

    def value(self, name: str) -> Any:
        """Return the value of a parameter by its dotted name."""
        if name.startswith("months."):
            return self.months[int(name.removeprefix("months."))]
        group, _, rest = name.partition(".")
        if not rest:
            return getattr(self, name)
        if group == "objection":
            return getattr(self, f"objection_{rest}")
        return getattr(getattr(self, group), rest)

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
        return {
            "division": self.division,
            "version": self.version,
            "valid_from": self.valid_from.isoformat(),
            "title": self.title,
            "parameters": parameters,
        }


def parse_pack(document: Mapping[str, Any]) -> Pack:
    """Return the pack of a data file or statement body. Raises Refused with a `pack_*` code.

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
    try:
        valid_from = read_date(document.get("valid_from"))
    except ValueError:
        raise _malformed("valid_from") from None
    values, sources = _read(document.get("parameters", {}))
    return _pack(division, version, valid_from, title, values, sources)


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
    valid_from: datetime.date,
    title: str,
    values: Mapping[str, Any],
    sources: Mapping[str, str],
) -> Pack:
    months = {points: values[f"months.{points}"] for points in (9, 10, 11)}
    if not months[9] <= months[10] <= months[11]:
        raise Refused.because("pack_months_decreasing", "months")
    settlement, agreement = values["ratio.settlement_percent"], values["ratio.agreement_percent"]
    if settlement is not None and agreement is not None and agreement < settlement:
        raise Refused.because("pack_ratio_decreasing", "ratio")
    return Pack(
        division=division,
        version=version,
        valid_from=valid_from,
        title=title,
        months=MappingProxyType(months),
        term_starts=values["term_starts"],
        earliest_conduct_on=values["earliest_conduct_on"],
        objection_stays_effect=values["objection.stays_effect"],
        objection_reviewer=values["objection.reviewer"],
        straddle=values["straddle"],
        restoration=RestorationRules(
            lead_working_days=values["restoration.lead_working_days"],
            assessment_working_days=values["restoration.assessment_working_days"],
            examination=values["restoration.examination"],
        ),
        repair=RepairRules(
            acts=values["repair.acts"],
            points_per_year=values["repair.points_per_year"],
            months_per_year=values["repair.months_per_year"],
            excludes_at_once=values["repair.excludes_at_once"],
        ),
        ratio=RatioRules(settlement_percent=settlement, agreement_percent=agreement),
        pharmacy_roles=values["pharmacy_roles"],
        sources=MappingProxyType(dict(sources)),
    )


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

    __slots__ = ("_versions",)

    def __init__(self, packs: Iterable[Pack] = ()) -> None:
        by_division: dict[str, list[Pack]] = {}
        for pack in packs:
            by_division.setdefault(pack.division, []).append(pack)
        self._versions = {
            division: tuple(sorted(versions, key=_precedence, reverse=True))
            for division, versions in by_division.items()
        }

    def for_(self, division: str, on: datetime.date) -> Pack:
        """Return the division's pack valid on a date, else the national one of that date."""
        for pack in self._versions.get(division, ()):
            if pack.valid_from <= on:
                return pack
        for pack in self._versions.get(divisions.NATIONAL, ()):
            if pack.valid_from <= on:
                return pack
        return NATIONAL_DEFAULT

    def __iter__(self) -> Iterator[Pack]:
        for versions in self._versions.values():
            yield from versions
