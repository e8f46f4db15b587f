"""What is said of filings, decisions, notices and remedies."""

from registry.services import (
    cascades,
    commendations,
    decisions,
    filings,
    notices,
    objections,
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
    *notices.TOPICS,
    *objections.TOPICS,
    *repairs.TOPICS,
    *restorations.TOPICS,
    *settlements.TOPICS,
    *stated_measures.TOPICS,
    *unscored.TOPICS,
)
