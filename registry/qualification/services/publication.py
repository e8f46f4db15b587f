"""Publishing rule packs: one account proposes their texts, another approves them, national signs them onto the log."""

from collections.abc import Sequence
from datetime import datetime

from registry.packs.models import RulePack
from sync import matters, outbox, proposals
from sync.matters import Matter, Shown
from sync.models import Proposal
from sync.outbox import Draft

PUBLICATION = "pack_publication"
_LONGEST_KEY = 200


def propose(bodies: Sequence[dict[str, object]], *, acting: str, now: datetime) -> Proposal:
    """Propose rule packs, all or none, by the bodies of their statements. Raises NotAccepted."""
    key = " ".join(f"{body['division']}/{body['version']}" for body in bodies)
    if len(key) > _LONGEST_KEY:
        key = proposals.digest_of(key)
    return matters.put(PUBLICATION, key, content={"packs": list(bodies)}, acting=acting, now=now)


def _drafts(proposal: Proposal) -> list[Draft]:
    return [Draft(topic="pack.published", body=body) for body in proposal.content["packs"]]


def _shows(proposal: Proposal) -> Shown:
    """Return each pack: whose, from when, the digest of its text, and which text of that division it follows."""
    outbox.must_all_count(outbox.rehearse(_drafts(proposal), now=proposal.proposed_at))
    before = dict(RulePack.objects.in_force().order_by("valid_from").values_list("division", "version"))
    return {
        f"{body['division']} {body['version']}": {
            "valid_from": body["valid_from"],
            "digest": proposals.digest_of(body["document"]),
            "follows": before.get(str(body["division"]), ""),
        }
        for body in proposal.content["packs"]
    }


def _publish(proposal: Proposal, now: datetime) -> None:
    outbox.must_all_count(outbox.author(_drafts(proposal), now=now, proposal=proposal.pk))


MATTERS = (
    Matter(
        name=PUBLICATION,
        title_en="rule packs",
        title_zh="规则包发布",
        proposes=("sync.propose_pack",),
        approves=("sync.approve_pack",),
        shows=_shows,
        carry_out=_publish,
    ),
)
