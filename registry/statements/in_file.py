"""What a topic's facts are in the file of a person: a section of their own, or columns of another topic's section."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InFile:
    """A section of the file: one row for each fact, with all its columns."""

    section: str
    """Its name: a member of the file in the API, an anchor on the page, a table of the export."""
    place: int
    """Where it stands among the sections, the smallest first."""
    order: tuple[str, ...]
    """By which columns its rows stand."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Later:
    """Columns that a later fact adds to the row of the one that it is about."""

    section: str
    link: str
    """The member by which it refers to the row's fact."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Name in the section -> own column."""
    by: str
    """The column by which the first, or the last, of several such facts is found."""
    last: bool = False
