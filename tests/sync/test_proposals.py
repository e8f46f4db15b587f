"""Four eyes: two active accounts, what was shown is what is done, and one hand is refused by the database as well."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from sync import matters, outbox, proposals, topics
from sync.matters import Matter
from sync.models import Proposal, Statement
from sync.outbox import Draft
from sync.wire.refusals import Refused
from tests.accounts import account, agreed, approve
from tests.sync.conftest import GUIZHOU, NOW, Author

pytestmark = pytest.mark.django_db

REVOCATION: dict[str, Any] = {"reason": "lost"}


@pytest.fixture(autouse=True)
def _two() -> None:
    account("first"), account("second")


def proposed(**more: Any) -> Proposal:
    return proposals.propose("test", "1", acting="first", now=NOW, **more)


def approving(proposal: Proposal, *, acting: str = "second", seen: str = "a" * 64, shows: str = "a" * 64) -> Proposal:
    return proposals.approve(proposal, seen=seen, shows=shows, acting=acting, now=NOW)


def code(step: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused, transaction.atomic():
        step()
    return refused.value.reason.code


class TestSteps:
    def test_proposed_approved_done(self) -> None:
        proposal = approving(proposed())
        assert (proposal.state, proposal.approved_by.username) == ("approved", "second")
        proposals.done(proposal, now=NOW)
        assert Proposal.objects.get().state == "done"
        assert proposed().state == "open", "the same may come again"

    def test_who_has_no_active_account(self) -> None:
        User.objects.filter(username="second").update(is_active=False)
        proposal = proposed()
        assert code(lambda: approving(proposal)) == "account_inactive"
        assert code(lambda: approving(proposal, acting="nobody")) == "account_unknown"
        assert code(lambda: approving(proposal, acting="\udcff")) == "account_unknown"
        assert code(lambda: proposals.propose("test", "2", acting="second", now=NOW)) == "account_inactive"

    def test_not_by_the_same_account(self) -> None:
        assert code(lambda: approving(proposed(), acting="first")) == "four_eyes"

    def test_not_what_was_not_shown(self) -> None:
        assert code(lambda: approving(proposed(), seen="b" * 64)) == "changed_since_seen"

    def test_once_at_a_time(self) -> None:
        proposal = proposed()
        assert code(proposed) == "proposal_waits"
        proposals.withdraw(proposal, acting="first", now=NOW, remark="slip")
        assert proposed().state == "open"

    @pytest.mark.parametrize("end", [proposals.refuse, proposals.withdraw])
    def test_ended_is_ended(self, end: Callable[..., None]) -> None:
        proposal = proposed()
        end(proposal, acting="second", now=NOW, remark="no")
        assert code(lambda: approving(proposal)) == "not_waiting"
        assert code(lambda: end(proposal, acting="second", now=NOW, remark="no")) == "not_waiting"

    def test_a_digest_says_the_same_in_any_order(self) -> None:
        one, other = {"a": 1, "b": ["x"]}, {"b": ["x"], "a": 1}
        assert proposals.digest_of(one) == proposals.digest_of(other) != proposals.digest_of({"a": 1, "b": ["y"]})


class TestMatters:
    @pytest.fixture
    def matter(self) -> Iterator[dict[str, Any]]:
        """A matter of the test: its `state` is what it shows."""
        world: dict[str, Any] = {"state": 1, "done": 0}

        def carry_out(proposal: Proposal, now: object) -> None:
            world["done"] += 1

        matters.register(
            Matter(
                name="toy",
                title_en="toy",
                title_zh="示例",
                proposes=("sync.propose_pack",),
                approves=("sync.approve_pack",),
                shows=lambda proposal: {"state": world["state"]},
                carry_out=carry_out,
            )
        )
        yield world
        del matters._matters["toy"]

    def put(self) -> Proposal:
        return matters.put("toy", "1", content={}, acting="first", now=NOW)

    def test_carried_out_once_by_what_was_shown(self, matter: dict[str, Any]) -> None:
        proposal = self.put()
        seen = matters.digest(proposal)
        matter["state"] = 2
        assert code(lambda: matters.approve(proposal, seen=seen, acting="second", now=NOW)) == "changed_since_seen"
        assert matter["done"] == 0
        approve(proposal)
        assert matter["done"] == 1
        assert code(lambda: matters.approve(proposal, seen=seen, acting="second", now=NOW)) == "not_waiting"

    def test_only_with_the_right(self, matter: dict[str, Any]) -> None:
        account("guest", all_rights=False)
        assert code(lambda: matters.put("toy", "1", content={}, acting="guest", now=NOW)) == "right_missing"
        proposal = self.put()
        seen = matters.digest(proposal)
        for step in (
            lambda: matters.approve(proposal, seen=seen, acting="guest", now=NOW),
            lambda: matters.refuse(proposal, remark="x", acting="guest", now=NOW),
            lambda: matters.withdraw(proposal, remark="x", acting="guest", now=NOW),
        ):
            assert code(step) == "right_missing"

    def test_refused_with_a_reason_by_another(self, matter: dict[str, Any]) -> None:
        proposal = self.put()
        assert code(lambda: matters.refuse(proposal, remark="x", acting="first", now=NOW)) == "four_eyes"
        assert code(lambda: matters.refuse(proposal, remark=" ", acting="second", now=NOW)) == "remark_missing"
        matters.refuse(proposal, remark="x", acting="second", now=NOW)
        assert matter["done"] == 0

    def test_twelve_digits_name_it(self, matter: dict[str, Any]) -> None:
        proposal = self.put()
        digest = matters.digest(proposal)
        assert matters.by_digest(digest[:12]).pk == proposal.pk
        for unknown in (digest[:11], "f" * 64, ""):
            assert code(lambda unknown=unknown: matters.by_digest(unknown)) == "not_proposed"


class TestStatements:
    def test_the_database_knows_which_topics_bind(self) -> None:
        assert proposals.told_to_bind() == {topic.name for topic in topics.registered() if topic.binds}
        assert {"decision.issued", "person.merged", "key.revoked", "pack.published"} <= proposals.told_to_bind()

    def test_what_binds_is_refused_without(self, guizhou: Author) -> None:
        draft = Draft(topic="key.revoked", body={"kid": guizhou.key.kid, **REVOCATION})
        (authored,) = outbox.author([draft], now=NOW)
        assert authored.reason is not None
        assert authored.reason.code == "approval_missing"
        (authored,) = outbox.author([draft], now=NOW, proposal=agreed("x", now=NOW))
        assert authored.reason is None

    def test_a_rehearsal_leaves_nothing(self, guizhou: Author) -> None:
        before = Statement.objects.count()
        draft = Draft(topic="key.revoked", body={"kid": guizhou.key.kid, **REVOCATION})
        (authored,) = outbox.rehearse([draft], now=NOW)
        assert authored.reason is None
        assert Statement.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_a_rehearsal_cannot_be_committed(guizhou: Author) -> None:
    draft = Draft(topic="key.revoked", body={"kid": guizhou.key.kid, **REVOCATION})
    before = Statement.objects.count()
    with pytest.raises(DatabaseError, match="needs what one account proposed"), transaction.atomic():
        outbox.author([draft], now=NOW, rehearsed=True)
    assert Statement.objects.count() == before


# --- one hand with the application's own role


@pytest.fixture
def as_application(guizhou: Author) -> Iterator[Author]:
    """Act under a role with the rights of a node at work, and no others."""
    name = f"payqual_test_{uuid4().hex[:8]}"
    User.objects.create(username="gone", is_active=False)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name}")
        call_command("grants", role=name, verbosity=0)
        cursor.execute(f"SET LOCAL ROLE {name}")
        yield guizhou
        cursor.execute("RESET ROLE")


INSERT = """
INSERT INTO sync_proposal (id, matter, key, content, reason, proposed_by_id, proposed_at, state, digest, remark,
                           approved_by_id, approved_at)
