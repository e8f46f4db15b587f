"""Setting nodes up, looking at the log, and refusing to start as somebody else."""

import json
import os
import re
from base64 import b64encode
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from registry.conf import checks
from sync import identity, inbox, keys, log, outbox
from sync.keys import OwnKey
from sync.models import Checkpoint, Cursor, LogHead, Node, NodeIdentity, NodeKey, Nonce, Statement
from sync.outbox import Draft
from sync.tasks import sweep
from sync.wire.refusals import ProtocolRefused
from tests.accounts import FIRST, SECOND, account
from tests.sync.conftest import GUIZHOU, NOW, Author, Federation, new_key
from tests.sync.mini_national import MiniNational
from tests.sync.test_follower import follow
from tests.sync.test_outbox import note


def run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def agreed(command: str, *arguments: str) -> str:
    """Have one account run a command that proposes something, and another approve it by the digest that was printed."""
    account(FIRST), account(SECOND)
    said = run(command, *arguments, "--acting", FIRST)
    found = re.search("approve ([0-9a-f]{64}) ", said)
    return said if found is None else run("approve", found[1], "--acting", SECOND)


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    """Where this node's key file will be."""
    settings.NODE_KEY = str(tmp_path / "node.key")
    return tmp_path


@pytest.fixture
def as_province(settings: Any) -> None:
    settings.DIVISION, settings.ROLE = GUIZHOU, "province"


# --- node_init and enrol_node


def test_national_sets_itself_up(place: Path, db: None) -> None:
    found = json.loads(run("node_init", "--division", "000000", "--base-url", "https://n.example", "--name", "国家"))
    assert (found["division"], found["base_url"], found["name"]) == ("000000", "https://n.example", "国家")
    key = keys.own()
    assert (found["kid"], found["public_key"]) == (key.kid, b64encode(key.public).decode())
    assert oct((place / "node.key").stat().st_mode)[-3:] == "600"
    assert LogHead.objects.get().size == 1
    assert Node.objects.get().base_url == "https://n.example"
    with pytest.raises(CommandError, match="identity_known"):
        run("node_init")


def test_a_province_sets_itself_up_and_is_enrolled(place: Path, db: None, as_province: None, settings: Any) -> None:
    national = new_key()
    settings.NATIONAL_KEY = b64encode(national.public).decode()
    found = json.loads(run("node_init", "--base-url", "https://g.example"))
    assert found["division"] == GUIZHOU
    assert bytes(NodeIdentity.objects.get().national_public_key) == national.public
    assert NodeKey.objects.get().kid == national.kid
    assert Cursor.objects.get().position == 0
    assert set(Node.objects.values_list("pk", flat=True)) == {"000000", GUIZHOU}
    assert keys.possession_holds(
        found["proof"],
        division=GUIZHOU,
        suite=keys.own().suite,
        public=keys.own().public,
        national_kid=national.kid,
    )


