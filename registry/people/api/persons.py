"""`POST /sync/v1/persons`: a province asks national who somebody is, and gets lifelong IDs, known or new.

Authenticated and answered like everything between nodes: signed requests, signed answers. Identities are in the body,
and nowhere else: not in the address, not in log lines, not in what is stated on the log.
"""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from registry.doors.api.bodies import printable
from registry.people.services import identities
from registry.people.services.identity_requests import IdentityAnswer, IdentityRequest
from registry.words.divisions import is_province
from sync.api.node_view import NodeView
from sync.api.transport import NodeRequest
from sync.wire.refusals import ProtocolRefused, Reason, reason

MAX_IDENTITIES = 1000
_FIELDS = frozenset({"document_kind", "document_number", "name", "born_on", "system", "code", "category"})


class PersonsView(NodeView):
    """Identities in, lifelong IDs out, one answer each."""

    @extend_schema(
        request=OpenApiTypes.OBJECT,
        responses=OpenApiTypes.OBJECT,
        description=(
            '`{"mode": "issue" | "find", "identities": [{"document_kind", "document_number", "name", "born_on", '
            '"system", "code", "category"}]}`, at most 1,000 → `{"answers": [{"outcome": "issued" | "known" | "held" '
            '| "refused" | "unknown", "person", "issued_for", "issued_at", "code", "field", "sentence", "sentence_zh"'
            "}]}`, one answer each, in their order"
        ),
    )
    def post(self, asked: NodeRequest) -> dict[str, object]:
        """Answer a batch."""
        if not is_province(asked.division):
            raise ProtocolRefused.because("forbidden")
        asked.parameters()
        body = asked.document(members=frozenset({"mode", "identities"}))
        mode, given = body["mode"], body["identities"]
        if mode not in ("issue", "find"):
            raise ProtocolRefused.because("mode_unknown", "mode")
        if type(given) is not list:
            raise ProtocolRefused.because("list_expected", "identities")
        if len(given) > MAX_IDENTITIES:
            raise ProtocolRefused.because("batch_too_large", "identities", longest=MAX_IDENTITIES)
        read = [_read(each) for each in given]
        requests = [each for each in read if isinstance(each, IdentityRequest)]
        if mode == "issue":
            found = identities.issue(requests, asked_by=asked.division, acting=asked.kid, now=asked.at)
        else:
            found = identities.find(requests, now=asked.at)
        answers = iter(found)
        return {
            "answers": [
                _document(next(answers) if isinstance(each, IdentityRequest) else _unreadable(each)) for each in read
            ]
        }


def _read(given: object) -> IdentityRequest | Reason:
    if type(given) is not dict:
        return reason("line_malformed")
    for name in given:
        if name not in _FIELDS:
            return reason("unknown_field", printable(name))
    return IdentityRequest(**given)


def _unreadable(why: Reason) -> IdentityAnswer:
    return IdentityAnswer(outcome="refused", reason=why)


def _document(answer: IdentityAnswer) -> dict[str, object]:
    why = answer.reason
    return {
        "outcome": answer.outcome,
        "person": answer.lifelong_id,
        "issued_for": answer.issued_for,
        "issued_at": answer.issued_at.isoformat() if answer.issued_at else None,
        "code": why.code if why else "",
        "field": why.field if why else "",
        "sentence": why.sentence if why else "",
        "sentence_zh": why.sentence_zh if why else "",
    }
