"""What stands already when something is to be admitted: decisions, cascades, an assessment, a pack."""

from registry.packs.book import PackBook
from registry.parameters import parse_pack
from registry.words.statuses import Status
from tests.registry.qualification.rules.making import a_cascade, a_decision, a_restoration, day

TODAY = day("2026-11-21")

TEN = a_decision(10, "2025-06-20")

BARRED = (TEN, a_decision(4, "2025-07-20"))
ASSESSED = a_restoration("2026-07-20")
CASCADED = a_cascade("2025-03-01")
CLOSED = a_cascade("2025-03-01", Status.TERMINATED)

TRAINING = PackBook([parse_pack({
    "division": "520000", "version": "1", "valid_from": "2025-01-01",
    "parameters": {"repair": {
        "acts": {"value": {"training": {"points": 2, "months": 1}}, "source": "test"},
        "months_per_year": {"value": 1, "source": "test"},
    }},
})])  # fmt: skip
