"""What a province says of the till, and of who is shown a status (arts. 37, 45; O11, O12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from registry.packs.parameters import Group, parameter
from registry.packs.readers import Reader, choice, distinct
from registry.payment.codes import is_emergency_code
from registry.words.wording import Phrase

_PROCEDURE = "医保办发〔2024〕34号"


class Straddle(StrEnum):
    """How a hospital stay across the start of a term is paid (O12)."""

    BY_SERVICE_DATE = "by_service_date"
    BY_ADMISSION_DATE = "by_admission_date"


class Publicity(StrEnum):
    """Within which range a status is shown (art. 37).

    `public`: a text lets it be published to everybody, on the
    institution's site and its own pages; this registry tells the institutions of the division, and publishes nothing.
    """

    INSTITUTION = "institution"
    INSTITUTIONS_OF_DIVISION = "institutions_of_division"
    PUBLIC = "public"


def _read(value: object) -> tuple[str, ...]:
    """Read a list of codes, each once, and each such that a line of a payment check can carry it."""
    if not isinstance(value, list | tuple) or not all(map(is_emergency_code, value)):
        raise ValueError
    return distinct(tuple(value), value)


EMERGENCY_CODES = Reader(
    _read,
    Phrase(
        "a list of codes, each once, of 1 to 40 visible characters without blanks at the ends",
        "由代码组成的列表，代码不得重复，各为1至40个可见字符，首尾不得有空白",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRules(Group):
    """How a stay across the start of a term is paid (O12), and which codes make an emergency (O11).

    Where no code is listed, the line's word counts.
    """

    straddle: Straddle = parameter(
        "straddle", choice(Straddle), default=Straddle.BY_SERVICE_DATE, article=f"{_PROCEDURE} art. 45"
    )
    emergency_codes: tuple[str, ...] = parameter(
        "emergency.codes", EMERGENCY_CODES, default=(), article=f"{_PROCEDURE} arts. 16, 45, 48"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityRules(Group):
    """Within which range a status is shown (art. 37)."""

    publicity: Publicity = parameter(
        "publicity", choice(Publicity), default=Publicity.INSTITUTION, article=f"{_PROCEDURE} art. 37"
    )


GROUPS: Sequence[type[Group]] = (PaymentRules, PublicityRules)
"""What the rules of payment read, and who shows a status to whom."""
