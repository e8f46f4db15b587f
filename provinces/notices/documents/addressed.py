"""What every notice says alike: whose it is, whom it is about, and whom it tells (arts. 31, 33)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """The head of a notice; each room adds what its own tell."""

    division: str
    number: str
    issued_on: date
    person: str
    name: str
    codes: Sequence[str]
    institution: str
    institution_name: str
    auditor: bool
    """Whether the person audits fees: such a person is taken off audit work, too (医保发〔2024〕23号 §3)."""
