"""What an approver saw of what a decision leads to: kept with the approval, and compared before it is signed."""

import hashlib
import json

from registry.qualification.rules.foresight import Foresight


def as_json(found: Foresight) -> dict[str, object]:
    """Return a foresight as JSON values.

    The id of a decision that is still to be is left out, and so are the days of a notice.
    """
    unsaid = {"decision"} if found.leads_to_status else {"decision", "starts_on", "counts_from"}
    return {
        "year": found.year,
        "points": found.decision.points,
        "before": found.before,
        "total": found.total,
        "authors": list(found.authors),
        "concerned": list(found.other_provinces),
        "lead": found.joint.lead if found.joint else "",
        "measure": {name: value for name, value in found.measure.as_json().items() if name not in unsaid},
        "carried": found.carried,
    }


def digest(found: Foresight) -> str:
    """Return what tells whether two foresights are the same."""
    return digest_of(as_json(found))


def digest_of(foreseen: object) -> str:
    """Return the digest of a foresight in its JSON form."""
    return hashlib.sha256(json.dumps(foreseen, sort_keys=True).encode()).hexdigest()[:32]
