"""Tables of people: IDs, the vault, merges, own accounts."""

from registry.people.models.accounts import PersonAccount
from registry.people.models.merge_proposals import MergeProposal
from registry.people.models.merges import PersonMerge, PersonSplit
from registry.people.models.persons import Document, HeldIdentity, Identity, Person, PersonCode

__all__ = [
    "Document",
    "HeldIdentity",
    "Identity",
    "MergeProposal",
    "Person",
    "PersonAccount",
    "PersonCode",
    "PersonMerge",
    "PersonSplit",
]
