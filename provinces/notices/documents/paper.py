"""A document before it has a form: a heading, rows of a name and a value, sections of paragraphs, a foot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

RECEIPT = "送达回证"
"""The heading of the receipt of service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered part: its heading and its paragraphs."""

    heading: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Everything that is printed, in order. Page and PDF are two forms of the same."""

    title: str
    number: str
    addressee: str
    opening: str
    rows: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    signed_by: str
    dated: str
    foot: str
    receipt: Sequence[tuple[str, str]] = ()
    """The receipt of service, with places to be filled in by hand and signed."""
    whose: Mapping[str, str] = field(default_factory=dict)
    """Names in it, and the lifelong ID of each as it is shown: a name is printed though a font may lack a character."""

    @property
    def text(self) -> str:
        """Return every character that is printed."""
        parts = [self.title, self.number, self.addressee, self.opening, self.signed_by, self.dated, self.foot]
        parts += [text for row in (*self.rows, *self.receipt) for text in row]
        parts += [RECEIPT] if self.receipt else []
        for section in self.sections:
            parts += [section.heading, *section.paragraphs]
        return "\n".join(parts)
