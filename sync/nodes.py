"""Topics about the federation itself, stated by national.

They say who is enrolled, which keys count from which position, and what a human decided about a held statement:

    node.enrolled      {"division":"520000","base_url":"https://…"}
    key.added          {"division":"520000","kid":"…","suite":"ed25519-sha256","public_key":"…","possession":"…"}
    key.revoked        {"kid":"…","reason":"…"}
    statement.settled  {"statement":"<id>","verdict":"accepted"|"refused","code":"…","reason":"…"}

National's first key is stated nowhere: it is pinned on every node, and what it signed is what makes all else true.
"""

from abc import ABC, abstractmethod
from base64 import b64decode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from sync import admission, keys, outbox
from sync.models import Node, NodeKey, Outcome, Statement, StatementStatus
from sync.topics import NATIONAL, Authors, Finding, Handler, Item, Topic, register
from sync.wire import keys as wire
from sync.wire import suites
from sync.wire.refusals import FormatRefused, NotAccepted, Reason, Refused
from sync.wire.suites import Suite


class FederationHandler[Value](ABC):
    """The base of these topics' handlers: exact members, texts of bounded length, one at a time (they are rare)."""

    members: ClassVar[Mapping[str, int]]
    """Member -> most characters."""

    def parse(self, body: Mapping[str, object]) -> Value:
        """Return the typed value of a body. Raises FormatRefused."""
        if unknown := body.keys() - self.members.keys():
            raise FormatRefused.because("member_unknown", min(unknown)[:60])
        texts: dict[str, str] = {}
        for name, longest in self.members.items():
            if name not in body:
                raise FormatRefused.because("member_missing", name)
            value = body[name]
            if not isinstance(value, str) or not value or len(value) > longest or not value.isprintable():
                raise FormatRefused.because("member_malformed", name)
            texts[name] = value
        return self.read(texts)

    @abstractmethod
    def read(self, body: dict[str, str]) -> Value:
        """Return the typed value of texts that are all there. Raises FormatRefused."""

    def subjects(self, items: Sequence[Item]) -> Collection[str]:
        """Return nobody: these statements are about nodes."""
        return ()

    def divisions(self, items: Sequence[Item]) -> Collection[str]:
        """Return whose node rows are locked: no batch of that node may be under way meanwhile."""
        return {item.value.division for item in items}

    def check(self, items: Sequence[Item], *, now: datetime) -> list[Finding]:
        """Return for each item nothing, or why it is refused or held."""
        findings: list[Finding] = []
        seen: set[object] = set()
        for item in items:
            try:
                self.admit(item.value)
                if self.once(item.value) in seen:
                    raise Refused.because("stated_twice")
                seen.add(self.once(item.value))
                findings.append(None)
            except NotAccepted as rejected:
                findings.append(rejected)
        return findings

    @abstractmethod
    def admit(self, value: Value) -> None:
        """Judge one value. Raises Refused."""

    @abstractmethod
    def once(self, value: Value) -> object:
        """Return what a batch may state only once."""

    def apply(self, items: Sequence[Item], *, now: datetime) -> Collection[str]:
        """Store what the items say."""
        for item in items:
            self.store(item, now)
        return ()

    @abstractmethod
    def store(self, item: Item, now: datetime) -> None:
        """Store what one item says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A node and where it answers."""

    division: str
    base_url: str


