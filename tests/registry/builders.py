"""Invented people and what befell them, said as signed statements, for tests that look at whole pages.

Built on the ledger: every fact goes through its topic's check and apply, so a scene can hold nothing that the registry
would refuse. Statements are really signed, each author with a key of its own, so pages can show what was signed.
"""

import datetime
import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group, Permission, User
from django.utils.timezone import localdate, now
from guardian.shortcuts import assign_perm
from stdnum.iso7064 import mod_11_2

from provinces.files.models import IntakeFile, IntakeRow
from provinces.office.models import Province
from provinces.office.services.province_list import ensure_provinces
from registry.institutions.models import Institution
from registry.people.models import Document, HeldIdentity, Identity, Person, PersonCode
from registry.people.services.identity_requests import IdentityRequest, check_request
from registry.vault.services import seals
from registry.words.bases import LEGAL_BASES
from registry.words.written.names import normalise_name
from sync import log, topics
from sync.models import (
    Checkpoint,
    Cosignature,
    Cursor,
    LogEntry,
    LogHead,
    Node,
    NodeIdentity,
    NodeKey,
    OutboxItem,
    Receipt,
    SecurityEvent,
    Statement,
    StatementStatus,
)
from sync.topics import Item
from sync.wire import checkpoint, merkle
from sync.wire.keys import key_id
from sync.wire.statement import sign
from sync.wire.suites import ED25519, KeyPair
from tests.registry.ledger import CHONGQING, GUIZHOU, NATIONAL, Ledger, hospital, person

INNER_MONGOLIA = "150000"
PROVINCES = (GUIZHOU, INNER_MONGOLIA, CHONGQING)
ORIGIN = "payqual/national"
PASSWORD = "only-for-tests-1949"
BANDS = {range(1, 4): "contractual_damages", range(4, 7): "regulation_38", range(7, 10): "claim_for_ineligible"}

OFFICER_MODELS = {
    "registry": (
        "annulment", "cascade", "cascadelift", "decision", "emergencyuse", "filing", "filingcancellation",
        "heldidentity", "institution", "institutionkey", "lookrecord", "measure", "notification", "person",
        "restoration", "rulepack", "standinginterval", "subscription",
    ),
    "sync": (
        "checkpoint", "cursor", "logentry", "node", "nodekey", "outboxitem", "receipt", "securityevent",
        "statement",
    ),
    "provinces": ("intakefile", "intakerow", "province"),
}  # fmt: skip


def key_of(author: str) -> KeyPair:
    """Return the test key of an author."""
    return ED25519.generate(hashlib.sha256(author.encode()).digest())


def resident_id(number: int) -> str:
    """Return an invented resident ID of somebody born in 1980."""
    seventeen = f"52010119800229{number:03d}"
    return seventeen + mod_11_2.calc_check_digit(seventeen)


def legal_basis(points: int) -> str:
    """Return a legal basis whose band holds these points."""
    return next((name for band, name in BANDS.items() if points in band), "regulation_40")


