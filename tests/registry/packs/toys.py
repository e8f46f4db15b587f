"""A room that declares a group of parameters, as any room does: gifts that a province lets be taken."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from registry.packs.format import Format
from registry.packs.pack import Pack
from registry.packs.parameters import Group, Parameter, gathered, parameter
from registry.packs.readers import DATE, FLAG, Reader, choice, distinct, read_tables, text, whole
from registry.words.wording import Phrase
from sync.wire.refusals import Refusal, Refused


class Kept(StrEnum):
    """Where a gift is kept."""

    AT_HOME = "at_home"
    IN_THE_OFFICE = "in_the_office"


@dataclass(frozen=True, slots=True, kw_only=True)
class Giver:
    """One who may give."""

    name: str
    from_on: datetime.date | None = None


def _givers(value: Any) -> tuple[Giver, ...]:
    found = tuple(Giver(name=text(10).read(table["name"])) for table in read_tables(value, {"name"}))
    return distinct(found, found)


SEASONS = ("spring", "autumn")


def _by_season(values: Mapping[str, int]) -> Mapping[str, int]:
    return MappingProxyType({season: values[f"gifts.{season}.most"] for season in SEASONS})


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftRules(Group):
    """How many gifts may be taken."""

    most: int = parameter("gifts.most", whole(0, 9), default=3, article="art. 1")
    kept: Kept = parameter("gifts.kept", choice(Kept), default=Kept.IN_THE_OFFICE, article="art. 2")
    until: datetime.date | None = parameter("gifts.until", DATE, default=None, article="art. 3")
    givers: tuple[Giver, ...] = parameter(
        "givers", Reader(_givers, Phrase("givers, each once", "赠送人，不得重复")), default=(), article="art. 4"
    )
    by_season: Mapping[str, int] = gathered(
        (
            Parameter(
                name=f"gifts.{season}.most",
                reader=whole(0, 9),
                default=1,
                article="art. 5",
                refusal=Refusal("pack_months_out_of_bounds", season, {"points": "9"}),
            )
            for season in SEASONS
        ),
        _by_season,
    )

    def check(self, division: str) -> None:
        """Refuse more in a season than in all."""
        if any(most > self.most for most in self.by_season.values()):
            raise Refused.because("pack_ratio_decreasing", "gifts")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThankRules(Group):
    """Another room: whether thanks are due."""

    in_writing: bool = parameter("thanks.in_writing", FLAG, default=False, article="art. 6")


FORMAT = Format((GiftRules, ThankRules))


def document(parameters: Any = None, **head: Any) -> dict[str, Any]:
    return {
        "division": "520000",
        "version": "1",
        "valid_from": "2025-01-01",
        "title": "",
        "parameters": {} if parameters is None else parameters,
    } | head


def leaf(value: Any) -> dict[str, Any]:
    return {"value": value, "source": "a text"}


def a_pack(parameters: Any = None, **head: Any) -> Pack:
    return FORMAT.read(document(parameters, **head))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
