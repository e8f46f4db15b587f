"""A log without signatures: says statements the way sync does, on the test's own database.

Plays national (positions at once), or a province with pending facts of its own; the registry cannot tell.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from registry.qualification.models import FilingPeriod, Measure, StandingInterval
from registry.words import lifelong_id
from sync import topics
from sync.log import later
from sync.models import LogEntry, NodeIdentity, Statement, StatementStatus
from sync.topics import Finding, Item
from sync.wire import base64url
from sync.wire import statement as wire
from sync.wire.refusals import NotAccepted
from tests.accounts import agreed

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)

GUIZHOU, CHONGQING, SHANGHAI, NATIONAL = "520000", "500000", "310000", "000000"

BODIES: dict[str, dict[str, Any]] = {
    "institution.recorded": {"name": "某某医院", "kind": "general_hospital"},
    "filing.opened": {"opened_on": "2025-01-02", "role": "physician"},
    "filing.cancelled": {"cancelled_on": "2025-12-31"},
    "decision.issued": {
        "item": "1",
        "basis_kind": "penalty",
        "basis_authority": "某市医疗保障局",
        "basis_document": "医保罚〔2025〕1号",
        "legal_basis": "regulation_38",
        "decided_on": "2025-06-20",
        "degree": "general",
        "points": 5,
    },
    "decision.annulled": {"annulled_on": "2025-09-01", "document": "复决字〔2025〕1号"},
    "measure.stated": {
        "kind": "suspension",
        "starts_on": "2025-07-01",
        "months": 3,
        "number": "处理通知〔2025〕9号",
        "issued_on": "2025-06-30",
    },
    "notice.served": {"number": "处理通知〔2025〕1号", "issued_on": "2025-06-24", "served_on": "2025-06-26"},
    "notice.received": {"received_on": "2025-07-08", "document": "回执〔2025〕1号"},
    "objection.lodged": {"lodged_on": "2025-07-01", "lodged_by": "person", "signed": True, "sealed": True},
    "objection.settled": {
        "outcome": "upheld",
        "settled_on": "2025-07-20",
        "document": "复核〔2025〕1号",
        "reason": "记分依据充分",
    },
    "repair.granted": {"year": 2025, "points": 2, "act": "training", "granted_on": "2025-10-01"},
    "agreement.recorded": {"number": "协议〔2025〕1号", "valid_from": "2025-01-01", "valid_to": "2026-01-01"},
    "agreement.ended": {"ended_on": "2025-07-01"},
    "restoration.assessed": {"assessed_on": "2025-12-20", "effective_on": "2025-12-22", "passed": True},
    "cascade.applied": {"reference": "R1", "status": "suspended", "applied_on": "2025-05-01"},
    "cascade.lifted": {"lifted_on": "2025-08-01"},
    "commendation.recorded": {"title": "好医生", "awarded_on": "2025-05-04", "document": "表彰〔2025〕1号"},
    "loss.borne": {
        "reference": "L1",
        "service_from": "2025-07-01",
        "service_to": "2025-07-03",
        "amount_fen": 123_400,
        "decided_on": "2025-08-20",
    },
    "case.unscored": {
        "basis_authority": "某市医疗保障局",
        "basis_document": "医保罚〔2025〕9号",
        "case_number": "C9",
        "legal_basis": "regulation_40",
        "decided_on": "2025-06-20",
    },
    "person.merged": {"merged_on": "2025-10-01", "case": "国人〔2025〕1号"},
    "person.split": {"split_on": "2026-01-10", "case": "国人〔2026〕1号"},
}
"""What the tests of a topic leave as it is."""


LONG_AGO = "2020-01-01"
"""When people were issued and institutions recorded, before anything befell them."""

SIGNED = (
    "notice_served_on", "decided_on", "annulled_on", "settled_on", "lodged_on", "assessed_on", "applied_on",
    "lifted_on", "granted_on", "issued_on", "merged_on", "split_on", "opened_on", "cancelled_on", "awarded_on",
)  # fmt: skip
"""The day on which what a statement says was decided, by which it is signed unless a test says otherwise."""

BASES = {1: "other_1_3", 4: "regulation_38", 7: "other_7_9", 10: "regulation_40"}
"""A legal basis for each band, under the least points of the band."""


def scoring(points: int) -> dict[str, Any]:
    """Return points with a legal basis whose band they lie in."""
    return {"points": points, "legal_basis": BASES[points - (points - 1) % 3]}


def person(number: int) -> str:
    """Return the n-th invented lifelong ID."""
    return lifelong_id.make(f"{number:014d}")


def hospital(division: str, number: int = 1) -> str:
    """Return the code of the n-th invented hospital of a division."""
    return f"H{division}{number:05d}"


@dataclass(slots=True)
class Ledger:
    """Says statements and keeps what was said."""

    now: datetime = NOW
    said: list[Item] = field(default_factory=list)
    sequence: dict[str, Iterable[int]] = field(default_factory=dict)
    ids: Iterable[int] = field(default_factory=lambda: itertools.count(1))
    positions: Iterable[int] = field(default_factory=lambda: itertools.count(1))
    clock: datetime | None = None
    """What the log's clock shows."""
    arrives: datetime | None = None
    """When what is said is stored here: with its signature, unless a test says otherwise."""

    def open(self, *people: int, institutions: Sequence[str] = (GUIZHOU, CHONGQING, SHANGHAI)) -> None:
        """Issue IDs for these people and record one hospital in each of the divisions."""
        if people:
            issued = {"issued_for": GUIZHOU, "persons": [person(number) for number in people]}
            self.say("person.issued", NATIONAL, issued)
        for division in institutions:
            self.say("institution.recorded", division, {"code": hospital(division), "division": division})

    def item(self, topic: str, author: str, body: Mapping[str, Any]) -> Item:
        """Return a statement of this topic, read but not stored. Raises Refused."""
        whole = {**BODIES.get(topic, {}), **body}
        if topic == "decision.issued":
            whole.setdefault("institution", hospital(author))
            whole.setdefault("case_number", f"{author}-{next(self.ids)}")
        if topic in ("filing.opened", "loss.borne", "agreement.recorded", "case.unscored"):
            whole.setdefault("institution", hospital(author))
        found = topics.find(topic)
        assert found is not None
        return Item(
            id=UUID(int=(7 << 76) | (2 << 62) | next(self.ids)),
            author=author,
            topic=topic,
            seq=next(self.sequence.setdefault(author, itertools.count(1))),
            issued_at=self._signed_at(whole),
            body=whole,
            value=found.handler.parse(whole),
        )

    def _signed_at(self, body: Mapping[str, Any]) -> datetime:
        """Return noon of the day that a statement is about, as it was lived; long ago where it names none."""
        named = next((body[name] for name in SIGNED if body.get(name)), LONG_AGO)
        latest = self.now - timedelta(days=1)
        try:
            return min(datetime.fromisoformat(f"{named}T12:00:00+08:00"), latest)
        except ValueError:
            return latest

    def check(self, *items: Item) -> list[Finding]:
        """Return the verdicts on a batch of one topic."""
        topic = topics.find(items[0].topic)
        assert topic is not None
        return topic.handler.check(items, now=self.now)

    def decide(self, points: int, author: str = GUIZHOU, *, who: int = 1, status: str = "logged", **body: Any) -> Item:
        """Say a decision of so many points about the n-th person."""
        said = {"person": person(who), **scoring(points), **body}
        return self.say("decision.issued", author, said, status=status)

    def say(self, topic: str, author: str, body: Mapping[str, Any], *, status: str = "logged") -> Item:
        """Check, store and apply one statement. Raises Refused."""
        item = self.item(topic, author, body)
        with transaction.atomic():
            topics.hooks().lock(topics.find(topic).handler.subjects([item]))
            verdict = self.check(item)[0]
            if verdict is not None:
                raise verdict
            self.store(item, status=status)
            self.apply(item)
        return item

    def merge(self, absorbed: int, into: int, on: str = "2025-10-01") -> Item:
        """Say that the n-th person is the m-th."""
        body = {"absorbed": person(absorbed), "into": person(into), "merged_on": on}
        return self.say("person.merged", NATIONAL, body)

    def refusal(self, topic: str, author: str, body: Mapping[str, Any]) -> NotAccepted:
        """Return why a statement is not accepted."""
        try:
            item = self.item(topic, author, body)
        except NotAccepted as rejected:
            return rejected
        verdict = self.check(item)[0]
        assert verdict is not None, "accepted"
        return verdict

    def store(self, *items: Item, status: str = "logged") -> None:
        """Store statements, with a position where they are logged."""
        for item in items:
            raw = unsigned(item)
            Statement.objects.create(
                id=item.id, author=item.author, seq=item.seq, topic=item.topic, digest=sha256(raw).digest(), raw=raw,
                issued_at=item.issued_at, stored_at=self.arrives or item.issued_at, status=status,
                proposal_id=self.agreed_on(item),
            )  # fmt: skip
            if status == StatementStatus.LOGGED:
                self.log(item)
            self.said.append(item)

    def agreed_on(self, item: Item) -> UUID | None:
        """Return what two accounts agreed on, where the node itself states what binds somebody."""
        own = topics.find(item.topic).binds and NodeIdentity.objects.filter(division=item.author).exists()
        return agreed(str(item.id), now=self.now) if own else None

    def log(self, item: Item) -> None:
        """Give a stored statement its position."""
        item.position = next(self.positions)
        published = topics.find(item.topic).published(item.body)
        self.clock = later(self.clock, item.issued_at if published else None)
        LogEntry.objects.create(
            position=item.position, statement_id=item.id, leaf=b"", published=True, reached_at=self.clock
        )
        Statement.objects.filter(pk=item.id).update(status=StatementStatus.LOGGED)

    def set_status(self, item: Item, status: str) -> None:
        """Change what became of a statement, and settle."""
        Statement.objects.filter(pk=item.id).update(status=status)
        self.settle(item)

    def apply(self, *items: Item) -> None:
        """Apply and settle statements, one by one, in this order."""
        for item in items:
            topic = topics.find(item.topic)
            topics.hooks().settle(topic.handler.apply([item], now=self.now), [item], now=self.now)

    def settle(self, item: Item) -> None:
        """Settle a statement whose status changed."""
        subjects = topics.find(item.topic).handler.subjects([item])
        topics.hooks().settle(subjects, [item], now=self.now)


def unsigned(item: Item) -> bytes:
    """Return a statement as it is stored, with a signature that is nobody's."""
    payload = {
        "id": str(item.id), "topic": item.topic, "author": item.author, "seq": item.seq, "prev": wire.GENESIS_PREV,
        "issued_at": item.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"), "body": item.body,
    }  # fmt: skip
    header = {"alg": "EdDSA", "kid": "nobody", "typ": wire.TYP}
    return b".".join(base64url.encode(part) for part in (orjson.dumps(header), orjson.dumps(payload), b"unsigned"))


def projection() -> dict[str, list[tuple[Any, ...]]]:
    """Return every projection row, comparable."""
    tables = {}
    for model in (StandingInterval, Measure, FilingPeriod):
        columns = [column.attname for column in model._meta.concrete_fields if column.name != "id"]
        rows = model.objects.order_by().values_list(*columns)
        tables[model.__name__] = sorted(tuple(map(repr, row)) for row in rows)
    return tables
