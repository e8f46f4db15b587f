"""What a province says of the phase-in: from which day a category is covered, or a role or a place in it (O24)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from registry.packs.parameters import Group, Parameter, gathered, parameter
from registry.packs.readers import DATE, Reader, distinct, read_date, read_list, read_tables, text, write_value
from registry.words import divisions
from registry.words.persons import Category
from registry.words.wording import Phrase
from sync.wire.refusals import Refused

_GUIDANCE = "医保发〔2024〕23号"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseInGroup:
    """Those of a category who are covered from a day of their own: of these roles, at institutions of these places."""

    category: Category
    from_on: date
    roles: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def holds_for(self, category: Category, role: str, place: str) -> bool:
        """Return whether somebody filed in a category and role, at an institution in a place, belongs to the group."""
        return (
            category is self.category
            and (not self.roles or role in self.roles)
            and (not self.places or any(_lies_in(place, each) for each in self.places))
        )

    @property
    def narrowness(self) -> tuple[bool, bool]:
        """Return what makes of two groups the narrower one: a place of its own weighs more than a role."""
        return bool(self.places), bool(self.roles)


def _lies_in(place: str, division: str) -> bool:
    return place[:4] == division[:4] if division.endswith("00") else place == division


def _is_place(value: object) -> bool:
    """Return whether a value is a division within a province: a prefecture or a county."""
    return isinstance(value, str) and divisions.province_of(value) is not None and not value.endswith("0000")


def _read(value: object) -> tuple[PhaseInGroup, ...]:
    """Read the groups that are covered from days of their own: each names roles, or places, or both."""
    found = []
    for table in read_tables(value, {"category", "from"}, {"roles", "places"}):
        of_roles, places = (tuple(read_list(table.get(name, []))) for name in ("roles", "places"))
        if not (of_roles or places) or not all(_is_place(place) for place in places):
            raise ValueError
        found.append(
            PhaseInGroup(
                category=Category(table["category"]),
                from_on=read_date(table["from"]),
                roles=distinct(tuple(map(text(40).read, of_roles)), of_roles),
                places=distinct(places, places),
            )
        )
    return distinct(tuple(found), [(each.category, each.roles, each.places) for each in found])


def _write(groups: tuple[PhaseInGroup, ...]) -> list[dict[str, object]]:
    return [_written(each) for each in groups]


def _written(group: PhaseInGroup) -> dict[str, object]:
    table = write_value(group)
    assert isinstance(table, dict)
    return {"from" if name == "from_on" else name: value for name, value in table.items()}


GROUPS_COVERED = Reader(
    _read,
    Phrase(
        "a list of tables with category, from and roles or places or both; places are codes of prefectures and "
        "counties of the division; each group once",
        "由表组成的列表，各表含 category、from，以及 roles、places 中的至少一项；"
        "places 为本地区的市、县区划代码；各组不得重复",
    ),
    _write,
)


def _categories() -> tuple[Parameter[date | None], ...]:
    return tuple(
        Parameter(name=f"phase_in.{each.value}", reader=DATE, default=None, article=_GUIDANCE) for each in Category
    )


def _by_category(values: Mapping[str, date | None]) -> Mapping[Category, date]:
    return MappingProxyType({each: day for each in Category if (day := values[f"phase_in.{each.value}"]) is not None})


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseInRules(Group):
    """From which day those of a category are covered, and those of a role or a place in it (O24)."""

    by_category: Mapping[Category, date] = gathered(_categories(), _by_category)
    groups: tuple[PhaseInGroup, ...] = parameter("phase_in_groups", GROUPS_COVERED, default=(), article=_GUIDANCE)

    def covered_from(self, category: Category, role: str, place: str) -> date | None:
        """Return from which day somebody filed in a category and role, in a place, is covered; None: from ever.

        The narrowest group that holds for them says it, of equally narrow ones the earliest day; else the category's.
        """
        groups = [each for each in self.groups if each.holds_for(category, role, place)]
        if not groups:
            return self.by_category.get(category)
        narrowest = max(each.narrowness for each in groups)
        return min(each.from_on for each in groups if each.narrowness == narrowest)

    @property
    def phases_in(self) -> bool:
        """Return whether anybody is covered from a day on only."""
        return bool(self.by_category or self.groups)

    @property
    def names_places(self) -> bool:
        """Return whether it matters in which place somebody is filed."""
        return any(group.places for group in self.groups)

    def check(self, division: str) -> None:
        """Refuse places of another division."""
        if any(not divisions.belongs(place, division) for group in self.groups for place in group.places):
            raise Refused.because(
                "pack_bad_value", "phase_in_groups", parameter="phase_in_groups", allowed=GROUPS_COVERED.allowed
            )
