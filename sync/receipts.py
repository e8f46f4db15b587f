"""Receipts: national's answer to one statement, as a value and on the wire.

{"id":"01981c5e-…","outcome":"accepted","position":41,"code":"","field":"","sentence":"","sentence_zh":"",
 "stored":true}
{"id":"01981c5e-…","outcome":"duplicate","first":"accepted","position":41, …}
{"id":null,"outcome":"refused","position":null,"code":"json_malformed", … ,"stored":false}
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sync.models import Outcome
from sync.wire.refusals import ProtocolRefused, Reason
from sync.wire.strict_json import Json

_FIRST = {Outcome.ACCEPTED, Outcome.HELD, Outcome.REFUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptValue:
    """What became of one statement.

    id:            None when it could not be read
    outcome:       accepted, held, refused; or duplicate, when the answer was given before
    first:         the outcome given before, of a duplicate
    position:      in the log, when accepted
    stored:        whether national keeps it, so that its place in the author's chain is taken; what is not stored
                   may be sent again and judged anew
    expected_seq:  with `sequence_gap`: the sequence number that national waits for
    """

    id: UUID | None
    outcome: Outcome
    position: int | None = None
    code: str = ""
    field: str = ""
    sentence: str = ""
    sentence_zh: str = ""
    first: Outcome | None = None
    stored: bool = True
    expected_seq: int | None = None

    @property
    def duplicate(self) -> bool:
        """Whether this repeats an answer given before."""
        return self.outcome == Outcome.DUPLICATE

    @property
    def meaning(self) -> Outcome:
        """What it says about the statement: accepted, held or refused."""
        return self.first or self.outcome

    def document(self) -> dict[str, object]:
        """Return the receipt as it goes over the wire."""
        found: dict[str, object] = {
            "id": str(self.id) if self.id else None,
            "outcome": self.outcome.value,
            "position": self.position,
            "code": self.code,
            "field": self.field,
            "sentence": self.sentence,
            "sentence_zh": self.sentence_zh,
            "stored": self.stored,
        }
        if self.first is not None:
            found["first"] = self.first.value
        if self.expected_seq is not None:
            found["expected_seq"] = self.expected_seq
        return found


def refusal(
    why: Reason, *, statement_id: UUID | None = None, stored: bool = False, expected_seq: int | None = None
) -> ReceiptValue:
    """Return the receipt of a statement that is refused."""
    return ReceiptValue(
        id=statement_id,
        outcome=Outcome.REFUSED,
        code=why.code,
        field=why.field,
        sentence=why.sentence,
        sentence_zh=why.sentence_zh,
        stored=stored,
        expected_seq=expected_seq,
    )


def read(document: Json) -> ReceiptValue:
    """Read a receipt off the wire. Raises ProtocolRefused: answer_malformed."""
    try:
        return _read(document)
    except (TypeError, ValueError, KeyError, AttributeError):
        raise ProtocolRefused.because("answer_malformed", "receipts") from None


def _read(document: Json) -> ReceiptValue:
    if not isinstance(document, dict):
        raise TypeError("not a receipt")
    texts = {name: str(document[name]) for name in ("code", "field", "sentence", "sentence_zh")}
    found = ReceiptValue(
        id=UUID(str(document["id"])) if document["id"] is not None else None,
        outcome=Outcome(str(document["outcome"])),
        position=_whole(document["position"]),
        first=Outcome(str(document["first"])) if "first" in document else None,
        stored=document["stored"] is True,
        expected_seq=_whole(document.get("expected_seq")),
        **texts,
    )
    if found.meaning not in _FIRST or (found.meaning == Outcome.ACCEPTED) != (found.position is not None):
        raise ValueError("a receipt that contradicts itself")
    return found


def _whole(value: Json) -> int | None:
    if value is not None and (type(value) is not int or value < 1):
        raise ValueError("not a position")
    return value


def counts(receipts: Sequence[ReceiptValue]) -> dict[str, int]:
    """Return how many receipts have each outcome; they add up to the batch."""
    found = Counter(receipt.outcome for receipt in receipts)
    return {outcome.value: found[outcome] for outcome in Outcome}