def test_an_interrupted_set_up_goes_on_with_its_key(place: Path, db: None) -> None:
    kid = keys.create(place / "node.key").kid
    assert json.loads(run("node_init"))["kid"] == kid


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--division", "210000"], "PAYQUAL_DIVISION", id="another division than the settings'"),
        pytest.param([], "needs --national-key", id="nothing to pin"),
        pytest.param(["--national-key", "%%"], "needs --national-key", id="a key that is none"),
        pytest.param(["--national-key", b64encode(bytes(32)).decode()], "weak_key", id="a weak key"),
    ],
)
def test_a_province_is_not_set_up_wrongly(
    place: Path, db: None, as_province: None, arguments: list[str], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        run("node_init", *arguments)
    assert not NodeIdentity.objects.exists()


def test_a_province_does_not_run_with_national_settings(place: Path, db: None, settings: Any) -> None:
    settings.DIVISION = GUIZHOU
    with pytest.raises(CommandError, match="settings of a national node"):
        run("node_init")


def arguments(author: Author, national: OwnKey, **over: str) -> list[str]:
    found = {
        "--division": author.division,
        "--base-url": "https://g.example",
        "--public-key": b64encode(author.key.public).decode(),
        "--proof": keys.prove_possession(author.key, author.division, national.kid),
    } | {f"--{name.replace('_', '-')}": value for name, value in over.items()}
    return [word for pair in found.items() for word in pair]


def test_enrolling_twice_is_enrolling_once(national: OwnKey) -> None:
    author = Author(GUIZHOU)
    for _ in range(2):
        assert author.key.kid in agreed("enrol_node", *arguments(author, national))
        assert LogHead.objects.get().size == 3


@pytest.mark.parametrize(
    ("over", "code"),
    [
        pytest.param({"division": "999999"}, "division_unknown", id="unknown division"),
        pytest.param({"public_key": b64encode(bytes(32)).decode()}, "weak_key", id="small-order key"),
        pytest.param({"public_key": "%%"}, "key_malformed", id="not base64"),
        pytest.param({"proof": b64encode(bytes(64)).decode()}, "possession_unproved", id="bad proof"),
        pytest.param({"suite": "rsa"}, "suite_unknown", id="unknown suite"),
    ],
)
def test_a_refused_enrolment_states_nothing(national: OwnKey, over: dict[str, str], code: str) -> None:
    with pytest.raises(CommandError, match=code):
        agreed("enrol_node", *arguments(Author(GUIZHOU), national, **over))
    assert (LogHead.objects.get().size, Node.objects.count()) == (1, 1)


def test_a_key_of_another_node_is_not_enrolled(national: OwnKey) -> None:
    guizhou = Author(GUIZHOU)
    agreed("enrol_node", *arguments(guizhou, national))
    with pytest.raises(CommandError, match="key_of_another"):
        agreed("enrol_node", *arguments(Author("210000", guizhou.key), national))


# --- keys


def test_keys_are_listed_added_and_revoked(national: OwnKey) -> None:
    first, second = Author(GUIZHOU), Author(GUIZHOU)
    agreed("enrol_node", *arguments(first, national))
    added = [word for word in arguments(second, national) if word not in ("--base-url", "https://g.example")]
    assert second.key.kid in agreed("keys", "add", *added)
    agreed("keys", "revoke", first.key.kid, "--reason", "exchanged")
    found = {row["kid"]: row for row in json.loads(run("keys", "list", "--json"))}
    assert found[first.key.kid]["revoked_position"] == 5
    assert found[second.key.kid]["revoked_position"] is None
    assert "exchanged" in run("keys", "list")
    with pytest.raises(CommandError, match="key_revoked"):
        agreed("keys", "revoke", first.key.kid, "--reason", "again")


def test_a_node_exchanges_its_key(federation: Federation, tmp_path: Path, settings: Any, as_province: None) -> None:
    follow(federation)
    file = tmp_path / "next.key"
    made = json.loads(run("keys", "new", str(file)))
    with pytest.raises(CommandError, match="does not count yet"):
        run("keys", "use", str(file))
    body = {name: made[name] for name in ("division", "kid", "suite", "public_key")}
    federation.log(federation.national.state("key.added", body | {"possession": made["proof"]}))
    follow(federation)
    run("keys", "use", str(file))
    assert keys.own().kid == made["kid"]
    assert identity.disagreements(started=True) == []
    assert not file.exists()


# --- the key file


def test_a_key_file_that_others_may_read_is_refused(place: Path) -> None:
    keys.create(place / "node.key")
    os.chmod(place / "node.key", 0o640)
    with pytest.raises(ProtocolRefused, match="key_file_open"):
        keys.own()


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"suite": "rsa"}', '{"suite": 7}'])
def test_a_key_file_that_cannot_be_read_is_refused(place: Path, content: str) -> None:
    file = place / "node.key"
    file.write_text(content)
    file.chmod(0o600)
    with pytest.raises(ProtocolRefused, match="key_file_unreadable"):
        keys.own()


def test_a_key_file_whose_halves_differ_is_refused(place: Path) -> None:
    file = place / "node.key"
    keys.create(file)
    document = json.loads(file.read_text())
    file.write_text(json.dumps(document | {"public": b64encode(new_key().public).decode()}))
    with pytest.raises(ProtocolRefused, match="key_file_unreadable"):
        keys.own()


def test_a_key_file_is_never_overwritten(place: Path) -> None:
    keys.create(place / "node.key")
    with pytest.raises(ProtocolRefused, match="key_file_exists"):
        keys.create(place / "node.key")


def test_private_halves_stay_out_of_texts(place: Path) -> None:
    key = keys.create(place / "node.key")
    assert repr(key) == f"OwnKey({key.kid})"


