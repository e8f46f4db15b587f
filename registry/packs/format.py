"""How packs are read: the groups that a composition knows, and the document that sets their parameters.

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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from registry.packs.pack import Groups, Pack, Stated
from registry.packs.parameters import Group, Parameter, default_of, parameters_of, read_group
from registry.packs.readers import read_date
from registry.words import divisions
from sync.wire.refusals import Refused

NOT_FOUND = "national default, provincial text not found"
"""The source of every value that a pack does not set."""

_HEAD = frozenset({"division", "version", "valid_from", "valid_until", "title", "parameters", "examples"})
_LEAF = frozenset({"value", "source"})

type Check = Callable[[object, Pack], None]
"""What runs the worked examples of a data file under its pack. Raises Refused where one does not come out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effective:
    """What holds under a pack for one parameter: the value as JSON has it, where it was read, and whose article it is.

    `stated`: the pack sets it; else the value is the default.
    """

    name: str
    value: object
    source: str
    article: str
    stated: bool


class Format:
    """The groups of all rooms, in the order in which documents are written; and the check of a file's examples.

    Raises ValueError for groups that declare one name twice, or a name that is also a table of others.
    """

    __slots__ = ("_check", "_groups", "parameters")

    def __init__(self, groups: Sequence[type[Group]], *, examples: Check | None = None) -> None:
        declared = [each for group in groups for each in parameters_of(group)]
        self.parameters: Mapping[str, Parameter[object]] = MappingProxyType({each.name: each for each in declared})
        """Every parameter by its name."""
        if twice := _twice([each.name for each in declared]):
            raise ValueError(f"parameters declared twice: {', '.join(sorted(twice))}")
        self._groups = {group: frozenset(each.name for each in parameters_of(group)) for group in groups}
        self._check = examples

    def read(self, document: Mapping[str, object]) -> Pack:
        """Return the pack of a data file or statement body. Raises Refused with a `pack_*` code.

        Examples are not looked at: `read_file` runs them.
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
        values, stated = self._read(document.get("parameters", {}))
        groups = Groups()
        for group, names in self._groups.items():
            groups[group] = default_of(group) if names.isdisjoint(values) else read_group(group, values)
        for found in groups.values():
            found.check(division)
        return Pack(
            division=division,
            version=version,
            valid_from=valid_from,
            valid_until=valid_until,
            title=title,
            stated=MappingProxyType(stated),
            groups=groups,
        )

    def read_file(self, document: Mapping[str, object]) -> Pack:
        """Return the pack of a data file whose own examples come out.

        Raises Refused as `read` does, and as the check of the examples does.
        """
        pack = self.read(document)
        if self._check is not None:
            self._check(document.get("examples", ()), pack)
        return pack

    def read_value(self, name: str, value: object) -> object:
        """Return the value of one parameter as the rules use it.

        Raises Refused `pack_unknown_parameter`, `pack_bad_value` or the parameter's own.
        """
        return self._parameter(name).read(value)

    def effective(self, pack: Pack) -> list[Effective]:
        """Return what holds under a pack for every parameter, with its source, in the order of the groups."""
        found = []
        for name, parameter in self.parameters.items():
            stated = pack.stated.get(name)
            found.append(
                Effective(
                    name=name,
                    value=parameter.write(parameter.default) if stated is None else stated.value,
                    source=NOT_FOUND if stated is None else stated.source,
                    article=parameter.article,
                    stated=stated is not None,
                )
            )
        return found

    def states(self, parameters: object, group: type[Group]) -> bool:
        """Return whether the parameters of a document name any of a group."""
        return isinstance(parameters, Mapping) and any(name in self._groups[group] for name, _ in _leaves(parameters))

    def _read(self, parameters: object) -> tuple[dict[str, object], dict[str, Stated]]:
        """Return what a document sets, as the rules use it, and as JSON holds it, the latter in the order of names."""
        if not isinstance(parameters, Mapping):
            raise malformed("parameters")
        values: dict[str, object] = {}
        sources: dict[str, str] = {}
        for name, leaf in _leaves(parameters):
            parameter = self._parameter(name)
            source = leaf.get("source")
            if not isinstance(source, str) or not source.strip():
                raise Refused.because("pack_source_missing", name, parameter=name)
            values[name] = parameter.read(leaf["value"])
            sources[name] = source
        stated = {
            name: Stated(parameter.write(values[name]), sources[name])
            for name, parameter in self.parameters.items()
            if name in values
        }
        return values, stated

    def _parameter(self, name: str) -> Parameter[object]:
        if name not in self.parameters:
            raise Refused.because("pack_unknown_parameter", "parameters", parameter=name)
        return self.parameters[name]


def malformed(place: str) -> Refused:
    """Return the refusal of a document that is not well-formed at a place."""
    return Refused.because("pack_malformed", "pack", parameter=place)


def _twice(names: Sequence[str]) -> set[str]:
    """Return the names that stand twice, or that are also the table of another."""
    parts = [name.split(".") for name in names]
    tables = {".".join(each[:length]) for each in parts for length in range(1, len(each))}
    return {name for name in names if names.count(name) > 1 or name in tables}


def _day(document: Mapping[str, object], name: str) -> datetime.date:
    try:
        return read_date(document.get(name))
    except ValueError:
        raise malformed(name) from None


def _leaves(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, Mapping[str, object]]]:
    for key, value in table.items():
        name = f"{prefix}{key}"
        if not isinstance(value, Mapping):
            raise Refused.because("pack_unknown_parameter", "parameters", parameter=name)
        if "value" not in value:
            if not value:
                raise malformed(name)
            yield from _leaves(value, f"{name}.")
        elif value.keys() <= _LEAF:
            yield name, value
        else:
            raise malformed(name)
