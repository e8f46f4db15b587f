"""The lifelong ID: 14 random digits and two check digits (ISO 7064 MOD 97-10), no meaning inside.

Stored as 16 digits, shown in groups of four: `1234-5678-9012-3482`.
"""

import re

from sync.wire.refusals import FormatRefused

PAYLOAD_DIGITS = 14

_GROUPS = re.compile(r"([0-9]{4})([ -]?)([0-9]{4})\2([0-9]{4})\2([0-9]{4})")
_PAYLOAD = re.compile(r"[0-9]{14}")
_PLAIN = re.compile(r"[0-9]{16}")


def make(fourteen_digits: str) -> str:
    """Return the lifelong ID for 14 (random) digits. Raises FormatRefused `malformed_id` for anything else."""
    if _PAYLOAD.fullmatch(fourteen_digits) is None:
        raise FormatRefused.because("malformed_id", "person")
    return f"{fourteen_digits}{98 - int(fourteen_digits) * 100 % 97:02d}"


def is_valid(value: str) -> bool:
    """Return whether `value` is a lifelong ID in stored form: 16 digits, check digits right.

    The check digits are recomputed: the plain congruence of MOD 97-10 would accept 00, 01 and 99 beside the
    canonical 97, 98 and 02, and so give one person three IDs.
    """
    return isinstance(value, str) and _PLAIN.fullmatch(value) is not None and make(value[:PAYLOAD_DIGITS]) == value


def normalise(value: str, *, field: str = "person") -> str:
    """Return the stored form of an ID as people write it: 16 digits, or 4-4-4-4 with spaces or hyphens.

    Raises FormatRefused `malformed_id` or `bad_check_digits`.
    """
    match = _GROUPS.fullmatch(value.strip(" ")) if isinstance(value, str) else None
    if match is None:
        raise FormatRefused.because("malformed_id", field)
    digits = match[1] + match[3] + match[4] + match[5]
    if not is_valid(digits):
        raise FormatRefused.because("bad_check_digits", field)
    return digits


def shown(value: str) -> str:
    """Return a stored ID in groups of four, as people read it."""
    return "-".join(value[start : start + 4] for start in range(0, len(value), 4))