class NodeEnrolled(FederationHandler[Enrolment]):
    """A node takes part; said again, it has another address."""

    members = {"division": 6, "base_url": 300}

    def read(self, body: dict[str, str]) -> Enrolment:
        parts = urlsplit(body["base_url"])
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FormatRefused.because("member_malformed", "base_url")
        return Enrolment(**body)

    def admit(self, value: Enrolment) -> None:
        if value.division != NATIONAL and value.division not in settings.DIVISIONS:
            raise Refused.because("division_unknown", "division")

    def once(self, value: Enrolment) -> object:
        return value.division

    def store(self, item: Item, now: datetime) -> None:
        Node.objects.update_or_create(
            division=item.value.division,
            defaults={"base_url": item.value.base_url, "enrolled_at": item.issued_at},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A public key, whose it is, and the proof that they hold its private half."""

    division: str
    kid: str
    suite: Suite
    public: bytes
    possession: str


class KeyAdded(FederationHandler[NewKey]):
    """A key counts from this position on."""

    members = {"division": 6, "kid": 64, "suite": 32, "public_key": 400, "possession": 400}

    def read(self, body: dict[str, str]) -> NewKey:
        try:
            suite = suites.by_name(body["suite"])
            public = b64decode(body["public_key"], validate=True)
            kid = wire.key_id(suite, public)
        except FormatRefused as error:
            raise FormatRefused.because(error.code, error.field or "public_key") from None
        except ValueError:
            raise FormatRefused.because("member_malformed", "public_key") from None
        if kid != body["kid"]:
            raise FormatRefused.because("key_id_mismatch", "kid")
        return NewKey(division=body["division"], kid=kid, suite=suite, public=public, possession=body["possession"])

    def admit(self, value: NewKey) -> None:
        if not Node.objects.filter(pk=value.division).exists():
            raise Refused.because("node_unknown", "division")
        known = NodeKey.objects.filter(public_key=value.public).values_list("node", flat=True).first()
        if known is not None:
            raise Refused.because("key_known" if known == value.division else "key_of_another", "public_key")
        if not keys.possession_holds(
            value.possession,
            division=value.division,
            suite=value.suite,
            public=value.public,
            national_kid=keys.pinned_kid(),
        ):
            raise Refused.because("possession_unproved", "possession")

    def once(self, value: NewKey) -> object:
        return value.kid

    def store(self, item: Item, now: datetime) -> None:
        value: NewKey = item.value
        assert item.position is not None, "national's statements have their positions when they are applied"
        NodeKey.objects.get_or_create(
            kid=value.kid,
            defaults={
                "node_id": value.division,
                "suite": value.suite.name,
                "public_key": value.public,
                "added_position": item.position,
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """A key that no longer counts, and why."""

    kid: str
    reason: str


class KeyRevoked(FederationHandler[Revocation]):
    """A key no longer counts from this position on; what it signed before stays."""

    members = {"kid": 64, "reason": 200}

    def read(self, body: dict[str, str]) -> Revocation:
        return Revocation(**body)

    def divisions(self, items: Sequence[Item]) -> Collection[str]:
        """Return the keys' owners: a batch signed with a key and its revocation must not cross."""
        kids = [item.value.kid for item in items]
        return set(NodeKey.objects.filter(pk__in=kids).order_by().values_list("node", flat=True))

    def admit(self, value: Revocation) -> None:
        key = NodeKey.objects.filter(pk=value.kid).first()
        if key is None:
            raise Refused.because("key_unknown", "kid")
        if key.revoked_position is not None:
            raise Refused.because("key_revoked", "kid")
        if value.kid == keys.pinned_kid():
            raise Refused.because("key_pinned", "kid")

    def once(self, value: Revocation) -> object:
        return value.kid

    def store(self, item: Item, now: datetime) -> None:
        NodeKey.objects.filter(pk=item.value.kid, revoked_position=None).update(
            revoked_position=item.position, revoked_reason=item.value.reason
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a human ruled about a held statement."""

    statement: UUID
    verdict: Outcome
    code: str
    reason: str


class StatementSettled(FederationHandler[Ruling]):
    """A human's ruling. An accepted statement is the very next entry; a refused one never counts."""

    members = {"statement": 36, "verdict": 8, "code": 60, "reason": 500}

    def read(self, body: dict[str, str]) -> Ruling:
        try:
            statement, verdict = UUID(body["statement"]), Outcome(body["verdict"])
        except ValueError:
            raise FormatRefused.because("member_malformed", "statement") from None
        if verdict not in (Outcome.ACCEPTED, Outcome.REFUSED):
            raise FormatRefused.because("member_malformed", "verdict")
        return Ruling(statement=statement, verdict=verdict, code=body["code"], reason=body["reason"])

    def subjects(self, items: Sequence[Item]) -> Collection[str]:
        """Return whom the held statements are about."""
        found: set[str] = set()
        for candidate in admission.stored([item.value.statement for item in items]):
            found.update(candidate.topic.handler.subjects([candidate.item]))
        return found

    def divisions(self, items: Sequence[Item]) -> Collection[str]:
        """Return the authors of the held statements."""
        ids = [item.value.statement for item in items]
        return set(Statement.objects.filter(pk__in=ids).order_by().values_list("author", flat=True))

    def admit(self, value: Ruling) -> None:
        status = Statement.objects.filter(pk=value.statement).values_list("status", flat=True).first()
        if status is None:
            raise Refused.because("statement_unknown", "statement")
        if status != StatementStatus.HELD:
            raise Refused.because("not_held", "statement")

    def once(self, value: Ruling) -> object:
        return value.statement

    def store(self, item: Item, now: datetime) -> None:
        value: Ruling = item.value
        if value.verdict != Outcome.REFUSED:
            return
        known = Statement.objects.filter(pk=value.statement).exclude(status=StatementStatus.LOGGED)
        if known.update(status=StatementStatus.REFUSED):
            why = Reason(code=value.code, sentence=value.reason, sentence_zh=value.reason)
            outbox.refuse(value.statement, why)
            candidates = admission.stored([value.statement])
            admission.restate(candidates, in_force=lambda candidate: False, now=now)


def _topic(name: str, handler: Handler, title_en: str, title_zh: str) -> Topic:
    return Topic(name=name, authors=Authors.NATIONAL, handler=handler, binds=True, title_en=title_en, title_zh=title_zh)


TOPICS = (
    _topic("node.enrolled", NodeEnrolled(), "node enrolled", "节点接入"),
    _topic("key.added", KeyAdded(), "key added", "密钥启用"),
    _topic("key.revoked", KeyRevoked(), "key revoked", "密钥吊销"),
    _topic("statement.settled", StatementSettled(), "held statement settled", "待核报文人工认定"),
)


def register_all() -> None:
    """Make these topics known; called once, when Django starts."""
    for topic in TOPICS:
        register(topic)
