"""What national states about the federation: nodes, keys, and what it refuses to state."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sync import keys
from sync.keys import OwnKey
from sync.models import LogHead, Node, NodeKey
from sync.outbox import Draft
from sync.topics import NATIONAL
from sync.wire import keys as wire
from sync.wire import suites
from sync.wire.refusals import Reason
from tests.accounts import author
from tests.sync.conftest import GUIZHOU, LIAONING, NOW, Author, Federation, enrol, key_added
from tests.sync.test_follower import follow

SMALL_ORDER = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]


def state(topic: str, body: Mapping[str, Any]) -> Reason | None:
    (authored,) = author([Draft(topic=topic, body=body)], now=NOW)
    return authored.reason


def test_an_enrolled_node_can_be_given_another_address(guizhou: Author) -> None:
    assert state("node.enrolled", {"division": GUIZHOU, "base_url": "https://other.example"}) is None
    assert Node.objects.get(pk=GUIZHOU).base_url == "https://other.example"
    assert Node.objects.count() == 2


@pytest.mark.parametrize(
    ("over", "code", "field"),
    [
        pytest.param({"division": "999999"}, "division_unknown", "division", id="unknown division"),
        pytest.param({"division": ""}, "member_malformed", "division", id="no division"),
        pytest.param({"division": 520000}, "member_malformed", "division", id="division as a number"),
        pytest.param({"base_url": "ftp://x.example"}, "member_malformed", "base_url", id="not http"),
        pytest.param({"base_url": "https://"}, "member_malformed", "base_url", id="no host"),
        pytest.param({"base_url": "https://x\u202e.example"}, "member_malformed", "base_url", id="a turned address"),
        pytest.param({"base_url": "https://" + "x" * 300}, "member_malformed", "base_url", id="a long address"),
        pytest.param({"name": "Guizhou"}, "member_unknown", "name", id="a member too many"),
    ],
)
def test_what_is_no_enrolment(national: OwnKey, over: dict[str, Any], code: str, field: str) -> None:
    found = state("node.enrolled", {"division": GUIZHOU, "base_url": "https://g.example"} | over)
    assert found is not None
    assert (found.code, found.field) == (code, field)
    assert LogHead.objects.get().size == 1


@pytest.mark.parametrize("member", ["division", "base_url"])
def test_an_enrolment_lacks_nothing(national: OwnKey, member: str) -> None:
    body = {"division": GUIZHOU, "base_url": "https://g.example"}
    del body[member]
    found = state("node.enrolled", body)
    assert found is not None
    assert (found.code, found.field) == ("member_missing", member)


def proof_of_another(author: Author, body: dict[str, Any], national: OwnKey) -> dict[str, Any]:
    return {"possession": keys.prove_possession(Author(GUIZHOU).key, GUIZHOU, national.kid)}


def proof_for_another(author: Author, body: dict[str, Any], national: OwnKey) -> dict[str, Any]:
    return {"possession": keys.prove_possession(author.key, LIAONING, national.kid)}


def proof_elsewhere(author: Author, body: dict[str, Any], national: OwnKey) -> dict[str, Any]:
    return {"possession": keys.prove_possession(author.key, GUIZHOU, "another-national")}


type Spoil = Callable[[Author, dict[str, Any], OwnKey], dict[str, Any]]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        pytest.param(lambda a, b, n: {"division": LIAONING}, "node_unknown", id="a node nobody enrolled"),
        pytest.param(lambda a, b, n: {"kid": "x" * 16}, "key_id_mismatch", id="another key's ID"),
        pytest.param(lambda a, b, n: {"suite": "rsa"}, "suite_unknown", id="unknown suite"),
        pytest.param(lambda a, b, n: {"public_key": "%%"}, "member_malformed", id="not base64"),
        pytest.param(lambda a, b, n: {"public_key": "AAAA"}, "key_malformed", id="too short"),
        pytest.param(lambda a, b, n: {"possession": "%%"}, "possession_unproved", id="a proof that is none"),
        pytest.param(proof_of_another, "possession_unproved", id="another key's proof"),
        pytest.param(proof_for_another, "possession_unproved", id="a proof for another division"),
        pytest.param(proof_elsewhere, "possession_unproved", id="a proof for another federation"),
    ],
)
def test_what_is_no_key(national: OwnKey, spoil: Spoil, code: str) -> None:
    assert state("node.enrolled", {"division": GUIZHOU, "base_url": "https://g.example"}) is None
    author = Author(GUIZHOU)
    body = key_added(author, national.kid)
    found = state("key.added", body | spoil(author, body, national))
    assert found is not None
    assert found.code == code
    assert NodeKey.objects.count() == 1


@pytest.mark.parametrize("public", SMALL_ORDER)
def test_a_key_that_signs_for_everybody_is_refused(guizhou: Author, public: str) -> None:
    body = {
        "division": GUIZHOU,
        "kid": "x" * 16,
        "suite": "ed25519-sha256",
        "public_key": b64encode(bytes.fromhex(public)).decode(),
        "possession": b64encode(bytes(64)).decode(),
    }
    found = state("key.added", body)
    assert found is not None
    assert found.code == "weak_key"


def test_a_key_belongs_to_one_node(guizhou: Author, national: OwnKey) -> None:
    again = state("key.added", key_added(guizhou, national.kid))
    assert again is not None
    assert again.code == "key_known"
    liaoning = Author(LIAONING, guizhou.key)
    assert state("node.enrolled", {"division": LIAONING, "base_url": "https://l.example"}) is None
    shared = state("key.added", key_added(liaoning, national.kid))
    assert shared is not None
    assert shared.code == "key_of_another"


def test_a_batch_states_a_key_once(guizhou: Author, national: OwnKey) -> None:
    second = Author(GUIZHOU)
    draft = Draft(topic="key.added", body=key_added(second, national.kid))
    found = author([draft, draft], now=NOW)
    assert [one.reason.code if one.reason else "" for one in found] == ["", "stated_twice"]


def test_a_revoked_key_counted_until_then(guizhou: Author) -> None:
    kid = guizhou.key.kid
    assert state("key.revoked", {"kid": kid, "reason": "stolen"}) is None
    key = NodeKey.objects.get(pk=kid)
    assert (key.added_position, key.revoked_position, key.revoked_reason) == (3, 4, "stolen")
    assert keys.resolve(kid) is None
    assert keys.resolve(kid, 2) is None
    assert keys.resolve(kid, 3) == (suites.ED25519, guizhou.key.public, GUIZHOU)
    assert keys.resolve(kid, 4) is None
    again = state("key.revoked", {"kid": kid, "reason": "again"})
    assert again is not None
    assert again.code == "key_revoked"


def test_what_cannot_be_revoked(national: OwnKey) -> None:
    pinned = state("key.revoked", {"kid": national.kid, "reason": "x"})
    unknown = state("key.revoked", {"kid": "nobody", "reason": "x"})
    assert [found.code for found in (pinned, unknown) if found] == ["key_pinned", "key_unknown"]


def test_a_node_may_have_two_keys(guizhou: Author, national: OwnKey) -> None:
    second = Author(GUIZHOU)
    assert state("key.added", key_added(second, national.kid)) is None
    assert [record.added for record in keys.of_division(GUIZHOU)] == [3, 4]


def test_provinces_do_not_enrol(province: Author) -> None:
    found = state("node.enrolled", {"division": LIAONING, "base_url": "https://l.example"})
    assert found is not None
    assert found.code == "topic_not_allowed"


def test_keys_are_exchanged_by_the_log(federation: Federation) -> None:
    """Two keys overlap; what the old one signed stays, what it signs after its end is not followed."""
    old = federation.liaoning
    new = Author(LIAONING)
    federation.note("old key")
    federation.log(federation.national.state("key.added", key_added(new, federation.national.key.kid)))
    new.seq, new.prev = old.seq, old.prev
    federation.log(new.state(body={"subject": "s", "text": "new key"}))
    body = {"kid": old.key.kid, "reason": "exchanged"}
    federation.log(federation.national.state("key.revoked", body))
    federation.log(new.state(body={"subject": "s", "text": "new key alone"}))
    assert follow(federation).entries == 10
    assert {record.kid: (record.added, record.revoked) for record in keys.of_division(LIAONING)} == {
        old.key.kid: (5, 9),
        new.key.kid: (7, None),
    }


def test_the_key_id_is_that_of_the_wire(national: OwnKey) -> None:
    assert national.kid == wire.key_id(suites.ED25519, national.public)
    assert keys.records([national.kid])[national.kid].division == NATIONAL


def test_enrolling_is_the_same_for_everybody(national: OwnKey) -> None:
    for division in ("110000", "660000"):
        enrol(Author(division), national.kid)
    assert Node.objects.count() == 3
