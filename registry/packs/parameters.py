"""A parameter, and a group of them: what a province may set, within which bounds, and what holds if it says nothing.

A group is a frozen dataclass. Each of its members is declared once, with the parameter or the parameters it is read
from:

    @dataclass(frozen=True, slots=True, kw_only=True)
    class RestorationRules(Group):
        lead_working_days: int = parameter(
            "restoration.lead_working_days", whole(1, 60), default=15, article="医保办发〔2024〕34号 art. 39"
        )

Whoever holds a pack reads `pack[RestorationRules].lead_working_days`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, ClassVar

from registry.packs.readers import Reader
from sync.wire.refusals import Refusal, Refused

_PARAMETERS, _GATHER = "parameters", "gather"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter[Value]:
    """What a document names by a dotted name: its reader with its bounds, its default, and the article it comes from.

    `refusal` is what is said of a value that the reader does not take, where the general sentence is not enough.
    """

    name: str
    reader: Reader[Value]
    default: Value
    article: str
    refusal: Refusal | None = None

    def read(self, value: object) -> Value:
        """Return a value as the rules use it. Raises Refused `pack_bad_value`, or the parameter's own refusal."""
        try:
            return self.reader.read(value)
        except (ValueError, TypeError):
            raise Refused(self.refusal or self._bad()) from None

    def write(self, value: object) -> object:
        """Return a value as JSON can hold it; None, where nothing is set and nothing holds, stays None."""
        return None if value is None else self.reader.write(value)

    def _bad(self) -> Refusal:
        return Refusal("pack_bad_value", self.name, {"parameter": self.name, "allowed": self.reader.allowed})


class Group:
    """Parameters that belong together, as the rules read them: the base of the dataclass that declares them."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def check(self, division: str) -> None:
        """Refuse values of a division's pack that cannot hold together. Raises Refused."""


def parameter[Value](
    name: str, reader: Reader[Value], *, default: Value, article: str, refusal: Refusal | None = None
) -> Value:
    """Declare a member of a group that is one parameter."""
    only = Parameter(name=name, reader=reader, default=default, article=article, refusal=refusal)
    found: Value = field(default=default, metadata={_PARAMETERS: (only,), _GATHER: lambda values: values[name]})
    return found


def gathered[Each, Value](
    parameters: Iterable[Parameter[Each]], gather: Callable[[Mapping[str, Each]], Value]
) -> Value:
    """Declare a member of a group that is put together from several parameters, given by their names."""
    declared = tuple(parameters)
    default = gather({each.name: each.default for each in declared})
    found: Value = field(default=default, metadata={_PARAMETERS: declared, _GATHER: gather})
    return found


def parameters_of(group: type[Group]) -> tuple[Parameter[object], ...]:
    """Return the parameters of a group in the order in which they are declared."""
    return tuple(each for member in _members(group) for each in member.metadata[_PARAMETERS])


def read_group[Kind: Group](group: type[Kind], values: Mapping[str, object]) -> Kind:
    """Return a group from values by the names of their parameters; what is not there is the default."""
    members = {}
    for member in _members(group):
        found = {each.name: values.get(each.name, each.default) for each in member.metadata[_PARAMETERS]}
        members[member.name] = member.metadata[_GATHER](found)
    return group(**members)


_defaults: dict[type[Group], Any] = {}


def default_of[Kind: Group](group: type[Kind]) -> Kind:
    """Return a group of which nothing is set; always the same value."""
    found: Kind | None = _defaults.get(group)
    if found is None:
        found = _defaults.setdefault(group, group())
    return found


def _members(group: type[Group]) -> tuple[Field[object], ...]:
    return fields(group)
