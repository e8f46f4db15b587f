"""The base of every closed code list."""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """A closed list of codes; each member is its own wire form and carries two titles."""

    title_zh: str
    title_en: str

    def __new__(cls, value: str, title_zh: str = "", title_en: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.title_zh = title_zh
        member.title_en = title_en
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return (code, English title) pairs in the order of the legal text."""
        return [(member.value, member.title_en) for member in cls]