SELECT '{id}', 'test', '1', '{{}}', '', {proposed_by}, now(), '{state}', '{digest}', '', {approved_by}, {approved_at}
"""
FIRST, SECOND, GONE = (f"(SELECT id FROM auth_user WHERE username = '{name}')" for name in ("first", "second", "gone"))
ID, DIGEST = "01890000-0000-7000-8000-000000000001", "a" * 64
OPEN = {"id": ID, "proposed_by": FIRST, "state": "open", "digest": "", "approved_by": "NULL", "approved_at": "NULL"}
APPROVED = {**OPEN, "state": "approved", "digest": DIGEST, "approved_by": SECOND, "approved_at": "now()"}
WHERE = f" WHERE id = '{ID}'"
APPROVE = f"UPDATE sync_proposal SET state = 'approved', digest = '{DIGEST}', approved_at = now(), approved_by_id = "
STATE = """
INSERT INTO sync_statement (id, author, seq, topic, digest, raw, issued_at, stored_at, status, proposal_id)
SELECT '01890000-0000-7000-8000-00000000000{n}', '000000', {n} + 100, '{topic}', '', '', now(), {stored}, 'logged',
       {proposal}
"""
REFUSED = {
    "42501",  # insufficient_privilege: by a right that the role has not, or by one of these triggers
    "23514",  # check_violation
    "23502",  # not_null_violation
    "P0001",  # raise_exception: by the library's triggers
}
"""SQLSTATEs of a refusal; a slip of the test's own writing has another."""
BY_TWO = (INSERT.format(**OPEN), f"{APPROVE}{SECOND}")
BY_TWO_TRIGGER = next(trigger for trigger in Proposal._meta.triggers if trigger.name == "by_two").get_pgid(Proposal)
IGNORE = f"SET LOCAL pgtrigger.ignore = '{{{BY_TWO_TRIGGER}}}'"
CHECKED = "SET CONSTRAINTS ALL IMMEDIATE"

