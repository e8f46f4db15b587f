"""What is said of filings, decisions, notices and remedies; and what else may move whom a standing is of: a rule pack,
and the place of an institution.
"""

from registry.qualification.services import (
    cascades,
    commendations,
    decisions,
    filings,
    institutions,
    notices,
    objections,
    packs,
    repairs,
    restorations,
    settlements,
    stated_measures,
    unscored,
)

TOPICS = (
    *cascades.TOPICS,
    *commendations.TOPICS,
    *decisions.TOPICS,
    *filings.TOPICS,
    *institutions.TOPICS,
    *notices.TOPICS,
    *objections.TOPICS,
    *packs.TOPICS,
    *repairs.TOPICS,
    *restorations.TOPICS,
    *settlements.TOPICS,
    *stated_measures.TOPICS,
    *unscored.TOPICS,
)
