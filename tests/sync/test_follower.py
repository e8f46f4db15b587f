"""Following national's log: what is verified, what is applied, and that nothing moves when anything is wrong."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from sync import follower, merkle_store, outbox, pages, topics
from sync.models import Checkpoint, Cursor, LogEntry, MerkleNode, Node, NodeKey, OutboxItem, SecurityEvent, Statement
from sync.refusals import saying
from sync.topics import NATIONAL
from sync.wire import checkpoint, strict_json
from sync.wire import statement as wire
from sync.wire.refusals import ProtocolRefused
from tests.sync.conftest import GUIZHOU, LIAONING, NOW, Author, Federation, Hooks, key_added, wrong_signature
from tests.sync.test_outbox import note, notes

ENROLMENTS = 5


def follow(federation: Federation, limit: int = 1_000) -> follower.Applied:
    """Read one page from where the cursor stands."""
    after = Cursor.objects.get().position
    return follower.apply_page(pages.read(federation.page(after, limit), after=after), now=NOW)


def everything() -> tuple[Any, ...]:
    """Return all that a page may change."""
    return (
        list(Cursor.objects.values_list("position", "national_position", "last_error")),
        merkle_store.head().size,
        merkle_store.head().hashes,
        LogEntry.objects.count(),
        MerkleNode.objects.count(),
        Checkpoint.objects.count(),
        list(Statement.objects.values_list("id", "status")),
        list(Node.objects.values_list("division", "chain_seq")),
        NodeKey.objects.count(),
        list(OutboxItem.objects.values_list("seq", "state")),
        notes(),
    )


def test_a_page_is_verified_applied_and_remembered(federation: Federation, hooks: Hooks) -> None:
    federation.note("a", "x")
    federation.note("b", "y")
    applied = follow(federation)
    assert (applied.entries, applied.position, applied.size, applied.level) == (7, 7, 7, True)
    assert notes() == ["a", "b"]
    assert hooks.locked == [{"x", "y"}]
    assert [item.position for item in hooks.settled[-1][1]] == [6, 7]
    cursor = Cursor.objects.get()
    assert (cursor.position, cursor.national_position, cursor.verified_at) == (7, 7, NOW)
    assert merkle_store.root_at(7) == bytes(Checkpoint.objects.get().root)
    assert Node.objects.get(pk=LIAONING).chain_seq == 2
    assert Node.objects.get(pk=LIAONING).base_url == "https://210000.example"
    assert {key.node_id: key.added_position for key in NodeKey.objects.all()} == {NATIONAL: 1, GUIZHOU: 3, LIAONING: 5}


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_any_page_size_leads_to_the_same_log(federation: Federation, limit: int) -> None:
    for at in range(12):
        federation.note(f"note {at:02}", hidden=at % 3 == 0)
    while not follow(federation, limit).level:
        pass
    assert notes() == [f"note {at:02}" for at in range(12) if at % 3]
    assert merkle_store.head().size == 17
    assert list(LogEntry.objects.values_list("position", flat=True)) == list(range(1, 18))
    assert LogEntry.objects.filter(statement=None, published=False).count() == 4
    assert [merkle_store.root_at(size) for size in (5, 11, 17)] == [
        pages_root(federation, size) for size in (5, 11, 17)
    ]


def pages_root(federation: Federation, size: int) -> bytes:
    return checkpoint.parse_note(federation.checkpoint(size))[0].root


def test_an_empty_page_confirms_being_level(federation: Federation) -> None:
    follow(federation)
    before = LogEntry.objects.count()
    applied = follow(federation)
    assert (applied.entries, applied.level) == (0, True)
    assert LogEntry.objects.count() == before


def test_own_statements_are_finished_when_seen(federation: Federation, hooks: Hooks) -> None:
    follow(federation)
    outbox.author([note("mine", "x"), note("hidden", "x", hidden=True)], now=NOW)
    for raw in Statement.objects.filter(author=GUIZHOU).order_by("seq").values_list("raw", flat=True):
        federation.entries.append((bytes(raw), GUIZHOU, b"hidden" not in bytes(raw)))
    applied_before = notes()
    follow(federation)
    assert set(OutboxItem.objects.values_list("state", flat=True)) == {"finished"}
    assert set(Statement.objects.filter(author=GUIZHOU).values_list("status", flat=True)) == {"logged"}
    assert notes() == applied_before
    subjects, items = hooks.settled[-1]
    assert (subjects, [item.position for item in items]) == ({"x"}, [6, 7])
    assert Node.objects.get(pk=GUIZHOU).chain_seq == 2


def test_a_held_own_statement_comes_into_force_when_accepted(federation: Federation) -> None:
    follow(federation)
    (authored,) = outbox.author([note("hold me")], now=NOW)
    later = outbox.author([note("later")], now=NOW)
    assert notes() == ["later"]
    assert later
    held, last = Statement.objects.filter(author=GUIZHOU).order_by("seq")
    federation.entries.append((bytes(last.raw), GUIZHOU, True))
    federation.log(settled(federation, str(authored.statement_id), "accepted"))
    federation.entries.append((bytes(held.raw), GUIZHOU, True))
    follow(federation)
    assert notes() == ["hold me", "later"]
    assert set(OutboxItem.objects.values_list("state", flat=True)) == {"finished"}


def settled(federation: Federation, statement_id: str, verdict: str) -> Any:
    body = {"statement": statement_id, "verdict": verdict, "code": "looked_at", "reason": "A human looked."}
    return federation.national.state("statement.settled", body)


def test_a_held_own_statement_refused_by_a_human_never_counts(federation: Federation) -> None:
    follow(federation)
    (authored,) = outbox.author([note("hold me")], now=NOW)
    federation.log(settled(federation, str(authored.statement_id), "refused"))
    follow(federation)
    item = OutboxItem.objects.get()
    assert (item.state, item.code, item.sentence) == ("refused", "looked_at", "A human looked.")
    assert Statement.objects.get(pk=authored.statement_id).status == "refused"
    assert notes() == []


@pytest.mark.parametrize("cut", [False, True], ids=["in one page", "verdict and statement in two pages"])
def test_another_nodes_held_statement_may_come_late(federation: Federation, cut: bool) -> None:
    held = federation.liaoning.state(body={"subject": "s", "text": "held"})
    federation.note("after")
    federation.log(settled(federation, held.id, "accepted"))
    if cut:
        follow(federation)
    federation.log(held)
    follow(federation)
    assert notes() == ["after", "held"]
    assert Node.objects.get(pk=LIAONING).chain_seq == 2


def test_a_rebuilt_node_takes_its_own_chain_from_the_log(federation: Federation) -> None:
    for text in ("one", "two"):
        federation.log(federation.own.state(body={"subject": "s", "text": text}))
    follow(federation)
    assert notes() == ["one", "two"]
    node = Node.objects.get(pk=GUIZHOU)
    assert (node.chain_seq, node.chain_digest) == (2, federation.own.prev)
    outbox.author([note("three")], now=NOW)
    assert Statement.objects.get(author=GUIZHOU, seq=3).status == "pending"


# --- what stops a follower


def test_one_flipped_byte_anywhere_is_not_applied(federation: Federation) -> None:
    follow(federation)
    for at in range(6):
        federation.note(f"note {at}", hidden=at % 2 == 0)
    whole = federation.page(ENROLMENTS)
    size_at = whole.rindex(b'"size":')
    before = everything()
    places = random.Random(1).sample(range(size_at - 250), 100) + list(range(size_at - 250, size_at, 2))
    for at in places:
        body = bytearray(whole)
        body[at] ^= 1
        try:
            applied = follower.apply_page(pages.read(bytes(body), after=ENROLMENTS), now=NOW)
        except ProtocolRefused:
            pass
        else:
            pytest.fail(f"byte {at} flipped, yet applied: {applied}")
        assert everything() == before
    assert follow(federation).entries == 6


def drop(document: dict[str, Any]) -> None:
    del document["entries"][1]


def swap(document: dict[str, Any]) -> None:
    first, second = document["entries"][:2]
    first["statement"], second["statement"] = second["statement"], first["statement"]


def renumber(document: dict[str, Any]) -> None:
    for entry in document["entries"]:
        entry["position"] += 1


def shorten(document: dict[str, Any]) -> None:
    document["entries"].pop()


def both(document: dict[str, Any]) -> None:
    document["entries"][0]["leaf"] = "x"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        pytest.param(drop, "log_not_contiguous", id="an entry left out"),
        pytest.param(swap, "root_mismatch", id="two entries exchanged"),
        pytest.param(renumber, "log_not_contiguous", id="positions shifted"),
        pytest.param(shorten, "checkpoint_wrong_size", id="the last entry left out"),
        pytest.param(lambda d: d.update(entries=[]), "checkpoint_wrong_size", id="no entries, but a later checkpoint"),
        pytest.param(lambda d: d.update(size=6), "checkpoint_wrong_size", id="size below the page"),
        pytest.param(lambda d: d.update(size=4), "log_shrunk", id="size below the cursor"),
        pytest.param(lambda d: d.update(checkpoint="x"), "checkpoint_not_authentic", id="no checkpoint"),
        pytest.param(lambda d: d.update(more=1), "page_malformed", id="a member too many"),
        pytest.param(lambda d: d.pop("size"), "page_malformed", id="a member too few"),
        pytest.param(both, "page_malformed", id="statement and leaf"),
        pytest.param(lambda d: d["entries"].append(7), "page_malformed", id="an entry that is none"),
        pytest.param(lambda d: d["entries"][0].update(statement=7), "page_malformed", id="a statement that is none"),
    ],
)
def test_a_spoilt_page_is_not_applied(
    federation: Federation, spoil: Callable[[dict[str, Any]], Any], code: str
) -> None:
    follow(federation)
    for at in range(3):
        federation.note(f"note {at}")
    document = federation.document(ENROLMENTS)
    spoil(document)
    before = everything()
    with pytest.raises(ProtocolRefused) as refusal:
        follower.apply_page(pages.read(strict_json.dumps(document), after=ENROLMENTS), now=NOW)
    assert refusal.value.reason.code == code
    assert everything() == before


def revoked(federation: Federation) -> None:
    body = {"kid": federation.liaoning.key.kid, "reason": "stolen"}
    federation.log(federation.national.state("key.revoked", body))
    federation.note("after the revocation")


def stranger(federation: Federation) -> None:
    federation.log(Author("150000").state())


def too_early(federation: Federation) -> None:
    early = Author("150000")
    address = {"division": "150000", "base_url": "https://150000.example"}
    federation.log(federation.national.state("node.enrolled", address))
    statement = early.state()
    federation.log(statement)
    federation.log(federation.national.state("key.added", key_added(early, federation.national.key.kid)))


def wrong_key(federation: Federation) -> None:
    federation.log(Author(LIAONING, federation.own.key).state())


def forged(federation: Federation) -> None:
    federation.log(wire.parse(wrong_signature(federation.liaoning)))


def falling(federation: Federation) -> None:
    federation.note("a")
    federation.log(federation.liaoning.state(seq=1))


def let_in_another(federation: Federation) -> None:
    old = federation.liaoning.state()
    federation.note("after")
    federation.log(settled(federation, str(uuid7()), "accepted"))
    federation.log(old)


def repeated(federation: Federation) -> None:
    statement = federation.liaoning.state()
    federation.log(statement)
    federation.log(statement)


def not_mine(federation: Federation) -> None:
    (authored,) = outbox.author([note("mine")], now=NOW)
    federation.log(federation.own.state(id=str(authored.statement_id)))


def my_number(federation: Federation) -> None:
    outbox.author([note("mine")], now=NOW)
    federation.log(federation.own.state())


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        pytest.param(revoked, "entry_key_invalid", id="signed after the key's revocation"),
        pytest.param(too_early, "entry_key_invalid", id="signed before the key counted"),
        pytest.param(wrong_key, "entry_key_invalid", id="signed with another node's key"),
        pytest.param(stranger, "author_unknown", id="an author nobody enrolled"),
        pytest.param(forged, "entry_signature_invalid", id="one bit of the signature flipped"),
        pytest.param(falling, "sequence_not_rising", id="a sequence number falls"),
        pytest.param(let_in_another, "sequence_not_rising", id="a verdict on another statement lets nothing in"),
        pytest.param(repeated, "entry_logged_twice", id="the same statement twice"),
        pytest.param(not_mine, "own_entry_differs", id="an own id with other bytes"),
        pytest.param(my_number, "own_entry_differs", id="an own sequence number with another id"),
        pytest.param(lambda f: f.log(f.liaoning.state("no.such")), "entry_unreadable", id="an unknown topic"),
        pytest.param(lambda f: f.log(f.liaoning.state(body={})), "entry_unreadable", id="a body without its members"),
        pytest.param(lambda f: f.log(f.liaoning.state("rule.written")), "entry_unreadable", id="a topic not theirs"),
        pytest.param(
            lambda f: f.note("a text that is longer than its column"),
            "entry_not_applicable",
            id="a fact the tables refuse",
        ),
    ],
)
def test_a_lying_national_is_not_followed(
    federation: Federation, spoil: Callable[[Federation], Any], code: str
) -> None:
    """The root is right: national itself signed what it should not have logged."""
    follow(federation)
    spoil(federation)
    before = everything()
    with pytest.raises(ProtocolRefused) as refusal:
        follow(federation)
    assert refusal.value.reason.code == code
    assert everything() == before


def test_a_restored_national_that_forgot_what_was_read_is_not_followed(federation: Federation) -> None:
    for at in range(4):
        federation.note(f"note {at}")
    follow(federation)
    federation.forget_after(6)
    with pytest.raises(ProtocolRefused, match="log_shrunk"):
        follow(federation)
    for at in range(4):
        federation.note(f"other {at}")
    with pytest.raises(ProtocolRefused, match="root_mismatch"):
        follow(federation)


def test_a_checkpoint_of_another_key_is_not_believed(federation: Federation) -> None:
    document = federation.document()
    document["checkpoint"] = federation.checkpoint(ENROLMENTS, federation.own.key)
    with pytest.raises(ProtocolRefused, match="checkpoint_not_authentic"):
        follower.apply_page(pages.read(strict_json.dumps(document), after=0), now=NOW)


def test_a_page_that_another_process_applied_is_no_fault(federation: Federation) -> None:
    page = pages.read(federation.page(), after=0)
    assert follower.apply_page(page, now=NOW).entries == ENROLMENTS
    assert follower.apply_page(page, now=NOW).entries == 0
    assert Cursor.objects.get().position == ENROLMENTS


@pytest.mark.parametrize("place", ["apply", "settle", "move"])
def test_a_crash_anywhere_moves_nothing(
    federation: Federation, place: str, monkeypatch: pytest.MonkeyPatch, hooks: Hooks
) -> None:
    follow(federation)
    outbox.author([note("mine")], now=NOW)
    federation.entries.append((bytes(Statement.objects.get(author=GUIZHOU).raw), GUIZHOU, True))
    federation.note("theirs")
    before = everything()

    def crash(*args: object, **kwargs: object) -> None:
        raise RuntimeError("crash")

    with monkeypatch.context() as patch:
        if place == "apply":
            handler = topics.find("note.written").handler  # type: ignore[union-attr]
            patch.setattr(type(handler), "apply", crash)
        elif place == "settle":
            patch.setattr(hooks, "settle", crash)
        else:
            patch.setattr(follower._Application, "_move", crash)
        with pytest.raises(RuntimeError):
            follow(federation)
    assert everything() == before
    assert follow(federation).entries == 2
    assert notes() == ["mine", "theirs"]


def test_what_stops_the_follower_is_shown_and_told_once(federation: Federation) -> None:
    follow(federation)
    error = ProtocolRefused(saying("root_mismatch", "at 7"))
    for _ in range(3):
        follower.record_failure(error, now=NOW)
    cursor = Cursor.objects.get()
    assert cursor.last_error.startswith("root_mismatch: ")
    assert cursor.failing_since == NOW
    assert SecurityEvent.objects.filter(code="root_mismatch").count() == 1
    federation.note()
    follow(federation)
    cursor.refresh_from_db()
    assert (cursor.last_error, cursor.failing_since) == ("", None)
