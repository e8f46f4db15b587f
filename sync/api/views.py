"""The addresses between nodes, answered by national."""

from base64 import b64decode, b64encode

from django.db import transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from sync import inbox, keys, log, merkle_store, receipts
from sync.api.node_view import NodeView
from sync.api.transport import NodeRequest
from sync.bulk import security_event
from sync.models import Checkpoint, Cosignature, LogEntry, Node, NodeKey
from sync.wire import checkpoint as notes
from sync.wire import cursor
from sync.wire.refusals import FormatRefused, ProtocolRefused

OBJECT = OpenApiTypes.OBJECT


def _parameter(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.INT, description=description)


def _whole(parameters: dict[str, str], name: str) -> int:
    """Return a required position or size. Raises ProtocolRefused: parameter_malformed."""
    try:
        if name not in parameters:
            raise FormatRefused.because("cursor_malformed", name)
        return cursor.parse_cursor(parameters[name], field=name)
    except FormatRefused:
        raise ProtocolRefused.because("parameter_malformed", name) from None


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode()


class StatementsView(NodeView):
    """Statements in, receipts out."""

    @extend_schema(
        request=OBJECT,
        responses=OBJECT,
        parameters=[_parameter("dry_run", "1: say what would follow, store nothing")],
        description='`{"statements": ["<jws>", …]}`, at most 1,000 → `{"receipts": […], "counts": {…}}`',
    )
    def post(self, asked: NodeRequest) -> dict[str, object]:
        """Take a batch."""
        dry_run = asked.parameters("dry_run").get("dry_run", "0")
        if dry_run not in ("0", "1"):
            raise ProtocolRefused.because("parameter_malformed", "dry_run")
        statements = asked.document(members=frozenset({"statements"}))["statements"]
        if type(statements) is not list:
            raise ProtocolRefused.because("request_malformed", "statements")
        if len(statements) > inbox.MAX_BATCH:
            raise ProtocolRefused.because("batch_too_large", "statements", longest=inbox.MAX_BATCH)
        # What is no text is no statement either, and gets its receipt as such.
        raws = [one.encode() if type(one) is str else b"" for one in statements]
        found = inbox.receive(asked.division, raws, now=asked.at, dry_run=dry_run == "1")
        return {"receipts": [receipt.document() for receipt in found], "counts": receipts.counts(found)}


class LogView(NodeView):
    """Pages of the log."""

    @extend_schema(
        responses=OBJECT,
        parameters=[
            _parameter("after", "position of the last entry read; 0 at the start"),
            _parameter("limit", "entries at most, 1 to 1,000"),
            _parameter("wait", "seconds to wait for an entry, 0 to 30"),
        ],
        description='`{"entries": [{"position", "statement" | "leaf"}], "checkpoint": "<signed note>", "size": n}`',
    )
    def get(self, asked: NodeRequest) -> dict[str, object]:
        """Return the page after a cursor, waiting for one if asked to."""
        parameters = asked.parameters("after", "limit", "wait")
        after = cursor.parse_cursor(parameters.get("after"))
        limit = cursor.parse_limit(parameters.get("limit"))
        wait = cursor.parse_wait(parameters.get("wait"))
        page = log.page(asked.division, after, limit)
        if not page.entries and wait and page.size == after and log.wait_for(after, wait):
            page = log.page(asked.division, after, limit)
        return page.document()


class CheckpointView(NodeView):
    """The log as it is now."""

    @extend_schema(responses=OBJECT, description='`{"checkpoint": "<signed and cosigned note>", "size": n}`')
    def get(self, asked: NodeRequest) -> dict[str, object]:
        """Return the current checkpoint with the cosignatures it has."""
        asked.parameters()
        note = log.current_checkpoint()
        return {"checkpoint": note, "size": notes.parse_note(note)[0].size}


