"""The bytes that `sync/README.md` shows are those that the code writes and reads."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from sync import log, pages, receipts
from sync.api.transport import problem
from sync.keys import challenge
from sync.wire import checkpoint, keys, merkle
from sync.wire.refusals import SENTENCES, reason
from sync.wire.suites import ED25519, KeyPair
from tests.wire.test_examples import ANSWER, NATIONAL_KEY_ID, PROVINCE_KEY_ID, REQUEST, STATEMENT, STATEMENT_DIGEST

README = (Path(__file__).resolve().parents[2] / "sync" / "README.md").read_text(encoding="utf-8")

NATIONAL = ED25519.generate(bytes(range(32)))
PROVINCE = ED25519.generate(bytes(range(32, 64)))


def blocks(kind: str) -> list[Any]:
    """Return the README's JSON blocks that have this member."""
    found = []
    for part in README.split("```json\n")[1:]:
        document = json.loads(part.split("```")[0])
        if kind in document:
            found.append(document)
    return found


def note() -> str:
    tree = checkpoint.Checkpoint(origin=log.ORIGIN, size=1, root=merkle.leaf_hash(STATEMENT))
    signed = checkpoint.sign(tree, name=log.ORIGIN, suite=ED25519, private_key=NATIONAL.private)
    line = checkpoint.cosign(tree, name="520000", suite=ED25519, private_key=PROVINCE.private, timestamp=1750471202)
    return checkpoint.with_signatures(signed, [line])


@pytest.mark.parametrize("part", STATEMENT.decode().split("."), ids=["header", "payload", "signature"])
def test_the_statement_is_the_frozen_one(part: str) -> None:
    assert part in README.replace("\n", "")
    assert STATEMENT_DIGEST in README


@pytest.mark.parametrize("headers", [REQUEST, ANSWER], ids=["request", "answer"])
def test_the_messages_are_the_frozen_ones(headers: dict[str, str]) -> None:
    shown = README.replace("\\\n", "")
    for name, value in headers.items():
        assert f"{name}: {value}" in shown


def test_the_checkpoint_is_that_of_the_statement() -> None:
    assert note() in README


def test_the_page_is_read() -> None:
    (document,) = blocks("checkpoint")
    document["entries"][0]["statement"] = STATEMENT.decode()
    page = pages.read(json.dumps(document).encode(), after=0)
    assert page.entries[0].raw == STATEMENT
    assert page.checkpoint == note().rpartition("— 520000")[0]


def test_the_receipts_are_read() -> None:
    (document,) = blocks("receipts")
    found = [receipts.read(receipt) for receipt in document["receipts"]]
    assert [receipt.document() for receipt in found] == document["receipts"]
    assert receipts.counts(found) == document["counts"]


def test_the_problem_is_one() -> None:
    assert blocks("detail") == [problem(reason("limit_out_of_range", "limit"), 400)]


def proof(pair: KeyPair, kid: str) -> str:
    signature = keys.prove(division="520000", challenge=challenge(kid), suite=ED25519, private_key=pair.private)
    return b64encode(signature).decode()


def test_the_enrolment_proves_possession() -> None:
    (document,) = [found for found in blocks("possession") if found]
    assert document["kid"] == PROVINCE_KEY_ID
    assert document["public_key"] == b64encode(PROVINCE.public).decode()
    assert document["possession"] == proof(PROVINCE, NATIONAL_KEY_ID)


@pytest.mark.parametrize("code", sorted(code for code in SENTENCES if code.startswith(("sequence_", "chain_", "key_"))))
def test_codes_have_sentences_in_two_languages(code: str) -> None:
    english, chinese = SENTENCES[code]
    assert english.endswith(".")
    assert chinese.endswith("。")
