"""A rule pack of the office's province that uses what the national default leaves empty."""

from tests.provinces.office import NOW
from tests.registry.ledger import GUIZHOU, NATIONAL, Ledger

_PARAMETERS = {
    "situations": {
        "source": "invented",
        "value": [
            {"name": "out_of_scope", "legal_basis": "other_4_6", "title": "Practised out of scope"},
            {"name": "gifts", "legal_basis": "other_7_9", "title": "Took gifts"},
        ],
    },
    "grounds": {"source": "invented", "value": [{"name": "first_time", "ground": "lenient", "title": "First time"}]},
    "amount_thresholds": {
        "source": "invented",
        "value": [{"legal_basis": "regulation_38", "from_yuan": 50_000, "points": 6}],
    },
}


def publish_pack() -> None:
    """Publish it: situations, a reason and an amount of its own, from 2025 on."""
    document = {"parameters": _PARAMETERS}
    body = {"division": GUIZHOU, "version": "2026-1", "valid_from": "2025-01-01", "document": document}
    Ledger(now=NOW).say("pack.published", NATIONAL, body)