@dataclass(slots=True)
class Scene(Ledger):
    """A ledger whose statements are signed and whose people have names."""

    leaves: list[bytes] = field(default_factory=list)

    def begin(self) -> "Scene":
        """Play national: identity, nodes and keys, provinces, institutions."""
        ensure_provinces()
        self.now = now()
        NodeIdentity.objects.create(
            division=NATIONAL, instance=UUID(int=1), kid=self.kid(NATIONAL), created_at=self.now
        )
        for division in (NATIONAL, *PROVINCES):
            node = Node.objects.create(
                division=division,
                base_url=f"https://{division}.example",
                enrolled_at=self.now,
                last_seen_at=self.now if division != NATIONAL else None,
            )
            NodeKey.objects.create(
                kid=self.kid(division),
                node=node,
                suite=ED25519.name,
                public_key=key_of(division).public,
                added_position=0,
            )
        self.institution(hospital(GUIZHOU), "示例综合医院", "general_hospital", GUIZHOU)
        self.institution(hospital(GUIZHOU, 2), "示例大药房（一店）", "retail_pharmacy", GUIZHOU)
        self.institution(hospital(INNER_MONGOLIA), "草原示例旗医院", "general_hospital", INNER_MONGOLIA)
        self.institution(hospital(CHONGQING), "山城示例社区卫生服务中心", "community_health_centre", CHONGQING)
        return self

    def kid(self, author: str) -> str:
        """Return the key ID of an author."""
        return key_id(ED25519, key_of(author).public)

    def store(self, *items: Item, status: str = "logged") -> None:
        """Store signed statements, with a position where they are logged."""
        for item in items:
            signed = sign(
                id=str(item.id),
                topic=item.topic,
                author=item.author,
                seq=item.seq,
                prev="0" * 64,
                issued_at=item.issued_at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                body=dict(item.body),
                kid=self.kid(item.author),
                suite=ED25519,
                private_key=key_of(item.author).private,
            )
            Statement.objects.create(
                id=item.id,
                author=item.author,
                seq=item.seq,
                topic=item.topic,
                digest=signed.digest,
                raw=signed.raw,
                issued_at=item.issued_at,
                stored_at=self.now,
                status=status,
                proposal_id=self.agreed_on(item),
            )
            if status == StatementStatus.LOGGED:
                item.position = next(self.positions)
                leaf = merkle.leaf_hash(signed.raw)
                self.leaves.append(leaf)
                at = self._clock(item)
                LogEntry.objects.create(
                    position=item.position, statement_id=item.id, leaf=leaf, published=True, reached_at=at
                )
            self.said.append(item)

    def _clock(self, item: Item) -> datetime.datetime | None:
        """Return what the log's clock shows after a statement."""
        before = LogEntry.objects.order_by("-position").values_list("reached_at", flat=True).first()
        topic = topics.find(item.topic)
        assert topic is not None
        return log.later(before, item.issued_at if topic.published(item.body) else None)

    def institution(self, code: str, name: str, kind: str, division: str) -> Institution:
        """Record an institution."""
        body = {"code": code, "name": name, "kind": kind, "division": division}
        self.say("institution.recorded", division, body)
        return Institution.objects.get(pk=code)

    def person(self, number: int, name: str, *, issued_for: str = GUIZHOU, known: bool = True) -> Person:
        """Issue an ID, and put the identity into the vault."""
        self.say("person.issued", NATIONAL, {"issued_for": issued_for, "persons": [person(number)]})
        one = Person.objects.get(pk=person(number))
        if known:
            Identity.objects.create(
                person=one,
                name_sealed=seals.seal(name),
                name_hash=seals.hash_name(normalise_name(name)),
                born_sealed=seals.seal("1980-02-29"),
                category="medical",
                recorded_at=self.now,
            )
            Document.objects.create(
                person=one,
                kind="resident_id",
                number_sealed=seals.seal(resident_id(number)),
                number_hash=seals.hash_document("resident_id", resident_id(number)),
                recorded_at=self.now,
            )
            PersonCode.objects.create(
                person=one, system="nhsa", code=f"D{issued_for}{number:06d}", recorded_at=self.now
            )
        return one

    def file(self, one: Person, division: str, *, number: int = 1, on: str = "2022-01-04", **more: Any) -> Item:
        """File a person at an institution of a division."""
        body = {"person": one.pk, "institution": hospital(division, number), "opened_on": on, "role": "physician"}
        return self.say("filing.opened", division, body | more)

    def decide(
        self, one: Person, division: str, points: int, on: datetime.date, *, status: str = "logged", **more: Any
    ) -> Item:
        """Decide points for a person."""
        body = {
            "person": one.pk,
            "points": points,
            "legal_basis": legal_basis(points),
            "basis_kind": min(LEGAL_BASES[legal_basis(points)].allowed_kinds).value,
            "decided_on": on.isoformat(),
            "reached": "at_once" if points == 12 else "accumulated",
        }
        return self.say("decision.issued", division, body | more, status=status)

    def restore(self, one: Person, division: str, on: datetime.date) -> Item:
        """Restore a person."""
        day = on.isoformat()
        body = {"person": one.pk, "assessed_on": day, "effective_on": day, "document": "评估〔2023〕1号"}
        return self.say("restoration.assessed", division, body)

    def seal_log(self) -> Checkpoint:
        """Sign a checkpoint over everything said so far, and let the provinces put their names under it."""
        frontier = merkle.Frontier()
        for leaf in self.leaves:
            frontier.append(leaf)
        size, root = len(self.leaves), frontier.root()
        LogHead.objects.update_or_create(singleton=True, defaults={"size": size})
        made = checkpoint.Checkpoint(origin=ORIGIN, size=size, root=root)
        note = checkpoint.sign(made, name=ORIGIN, suite=ED25519, private_key=key_of(NATIONAL).private)
        row = Checkpoint.objects.create(size=size, root=root, note=note, made_at=self.now)
        for division in PROVINCES[:2]:
            signature = checkpoint.cosign(
                made,
                name=division,
                suite=ED25519,
                private_key=key_of(division).private,
                timestamp=int(self.now.timestamp()),
            )
            Cosignature.objects.create(
                checkpoint=row, node_id=division, line=signature.line().strip(), made_at=self.now
            )
            Node.objects.filter(pk=division).update(last_position=size - 2)
        return row


