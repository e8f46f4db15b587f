"""What the first line of a file names: each column once, none that nobody knows, none left out."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from provinces.files.cells import cleaned
from sync.wire.refusals import FormatRefused, Refusal

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Which columns a file must name.

    `optional`: those of the names that it may leave out; `words`: what files may call them otherwise; `called`: what a
    refusal calls them, where that is not their name.
    """

    names: Sequence[str]
    optional: Collection[str] = ()
    words: Mapping[str, str] = MappingProxyType({})
    called: Mapping[str, str] = MappingProxyType({})

    @property
    def shown(self) -> str:
        """The header as a refusal writes it."""
        return ",".join(self.called.get(name, name) for name in self.names)

    def columns(self, cells: Sequence[str], line: int) -> tuple[str, ...]:
        """Return the columns that the cells of a header name. Raises FormatRefused."""
        names = tuple(self.words.get(cell, cell) for cell in map(cleaned, cells))
        repeated = [name for name, count in Counter(names).items() if count > 1]
        for code, wrong in (
            ("columns_unknown", [name for name in names if name not in self.names]),
            ("columns_missing", [name for name in self.names if name not in names and name not in self.optional]),
            ("columns_repeated", repeated),
        ):
            if wrong:
                shown = _shown([self.called.get(name, name) for name in wrong])
                raise FormatRefused(Refusal(code, params={"columns": shown, "expected": self.shown}), line=line)
        return names


def _shown(names: Sequence[str]) -> str:
    """Return the first few names, fit to be printed."""
    shown = [ascii(name[:40]) if not name.isprintable() else name[:40] for name in names[:_SHOWN]]
    return ", ".join(shown) + (" …" if len(names) > _SHOWN else "")