# --- refusing to start


def test_a_node_that_agrees_starts(national: OwnKey) -> None:
    checks.refuse_to_start()
    assert checks.identity_agrees(None) == []


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        pytest.param("ROLE", "province", "settings are those of a province", id="role"),
        pytest.param("DIVISION", GUIZHOU, "PAYQUAL_DIVISION is 520000", id="division"),
        pytest.param("NODE_KEY", "/nowhere/node.key", "does not exist", id="no key"),
        pytest.param("NATIONAL_KEY", "AAAA", "is not the national key", id="another national"),
    ],
)
def test_a_node_that_disagrees_does_not_start(
    national: OwnKey, settings: Any, name: str, value: str, message: str
) -> None:
    setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured, match=message):
        checks.refuse_to_start()
    assert message in checks.identity_agrees(None)[0].msg


def test_a_node_with_another_key_does_not_start(national: OwnKey, settings: Any, tmp_path: Path) -> None:
    settings.NODE_KEY = str(tmp_path / "other.key")
    other = keys.create(tmp_path / "other.key")
    with pytest.raises(ImproperlyConfigured, match=f"{other.kid}, the database expects {national.kid}"):
        checks.refuse_to_start()


def test_a_node_without_identity_does_not_start_but_can_be_set_up(place: Path, db: None) -> None:
    with pytest.raises(ImproperlyConfigured, match="run node_init"):
        checks.refuse_to_start()
    assert checks.identity_agrees(None) == []


# --- settle_statement


@pytest.mark.parametrize(("flag", "status"), [("--accept", "logged"), ("--refuse", "refused")])
def test_a_human_settles_a_held_statement(guizhou: Author, flag: str, status: str) -> None:
    (receipt,) = inbox.receive(GUIZHOU, [guizhou.note("hold me")], now=NOW)
    agreed("settle_statement", str(receipt.id), flag, "--reason", "Two different cases.")
    assert Statement.objects.get(pk=receipt.id).status == status
    with pytest.raises(CommandError, match="not_held"):
        agreed("settle_statement", str(receipt.id), flag, "--reason", "Again.")


# --- follow and push


@pytest.fixture
def remote(committed_federation: Federation, settings: Any) -> Iterator[MiniNational]:
    found = MiniNational(committed_federation)
    settings.NATIONAL_URL = found.url
    with found.serving():
        yield found


def test_pushing_and_following_by_hand(remote: MiniNational) -> None:
    from django.utils import timezone

    outbox.author([note("a"), note("b")], now=timezone.now())
    assert run("push").startswith("2 statements taken by national. Outbox: receipted 2.")
    assert run("follow", "--limit", "3").startswith("7 entries applied; level with national at position 7.")
    assert run("push").startswith("0 statements taken by national. Outbox: finished 2.")


def test_following_nobody_fails(remote: MiniNational, settings: Any) -> None:
    settings.NATIONAL_URL = "http://127.0.0.1:9"
    with pytest.raises(CommandError, match="national_unreachable"):
        run("follow")


def test_a_second_follower_is_refused(remote: MiniNational) -> None:
    from sync import loops

    with loops.connect() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [loops._LOCKS["follow"]])
        with pytest.raises(CommandError, match="follows already"):
            run("follow", "--keep-on")


# --- verify_log


def rules(count: int) -> None:
    outbox.author([Draft(topic="rule.written", body={"subject": "s", "text": str(at)}) for at in range(count)], now=NOW)