def days_ago(days: int) -> datetime.date:
    """Return a day before today."""
    return localdate() - datetime.timedelta(days=days)


def whole_scene() -> Scene:
    """Return a registry in which everything that a page can show has happened."""
    scene = Scene().begin()
    day = datetime.date
    shared = scene.person(1, "测试甲")
    scene.file(shared, GUIZHOU)
    scene.file(shared, CHONGQING)
    recently = days_ago(20)
    scene.decide(shared, GUIZHOU, 5, recently)
    scene.decide(shared, CHONGQING, 5, recently)

    career = scene.person(2, "测试乙")
    scene.file(career, GUIZHOU, on="2021-03-01")
    scene.decide(career, GUIZHOU, 9, day(2022, 3, 10), suspension_months=6)
    scene.restore(career, GUIZHOU, day(2022, 9, 12))
    undone = scene.decide(career, GUIZHOU, 2, day(2023, 5, 4))
    scene.say(
        "decision.annulled",
        GUIZHOU,
        {"decision": str(undone.id), "annulled_on": "2023-08-01", "document": "复决字〔2023〕7号"},
    )
    scene.decide(career, GUIZHOU, 3, day(2024, 2, 1))
    scene.decide(career, GUIZHOU, 12, day(2024, 6, 20))

    waiting = scene.person(3, "测试丙")
    scene.file(waiting, GUIZHOU, number=2, role="head")
    scene.decide(waiting, GUIZHOU, 9, days_ago(300), suspension_months=2)

    lifted = scene.person(4, "测试丁")
    scene.file(lifted, GUIZHOU)
    applied = scene.say(
        "cascade.applied",
        GUIZHOU,
        {
            "person": lifted.pk, "institution": hospital(GUIZHOU), "reference": "黔医保协〔2025〕3号",
            "status": "suspended", "reason": "定点机构中止协议", "applied_on": "2025-02-01",
        },
    )  # fmt: skip
    scene.say("cascade.lifted", GUIZHOU, {"cascade": str(applied.id), "lifted_on": "2025-08-01"})

    scene.file(scene.person(5, "测试戊"), GUIZHOU)

    other = scene.person(6, "测试己", issued_for=INNER_MONGOLIA)
    scene.file(other, INNER_MONGOLIA)
    scene.decide(other, INNER_MONGOLIA, 12, days_ago(40), case_number="蒙医保〔2026〕6号")

    scene.person(7, "测试庚", issued_for=INNER_MONGOLIA)
    held_identity(scene, 8, near=shared)
    held_identity(scene, 9, near=other, asked_by=INNER_MONGOLIA)
    scene.seal_log()
    travel(scene)
    return scene


