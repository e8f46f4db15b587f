"""Who belongs to the federation: nodes with their keys, added and revoked by two accounts at national.

What is proposed is tried first, and rolled back: a key that proves nothing is refused before anybody is asked.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sync import keys, matters, outbox
from sync.matters import Matter, Shown
from sync.models import Node, NodeKey, Proposal
from sync.outbox import Draft
from sync.wire import keys as wire
from sync.wire import suites

ADMISSION, REVOCATION = "node_admission", "key_revocation"


def key_id(suite: str, public_key: str) -> str:
    """Return the ID of a key that is written in base64. Raises FormatRefused."""
    return wire.key_id(suites.by_name(suite), keys.decode_public(public_key) or b"")


def propose_admission(
    division: str, base_url: str, *, suite: str, public_key: str, proof: str, acting: str, now: datetime
) -> Proposal | None:
    """Propose a node with its key, or a further key of a node; None where the log has both. Raises NotAccepted."""
    content = {
        "division": division,
        "base_url": base_url,
        "suite": suite,
        "public_key": public_key,
        "proof": proof,
        "kid": key_id(suite, public_key),
    }
    if not _admission(content):
        return None
    return matters.put(ADMISSION, content["kid"], content=content, acting=acting, now=now)


def propose_revocation(kid: str, why: str, *, acting: str, now: datetime) -> Proposal:
    """Propose that a key counts no more. Raises NotAccepted."""
    return matters.put(REVOCATION, kid, content={"kid": kid, "reason": why}, acting=acting, now=now)


def _admission(content: Mapping[str, str]) -> list[Draft]:
    """Return what is not stated yet."""
    division, drafts = content["division"], []
    if not Node.objects.filter(pk=division, base_url=content["base_url"]).exists():
        drafts.append(Draft(topic="node.enrolled", body={"division": division, "base_url": content["base_url"]}))
    if not NodeKey.objects.filter(pk=content["kid"], node=division, revoked_position=None).exists():
        body = {name: content[name] for name in ("division", "kid", "suite", "public_key")}
        drafts.append(Draft(topic="key.added", body={**body, "possession": content["proof"]}))
    return drafts


def _revocation(content: Mapping[str, str]) -> list[Draft]:
    return [Draft(topic="key.revoked", body={"kid": content["kid"], "reason": content["reason"]})]


def _shows_admission(proposal: Proposal) -> Shown:
    _must_pass(_admission(proposal.content), proposal.proposed_at)
    node = Node.objects.filter(pk=proposal.content["division"]).first()
    return {
        **{name: proposal.content[name] for name in ("division", "base_url", "suite", "kid")},
        "base_url_before": node.base_url if node else "",
        "keys_before": list(
            NodeKey.objects.filter(node=node, revoked_position=None).order_by("kid").values_list("kid", flat=True)
        ),
    }


def _shows_revocation(proposal: Proposal) -> Shown:
    _must_pass(_revocation(proposal.content), proposal.proposed_at)
    key = NodeKey.objects.get(pk=proposal.content["kid"])
    left = NodeKey.objects.filter(node=key.node_id, revoked_position=None).exclude(pk=key.pk)
    return {"kid": key.kid, "division": key.node_id, "suite": key.suite, "keys_left": left.count()}


def _must_pass(drafts: Sequence[Draft], now: datetime) -> None:
    outbox.must_all_count(outbox.rehearse(drafts, now=now))


def _state(drafts: Sequence[Draft], proposal: Proposal, now: datetime) -> None:
    outbox.must_all_count(outbox.author(drafts, now=now, proposal=proposal.pk))


MATTERS = (
    Matter(
        name=ADMISSION,
        title_en="node or key added",
        title_zh="节点接入或启用密钥",
        proposes=("sync.propose_federation",),
        approves=("sync.approve_federation",),
        shows=_shows_admission,
        carry_out=lambda proposal, now: _state(_admission(proposal.content), proposal, now),
    ),
    Matter(
        name=REVOCATION,
        title_en="key revoked",
        title_zh="吊销密钥",
        proposes=("sync.propose_federation",),
        approves=("sync.approve_federation",),
        shows=_shows_revocation,
        carry_out=lambda proposal, now: _state(_revocation(proposal.content), proposal, now),
    ),
)
"""Order of keys and nodes: what a node signs counts by the key's position in the log."""
