"""What a province says of filings: pharmacy roles, commitment, backdating (arts. 11, 13, 17, 19 to 22)."""

from dataclasses import dataclass
from datetime import date

from registry.packs.parameters import Group, parameter
from registry.packs.readers import DATE, Reader, text, whole
from registry.words.persons import PharmacyRole
from registry.words.wording import Phrase

_PROCEDURE = "医保办发〔2024〕34号"


def _read(value: object) -> frozenset[PharmacyRole]:
    """Read the roles of a pharmacy that are managed; the head is always among them."""
    if not isinstance(value, list | tuple) or not value:
        raise ValueError
    found = frozenset(PharmacyRole(role) for role in value)
    if PharmacyRole.HEAD not in found:
        raise ValueError
    return found


ROLES = Reader(
    _read,
    Phrase(
        "a list of roles that contains head: " + ", ".join(PharmacyRole),
        "由岗位组成的列表，须含 head：" + "、".join(PharmacyRole),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRules(Group):
    """What a filing must fulfil (arts. 11, 13, 17, 19 to 22).

    The roles of a retail pharmacy that are managed; the version of the commitment's text, and from which day a filing
    must name it; how many days before its signature a filing may begin.
    """

    pharmacy_roles: frozenset[PharmacyRole] = parameter(
        "pharmacy_roles", ROLES, default=frozenset({PharmacyRole.HEAD}), article=f"{_PROCEDURE} art. 11"
    )
    commitment_version: str | None = parameter(
        "commitment.version", text(40), default=None, article=f"{_PROCEDURE} arts. 19, 20, 21, 22"
    )
    commitment_required_from: date | None = parameter(
        "commitment.required_from", DATE, default=None, article=f"{_PROCEDURE} arts. 19, 20, 21, 22"
    )
    backdating_days: int | None = parameter(
        "filing.backdating_days", whole(0, 3660), default=None, article=f"{_PROCEDURE} arts. 13, 17"
    )
