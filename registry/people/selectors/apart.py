"""Who was decided to be two people, in whichever queue: the machine does not bring such a pair to anybody again."""

from collections.abc import Collection
from itertools import combinations

from registry.people.codes import ProposalState, Work
from registry.people.models import HeldIdentity, MergeProposal

type Pair = frozenset[str]

DECIDED_APART = """
SELECT least(held.person_id, candidate.person_id) AS one, greatest(held.person_id, candidate.person_id) AS other
  FROM registry_heldidentity held JOIN registry_heldidentity_candidates candidate ON candidate.heldidentity_id = held.id
 WHERE held.verdict = 'other' AND candidate.person_id <> held.person_id
UNION
SELECT first_id, second_id FROM registry_mergeproposal WHERE work = 'merge' AND state = 'rejected'
"""
"""Every pair, the lesser ID first: a request found to be another person than those it nearly matched; a merge rejected.
"""


def apart(people: Collection[str]) -> set[Pair]:
    """Return the pairs among these people that a human decided to be two."""
    if len(people) < 2:
        return set()
    others = HeldIdentity.objects.filter(
        verdict=HeldIdentity.Ruling.OTHER, person_id__in=people, candidates__in=people
    ).values_list("person_id", "candidates")
    rejected = MergeProposal.objects.filter(
        work=Work.MERGE, state=ProposalState.REJECTED, first_id__in=people, second_id__in=people
    ).values_list("first_id", "second_id")
    among = {frozenset(pair) for pair in combinations(people, 2)}
    return {frozenset(pair) for pair in (*others, *rejected)} & among
