"""What a command says that has proposed something: which digest another account approves."""

from sync import matters
from sync.models import Proposal


def asking(proposal: Proposal) -> str:
    """Return how the proposal is approved."""
    return (
        f"Proposed by {proposal.proposed_by.get_username()}. Another account approves it:\n"
        f"manage.py approve {matters.digest(proposal)} --acting NAME"
    )