def tamper(statement: str, *parameters: object) -> None:
    """Change what the triggers protect, as somebody with the database's keys could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_a_whole_log_is_found_whole(national: OwnKey) -> None:
    rules(7)
    rules(6)
    assert run("verify_log").strip() == "The log is whole: 14 entries, 14 signatures, 0 withheld, 3 checkpoints."


def test_a_followers_copy_is_found_whole(federation: Federation) -> None:
    federation.note("a")
    federation.note("b", hidden=True)
    follow(federation)
    assert "7 entries, 6 signatures, 1 withheld, 1 checkpoints" in run("verify_log")


FLIP = "set_byte({0}, 5, get_byte({0}, 5) # 1)"


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        pytest.param(
            f"UPDATE sync_logentry SET leaf = {FLIP.format('leaf')} WHERE position = 4", "position 4", id="leaf"
        ),
        pytest.param(
            f"UPDATE sync_statement SET raw = {FLIP.format('raw')} WHERE seq = 4 AND author = '000000'",
            "position 4",
            id="bytes",
        ),
        pytest.param(
            f"UPDATE sync_statement SET digest = {FLIP.format('digest')} WHERE seq = 4", "position 4", id="digest"
        ),
        pytest.param(
            f"UPDATE sync_merklenode SET hash = {FLIP.format('hash')} WHERE level = 2 AND index = 1",
            "position 8: the subtree 2/1",
            id="subtree",
        ),
        pytest.param("DELETE FROM sync_merklenode WHERE level = 1 AND index = 0", "the subtree 1/0", id="no subtree"),
        pytest.param("DELETE FROM sync_logentry WHERE position = 5", "position 6: follows position 4", id="a gap"),
        pytest.param("DELETE FROM sync_logentry WHERE position = 14", "size 14 is signed, 13", id="the last gone"),
        pytest.param(
            f"UPDATE sync_checkpoint SET root = {FLIP.format('root')} WHERE size = 8", "position 8", id="checkpoint"
        ),
        pytest.param("UPDATE sync_checkpoint SET note = 'x' WHERE size = 8", "not national's", id="note"),
        pytest.param(
            f"UPDATE sync_loghead SET frontier = {FLIP.format('frontier')}", "the head is not that", id="frontier"
        ),
        pytest.param(
            "UPDATE sync_loghead SET size = 15, frontier = frontier || leaf FROM sync_logentry WHERE position = 1",
            "the head is not that",
            id="size",
        ),
        pytest.param(
            "UPDATE sync_nodekey SET revoked_position = 4", "position 4: key", id="a key that should not count"
        ),
        pytest.param(
            "UPDATE sync_logentry SET reached_at = reached_at - interval '1 day' WHERE position = 9",
            "position 9: the log's clock",
            id="the log's clock",
        ),
        pytest.param("UPDATE sync_logentry SET reached_at = NULL", "position 1: the log's clock", id="no clock"),
        pytest.param(
            "UPDATE sync_statement SET issued_at = issued_at - interval '1 day' WHERE seq = 4",
            "position 4: digest, seq, author or time",
            id="time of issue",
        ),
    ],
)
def test_what_was_touched_is_found(
    national: OwnKey, statement: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rules(7)
    rules(6)
    tamper(statement)
    with pytest.raises(CommandError, match="The log is not whole"):
        run("verify_log")
    assert message in capsys.readouterr().err


# --- sweep, health, figures


def test_the_sweep_forgets_old_nonces(db: None) -> None:
    from datetime import timedelta

    from django.utils import timezone

    now = timezone.now()
    for at, age in enumerate((-10, -1, 60)):
        Nonce.objects.create(kid="k", nonce=str(at), expires_at=now + timedelta(seconds=age))
    assert sweep() == 2
    assert Nonce.objects.count() == 1


def test_a_healthy_national_says_so(national: OwnKey, client: Any) -> None:
    found = client.get("/healthz")
    assert (found.status_code, found.json()) == (200, {"status": "ok", "division": "000000", "position": 1})


def test_a_province_says_how_far_it_is(federation: Federation, client: Any, settings: Any) -> None:
    settings.ROOT_URLCONF = "registry.conf.urls_province"
    follow(federation)
    found = client.get("/healthz").json()
    assert (found["position"], found["national_position"], found["last_error"]) == (5, 5, "")
    figures = client.get("/metrics").content.decode()
    assert "payqual_log_size 5.0" in figures
    assert "payqual_cursor_lag 0.0" in figures
    assert 'payqual_outbox{state="waiting"} 0.0' in figures
    assert client.get("/sync/v1/log").status_code == 404


def test_a_node_without_identity_is_not_healthy(db: None, client: Any) -> None:
    assert client.get("/healthz").status_code == 503
    assert client.post("/healthz").status_code == 405


def test_checkpoints_are_made_once_per_batch(national: OwnKey) -> None:
    rules(5)
    assert list(Checkpoint.objects.values_list("size", flat=True)) == [1, 6]
    assert log.current_checkpoint().splitlines()[:2] == ["payqual/000000", "6"]
