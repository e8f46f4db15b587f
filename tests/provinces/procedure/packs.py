"""A rule pack of the office's province that uses what the national default leaves empty."""

from typing import Any

from tests.provinces.office import NOW
from tests.registry.ledger import GUIZHOU, NATIONAL, Ledger

ONCE = {"scoring": {"acts_of_one_type": {"source": "invented", "value": "once"}}}
"""Acts of one type are scored once (O38)."""

_PARAMETERS = {
    "situations": {
        "source": "invented",
        "value": [
            {"name": "out_of_scope", "legal_basis": "other_4_6", "title": "Practised out of scope"},
            {"name": "gifts", "legal_basis": "other_7_9", "title": "Took gifts"},
            {"name": "over_charge", "legal_basis": "other_7_9", "title": "Over-charging", "lifts": "regulation_38"},
            {"name": "again", "legal_basis": "other_7_9", "title": "Again", "lifts": "regulation_39", "repeats": True},
        ],
    },
    "grounds": {"source": "invented", "value": [{"name": "first_time", "ground": "lenient", "title": "First time"}]},
    "amount_thresholds": {
        "source": "invented",
        "value": [{"legal_basis": "regulation_38", "from_yuan": 50_000, "points": 6}],
    },
}


def publish_pack(**others: Any) -> None:
    """Publish it: situations, a reason and an amount of its own, from 2025 on, and other parameters."""
    document = {"parameters": _PARAMETERS | others}
    body = {"division": GUIZHOU, "version": "2026-1", "valid_from": "2025-01-01", "document": document}
    Ledger(now=NOW).say("pack.published", NATIONAL, body)
