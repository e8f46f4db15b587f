"""Pages of filings, decisions, remedies and standings; importing the package registers them."""

from registry.qualification.admin import commendations, facts, figures, merge_foresight, standings, unscored

__all__ = ["commendations", "facts", "figures", "merge_foresight", "standings", "unscored"]
