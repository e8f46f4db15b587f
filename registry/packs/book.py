"""All packs known to a node: which one holds for a division on a day."""

import datetime
from collections.abc import Iterable, Iterator

from registry.packs.pack import NATIONAL_DEFAULT, Pack
from registry.packs.parameters import Group, default_of
from registry.words import divisions


def _precedence(pack: Pack) -> tuple[datetime.date, str, str]:
    return pack.valid_from, pack.version, repr(pack.as_document())


class PackBook:
    """All packs known to a node: which one holds for a division on a date.

    Of two packs of one division from the same date, the one whose version sorts last holds: a correction is a
    further pack, and every node chooses alike.
    """

    __slots__ = ("_departing", "_national", "_versions")

    def __init__(self, packs: Iterable[Pack] = ()) -> None:
        by_division: dict[str, list[Pack]] = {}
        for pack in packs:
            by_division.setdefault(pack.division, []).append(pack)
        self._versions = {
            division: tuple(sorted(versions, key=_precedence, reverse=True))
            for division, versions in by_division.items()
        }
        self._national = self._versions.get(divisions.NATIONAL, ())
        self._departing: dict[type[Group], frozenset[str]] = {}

    def for_(self, division: str, on: datetime.date) -> Pack:
        """Return the division's pack valid on a date, else the national one of that date.

        When an instrument has expired, the national pack holds: what it replaced does not come back.
        """
        # Asked several times for every person: the two loops and `holds` are written out.
        for pack in self._versions.get(division, ()):
            if pack.valid_from <= on:
                if pack.valid_until is None or on < pack.valid_until:
                    return pack
                break
        for pack in self._national:
            if pack.valid_from <= on:
                if pack.valid_until is None or on < pack.valid_until:
                    return pack
                break
        return NATIONAL_DEFAULT

    def departing(self, group: type[Group]) -> frozenset[str]:
        """Return the divisions of which a pack, of whatever day, says something else in a group than the default."""
        found = self._departing.get(group)
        if found is None:
            found = frozenset(pack.division for pack in self if pack[group] != default_of(group))
            self._departing[group] = found
        return found

    def may_depart(self, group: type[Group], division: str) -> bool:
        """Return whether a pack that may hold for a division says something else in a group than the default."""
        return not self.departing(group).isdisjoint((division, divisions.NATIONAL))

    def starts(self, division: str) -> set[datetime.date]:
        """Return the days from which another pack may hold for a division: first days, and days of expiry."""
        versions = (*self._versions.get(division, ()), *self._national)
        first = {pack.valid_from for pack in versions}
        return first | {pack.valid_until for pack in versions if pack.valid_until is not None}

    def __iter__(self) -> Iterator[Pack]:
        for versions in self._versions.values():
            yield from versions
