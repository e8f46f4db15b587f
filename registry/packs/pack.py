"""A rule pack: one division's parameters from one day on, each with the source it was read from."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from registry.packs.parameters import Group, default_of
from registry.words import divisions


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document sets: a value as JSON holds it, and where it was read."""

    value: object
    source: str


class Groups(dict[type[Group], Any]):
    """Groups by their class; one that is not there holds its defaults."""

    __slots__ = ()

    def __missing__(self, group: type[Group]) -> Group:
        return default_of(group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The parameters of one division from one date on.

    `valid_until` is the first day on which the instrument no longer holds, None where it names no end. `stated` is
    what the instrument sets, by the names of the parameters; `groups` follows from it.
    """

    division: str
    version: str
    valid_from: datetime.date
    valid_until: datetime.date | None = None
    title: str = ""
    stated: Mapping[str, Stated] = MappingProxyType({})
    groups: Mapping[type[Group], Any] = field(default_factory=Groups, repr=False, compare=False)

    def __getitem__[Kind: Group](self, group: type[Kind], /) -> Kind:
        """Return the division's values of a group: `pack[RepairRules].points_per_year`."""
        found: Kind = self.groups[group]
        return found

    def holds(self, on: datetime.date) -> bool:
        """Return whether the instrument is in force on a day, another version left aside."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    def as_document(self) -> dict[str, object]:
        """Return the pack as JSON values in the shape that `Format.read` reads; defaults are left out."""
        parameters: dict[str, object] = {}
        for name, stated in self.stated.items():
            *tables, last = name.split(".")
            table = parameters
            for each in tables:
                inner = table.setdefault(each, {})
                assert isinstance(inner, dict)
                table = inner
            table[last] = {"value": stated.value, "source": stated.source}
        until = {} if self.valid_until is None else {"valid_until": self.valid_until.isoformat()}
        return {
            "division": self.division,
            "version": self.version,
            "valid_from": self.valid_from.isoformat(),
            **until,
            "title": self.title,
            "parameters": parameters,
        }


NATIONAL_DEFAULT = Pack(
    division=divisions.NATIONAL,
    version="2024版",
    valid_from=datetime.date.min,
    title="医保办发〔2024〕34号; what it leaves open as settled in registry/qualification/law",
)
"""What holds before any pack of the nation is published: every parameter at its default."""
