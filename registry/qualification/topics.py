"""Topics about filings, decisions, notices and remedies, and those that may move a standing from outside.

The latter are a rule pack, and the record of an institution with its place.
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