ATTEMPTS = {
    "a proposal that is approved from the start": [INSERT.format(**APPROVED)],
    "one that is done from the start": [INSERT.format(**{**APPROVED, "state": "done"})],
    "one that was withdrawn from the start": [INSERT.format(**{**OPEN, "state": "withdrawn"})],
    "proposed by nobody": [INSERT.format(**{**OPEN, "proposed_by": "NULL"})],
    "proposed by an account switched off": [INSERT.format(**{**OPEN, "proposed_by": GONE})],
    "approved by who proposed it": [INSERT.format(**OPEN), f"{APPROVE}{FIRST}"],
    "approved by an account switched off": [INSERT.format(**OPEN), f"{APPROVE}{GONE}"],
    "approved by nobody": [INSERT.format(**OPEN), "UPDATE sync_proposal SET state = 'approved'"],
    "approved without what was shown": [INSERT.format(**OPEN), APPROVE.replace(f"digest = '{DIGEST}', ", "") + SECOND],
    "done and never approved": [INSERT.format(**OPEN), "UPDATE sync_proposal SET state = 'done'"],
    "another proposer afterwards": [*BY_TWO, f"UPDATE sync_proposal SET proposed_by_id = {SECOND}"],
    "another content afterwards": [*BY_TWO, "UPDATE sync_proposal SET content = '{\"points\": 12}'"],
    "another matter afterwards": [*BY_TWO, "UPDATE sync_proposal SET matter = 'other'"],
    "another approver afterwards": [*BY_TWO, f"UPDATE sync_proposal SET approved_by_id = {FIRST}"],
    "another digest afterwards": [*BY_TWO, f"UPDATE sync_proposal SET digest = '{'b' * 64}'"],
    "open again": [*BY_TWO, "UPDATE sync_proposal SET state = 'open', approved_by_id = NULL, digest = ''"],
    "a proposal taken away": [INSERT.format(**OPEN), "DELETE FROM sync_proposal"],
    "all of them taken away": [INSERT.format(**OPEN), "TRUNCATE sync_proposal CASCADE"],
    "the trigger ignored": [IGNORE, INSERT.format(**APPROVED)],
    "the trigger switched off": ["ALTER TABLE sync_proposal DISABLE TRIGGER ALL"],
    "triggers switched off for the connection": ["SET LOCAL session_replication_role = replica"],
    "a function of one's own in place of the answer": [
        "CREATE OR REPLACE FUNCTION sync_topic_binds(topic text) RETURNS boolean LANGUAGE sql AS 'SELECT false'"
    ],
    "a statement without a proposal": [
        STATE.format(n=1, topic="key.revoked", stored="now()", proposal="NULL"), CHECKED,
    ],
    "a statement on one that is only open": [
        INSERT.format(**OPEN), STATE.format(n=1, topic="key.revoked", stored="now()", proposal=f"'{ID}'"), CHECKED,
    ],
    "a statement on one that was carried out before": [
        *BY_TWO, "UPDATE sync_proposal SET state = 'done', ended_at = now() - interval '1 day'",
        STATE.format(n=1, topic="key.revoked", stored="now()", proposal=f"'{ID}'"), CHECKED,
    ],
    "a statement on one that was refused": [
        *BY_TWO, f"UPDATE sync_proposal SET state = 'refused', ended_by_id = {SECOND}",
        STATE.format(n=1, topic="key.revoked", stored="now()", proposal=f"'{ID}'"), CHECKED,
    ],
    "a statement given its proposal afterwards": [
        *BY_TWO, f"UPDATE sync_statement SET proposal_id = '{ID}'",
    ],
}  # fmt: skip


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_one_hand_writes_nothing(as_application: Author, attempt: str) -> None:
    *before, last = [f"{each}{WHERE}" if each.startswith("UPDATE sync_p") else each for each in ATTEMPTS[attempt]]
    if last == CHECKED:
        before, last = before[:-1], f"{before[-1]}; {CHECKED}"
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            cursor.execute(last)
    cause = refused.value.__cause__
    assert isinstance(cause, psycopg.Error)
    assert cause.sqlstate in REFUSED, f"refused for something else: {cause}"


