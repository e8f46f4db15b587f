"""The node's identity: written once, and compared with settings and key file whenever a process starts."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from sync import keys, outbox
from sync.keys import OwnKey
from sync.models import Cursor, LogHead, Node, NodeIdentity, NodeKey
from sync.outbox import Draft
from sync.topics import NATIONAL
from sync.wire import keys as wire
from sync.wire import suites
from sync.wire.refusals import ProtocolRefused, Refused


def init_national(key: OwnKey, base_url: str, *, now: datetime) -> None:
    """Make this database the national node's: its key is the root of trust, its enrolment the first entry of the log.

    Raises ProtocolRefused: identity_known.
    """
    with transaction.atomic():
        _write(NATIONAL, key, key.public, now)
        for authored in outbox.author(
            [Draft(topic="node.enrolled", body={"division": NATIONAL, "base_url": base_url})], now=now
        ):
            if authored.reason is not None:
                raise Refused(authored.reason)


def init_province(division: str, key: OwnKey, base_url: str, national_public_key: bytes, *, now: datetime) -> None:
    """Make this database a province's node: pins national's key and opens a cursor on its log.

    The own row in the table of nodes is the lock on the own chain; its key comes back with the log, once national has
    enrolled it. Raises ProtocolRefused: identity_known, division_unknown; FormatRefused: key_malformed, weak_key.
    """
    if division not in settings.DIVISIONS:
        raise ProtocolRefused.because("division_unknown", "division")
    with transaction.atomic():
        _write(division, key, national_public_key, now)
        Node.objects.create(division=division, base_url=base_url, enrolled_at=now)
        Cursor.objects.create(source=NATIONAL)


def _write(division: str, key: OwnKey, national_public_key: bytes, now: datetime) -> None:
    if NodeIdentity.objects.exists():
        raise ProtocolRefused.because("identity_known")
    national_kid = wire.key_id(suites.ED25519, national_public_key)
    NodeIdentity.objects.create(
        division=division, instance=uuid4(), kid=key.kid, national_public_key=national_public_key, created_at=now
    )
    LogHead.objects.create()
    Node.objects.create(division=NATIONAL, enrolled_at=now)
    NodeKey.objects.create(
        kid=national_kid,
        node_id=NATIONAL,
        suite=suites.ED25519.name,
        public_key=national_public_key,
        added_position=1,
    )


def disagreements(*, started: bool) -> list[str]:
    """Return, as sentences, where stored identity, settings and key file disagree.

    `started`: whether the node is about to answer or work, for which it needs an identity; a command that sets it up
    does not. A database that cannot be asked has nothing to disagree with: whoever needs it will hear.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('sync_nodeidentity')")
            migrated = cursor.fetchone()[0] is not None
        identity = NodeIdentity.objects.first() if migrated else None
    except DatabaseError:
        return ["The database does not answer."] if started else []
    if identity is None:
        return ["The node has no identity yet: run node_init."] if started else []
    return [found for compare in (_role, _division, _key, _pinned) if (found := compare(identity))]


def _role(identity: NodeIdentity) -> str:
    stored = "national" if identity.division == NATIONAL else "province"
    if stored == settings.ROLE:
        return ""
    return (
        f"The settings are those of a {settings.ROLE} node, the database is that of {identity.division} ({stored}): "
        "DJANGO_SETTINGS_MODULE or DATABASE_URL is wrong."
    )


def _division(identity: NodeIdentity) -> str:
    if identity.division == settings.DIVISION:
        return ""
    return f"PAYQUAL_DIVISION is {settings.DIVISION}, the database that of {identity.division}: one of them is wrong."


def _key(identity: NodeIdentity) -> str:
    try:
        key = keys.own()
    except ProtocolRefused as error:
        why = f"{error.reason.sentence} ({error.reason.field})"
        return f"{why} PAYQUAL_NODE_KEY must name the file of key {identity.kid}."
    if key.kid == identity.kid:
        return ""
    return (
        f"The key file holds key {key.kid}, the database expects {identity.kid}: "
        "PAYQUAL_NODE_KEY or DATABASE_URL is wrong."
    )


def _pinned(identity: NodeIdentity) -> str:
    expected = keys.decode_public(settings.NATIONAL_KEY)
    if not settings.NATIONAL_KEY or expected == keys.pinned():
        return ""
    return "PAYQUAL_NATIONAL_KEY is not the national key that this node was set up with."
