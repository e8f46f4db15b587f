"""Tells national how far this node is, and cosigns the checkpoints it has verified."""

from django.db import transaction
from django.utils import timezone

from sync import admission, keys, merkle_store, outbox
from sync.bulk import security_event
from sync.client import NationalClient
from sync.models import Checkpoint, Cosignature, Node
from sync.topics import NATIONAL
from sync.wire import checkpoint as notes
from sync.wire.refusals import ProtocolRefused


def heartbeat(client: NationalClient) -> None:
    """Tell national position, root and outbox; go on from its memory of the own chain if that is ahead.

    It is ahead when this database was restored to an older state: a sequence number must not be used twice.
    Raises ProtocolRefused.
    """
    head = merkle_store.head()
    counts = outbox.counts()
    answer = client.post_heartbeat(position=head.size, root=head.root(), outbox=counts["waiting"] + counts["receipted"])
    seq, digest = answer.get("chain_seq"), answer.get("chain_digest")
    if type(seq) is not int or type(digest) is not str or len(digest) != 64:
        raise ProtocolRefused.because("answer_malformed", "chain_seq")
    _go_on_from(seq, digest)


def _go_on_from(seq: int, digest: str) -> None:
    now = timezone.now()
    with transaction.atomic():
        division = outbox.this_division()
        node = admission.lock_nodes([division])[division]
        if seq > node.chain_seq:
            security_event("own_chain_behind", NATIONAL, f"national has seq {seq}, here {node.chain_seq}", now=now)
            Node.objects.filter(pk=division).update(chain_seq=seq, chain_digest=digest)


def cosign(client: NationalClient) -> None:
    """Sign the newest checkpoint this node has verified, keep the signature, then hand it in. Raises ProtocolRefused.

    The node applied everything below it and compared the root, so it extends all that was signed before.
    """
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is None:
        return
    division = outbox.this_division()
    kept = Cosignature.objects.filter(checkpoint=newest, node_id=division).first()
    if kept is None:
        key, now = keys.own(), timezone.now()
        body, _ = notes.parse_note(newest.note)
        line = notes.cosign(
            body, name=division, suite=key.suite, private_key=key.private, timestamp=int(now.timestamp())
        ).line()
        kept = Cosignature.objects.create(checkpoint=newest, node_id=division, line=line, made_at=now)
    client.cosign(newest.size, kept.line)