def test_only_the_owner_has_triggers_ignored() -> None:
    """What the attempt above is refused is what the owner of the tables may do, for repairs."""
    with connection.cursor() as cursor:
        cursor.execute(IGNORE)
        cursor.execute(INSERT.format(**APPROVED))
    assert Proposal.objects.get().state == "approved"


def test_two_hands_write(as_application: Author) -> None:
    """The same writes, done by two: what is refused above is refused for its one hand."""
    with connection.cursor() as cursor:
        cursor.execute(BY_TWO[0])
        cursor.execute(BY_TWO[1] + WHERE)
        cursor.execute(STATE.format(n=1, topic="key.revoked", stored="now()", proposal=f"'{ID}'"))
        cursor.execute(CHECKED)
        cursor.execute(STATE.format(n=2, topic="person.issued", stored="now()", proposal="NULL"))
        cursor.execute(CHECKED)
    assert Statement.objects.filter(seq__gt=100).count() == 2


def test_what_comes_from_others_rests_on_what_they_agreed_on(as_application: Author) -> None:
    theirs = STATE.format(n=1, topic="decision.issued", stored="now()", proposal="NULL")
    with connection.cursor() as cursor:
        cursor.execute(theirs.replace("'000000'", f"'{GUIZHOU}'"))
        cursor.execute(CHECKED)
    assert Statement.objects.filter(author=GUIZHOU).exists()