def held_identity(scene: Scene, number: int, *, near: Person, asked_by: str = GUIZHOU) -> HeldIdentity:
    """Hold a request under a passport that has somebody's name and birth date."""
    asked = check_request(
        IdentityRequest(
            document_kind="passport", document_number=f"E1234567{number}", name="测试甲", born_on="1980-02-29"
        ),
        today=localdate(),
    )
    case = HeldIdentity.objects.create(
        digest=asked.digest,
        asked_by=asked_by,
        request_sealed=asked.sealed(),
        code="near_match",
        asked_at=scene.now,
    )
    case.candidates.add(near)
    return case


def travel(scene: Scene) -> None:
    """Give every table of the federation a row: outbox, cursor, receipts, security events, intake."""
    own = [item for item in scene.said if item.author == GUIZHOU]
    states = ("waiting", "receipted", "finished", "held", "refused")
    for number, (item, state) in enumerate(zip(own, states, strict=False), start=1):
        OutboxItem.objects.create(
            statement_id=item.id,
            seq=number,
            state=state,
            attempts=number,
            next_attempt_at=scene.now,
            code="same_penalty" if state == "held" else "",
            sentence="Another authority has decided on this case." if state == "held" else "",
            sentence_zh="另一机关已就该案作出决定。" if state == "held" else "",
        )
        Receipt.objects.create(statement_id=item.id, outcome="accepted", position=item.position)
    Cursor.objects.create(
        source=NATIONAL, position=len(scene.leaves) - 3, national_position=len(scene.leaves), verified_at=scene.now
    )
    SecurityEvent.objects.create(
        at=scene.now, code="signature_wrong", source=INNER_MONGOLIA, detail="POST /sync/v1/log"
    )
    file = IntakeFile.objects.create(
        kind="decisions",
        name="decisions-2026.csv",
        digest=b"\x01" * 32,
        acting="officer",
        started_at=scene.now,
        finished_at=scene.now,
        rows_in=2,
        accepted=1,
        refused=1,
    )
    IntakeRow.objects.create(file=file, number=1, outcome="accepted", person=person(1), statement_id=own[0].id)
    IntakeRow.objects.create(
        file=file,
        number=2,
        outcome="refused",
        code="date_unreadable",
        field="decided_on",
        sentence="decided_on must be a date that exists, written YYYY-MM-DD.",
        sentence_zh="decided_on 应为真实存在的日期，格式为 YYYY-MM-DD。",
    )


def superuser(name: str = "root", *, password: str | None = None) -> User:
    """Return an account that may do whatever anybody may. Hashing a password takes long, so few have one."""
    return User.objects.create_superuser(name, password=password)


def viewer(name: str, *, permissions: tuple[str, ...] = (), password: str | None = None) -> User:
    """Return a member of staff who may view every page, but sees no province yet."""
    user = User.objects.create_user(name, password=password, is_staff=True)
    for app, models in OFFICER_MODELS.items():
        user.user_permissions.add(
            *Permission.objects.filter(content_type__app_label=app, codename__in=[f"view_{model}" for model in models])
        )
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


def officer(name: str, *provinces: str, permissions: tuple[str, ...] = (), password: str | None = None) -> User:
    """Return an officer limited to provinces by object permissions."""
    user = viewer(name, permissions=permissions, password=password)
    for division in provinces:
        assign_perm("provinces.see_province", user, Province.objects.get(pk=division))
    return user


def group_officer(name: str, *provinces: str) -> User:
    """Return an officer who has the provinces through a group."""
    user = viewer(name)
    group = Group.objects.create(name=f"{name} group")
    user.groups.add(group)
    for division in provinces:
        assign_perm("provinces.see_province", group, Province.objects.get(pk=division))
    return user