class CosignaturesView(NodeView):
    """Signatures of nodes under checkpoints they have verified."""

    @extend_schema(request=OBJECT, responses=OBJECT, description='`{"size": n, "line": "— 520000 …"}`')
    def post(self, asked: NodeRequest) -> dict[str, object]:
        """Keep a cosignature."""
        document = asked.document(members=frozenset({"size", "line"}))
        size, line = document["size"], document["line"]
        if type(size) is not int or type(line) is not str or size < 1:
            raise ProtocolRefused.because("request_malformed", "size")
        if size > merkle_store.head().size:
            raise ProtocolRefused.because("checkpoint_unknown", "size")
        note = log.checkpoint_at(size)
        key = keys.records([asked.kid])[asked.kid]
        try:
            signature = notes.parse_signature_line(line)
            notes.verify_cosignature(
                notes.with_signatures(note, [signature]),
                name=asked.division,
                suite=key.suite,
                public_key=key.public,
            )
        except FormatRefused as error:
            # The line fits another tree of this size: somebody was shown another log.
            security_event("cosignature_invalid", asked.division, f"size {size}: {error.code}", now=asked.at)
            raise ProtocolRefused.because("cosignature_invalid", "line") from None
        with transaction.atomic():
            checkpoint, _ = Checkpoint.objects.get_or_create(
                size=size, defaults={"root": merkle_store.root_at(size), "note": note, "made_at": asked.at}
            )
            Cosignature.objects.get_or_create(
                checkpoint=checkpoint,
                node_id=asked.division,
                defaults={"line": signature.line(), "made_at": asked.at},
            )
            count = checkpoint.cosignatures.count()
        return {"size": size, "cosignatures": count}


class InclusionView(NodeView):
    """Proofs that an entry is in the log (RFC 9162 §2.1.3)."""

    @extend_schema(responses=OBJECT, parameters=[_parameter("position", "from 1"), _parameter("size", "of the log")])
    def get(self, asked: NodeRequest) -> dict[str, object]:
        """Return leaf, root and path."""
        parameters = asked.parameters("position", "size")
        position, size = _whole(parameters, "position"), _whole(parameters, "size")
        path = merkle_store.inclusion(position, size)
        leaf = LogEntry.objects.values_list("leaf", flat=True).get(pk=position)
        return {
            "position": position,
            "size": size,
            "leaf": _base64(bytes(leaf)),
            "root": _base64(merkle_store.root_at(size)),
            "path": [_base64(step) for step in path],
        }


class ConsistencyView(NodeView):
    """Proofs that the log only grew (RFC 9162 §2.1.4)."""

    @extend_schema(responses=OBJECT, parameters=[_parameter("from", "earlier size"), _parameter("to", "later size")])
    def get(self, asked: NodeRequest) -> dict[str, object]:
        """Return both roots and the path between them."""
        parameters = asked.parameters("from", "to")
        old, new = _whole(parameters, "from"), _whole(parameters, "to")
        path = merkle_store.consistency(old, new)
        return {
            "from": old,
            "to": new,
            "from_root": _base64(merkle_store.root_at(old)),
            "to_root": _base64(merkle_store.root_at(new)),
            "path": [_base64(step) for step in path],
        }


class KeysView(NodeView):
    """Everybody's keys and the positions they count for."""

    @extend_schema(responses=OBJECT)
    def get(self, asked: NodeRequest) -> dict[str, object]:
        """Return the key set."""
        asked.parameters()
        return {
            "keys": [
                {
                    "kid": key.kid,
                    "division": key.node_id,
                    "suite": key.suite,
                    "public_key": _base64(bytes(key.public_key)),
                    "added_position": key.added_position,
                    "revoked_position": key.revoked_position,
                    "revoked_reason": key.revoked_reason,
                }
                for key in NodeKey.objects.order_by("added_position", "kid")
            ]
        }


class HeartbeatsView(NodeView):
    """How far a node is. Not a statement: it proves nothing and would only make the log grow."""

    @extend_schema(
        request=OBJECT,
        responses=OBJECT,
        description='`{"position": n, "root": "<base64>", "outbox": n}` → `{"size", "chain_seq", "chain_digest"}`',
    )
    def post(self, asked: NodeRequest) -> dict[str, object]:
        """Note how far the node is; compare its root; tell it where its chain ends here."""
        document = asked.document(members=frozenset({"position", "root", "outbox"}))
        position, outbox, said = document["position"], document["outbox"], document["root"]
        if type(position) is not int or type(outbox) is not int or position < 0 or not 0 <= outbox < 2**31:
            raise ProtocolRefused.because("request_malformed", "position")
        if type(said) is not str:
            raise ProtocolRefused.because("request_malformed", "root")
        try:
            root = b64decode(said, validate=True)
        except ValueError:
            raise ProtocolRefused.because("request_malformed", "root") from None
        size = merkle_store.head().size
        if position > size or (position and merkle_store.root_at(position) != root):
            security_event("root_differs", asked.division, f"at {position} of {size}", now=asked.at)
        Node.objects.filter(pk=asked.division).update(last_seen_at=asked.at, last_position=position, last_outbox=outbox)
        node = Node.objects.get(pk=asked.division)
        return {"size": size, "chain_seq": node.chain_seq, "chain_digest": node.chain_digest}
