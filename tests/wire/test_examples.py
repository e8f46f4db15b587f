"""The bytes of every wire format, frozen: a change here is a change of the protocol for every node there is.

National's key is made of the bytes 0 to 31, the province's of 32 to 63. `sync/README.md` shows the same bytes.
"""

from __future__ import annotations

from sync.wire import checkpoint as checkpoints
from sync.wire import http_signature, keys, merkle, statement
from sync.wire.http_signature_headers import request_signature
from sync.wire.suites import ED25519, KeyPair

NATIONAL_KEY_ID = "Vkdap1RjR0wChd9d"
PROVINCE_KEY_ID = "JPbtasv-EAnAMNfK"

STATEMENT = (
    b"eyJhbGciOiJFZERTQSIsImtpZCI6IkpQYnRhc3YtRUFuQU1OZksiLCJ0eXAiOiJwYXlxdWFsLXN0YXRlbWVudCJ9"
    b".eyJpZCI6IjAxOTgxYzVlLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMSIsInRvcGljIjoiZGVjaXNpb24uYW5udWxsZWQiLCJhdXRob3Ii"
    b"OiI1MjAwMDAiLCJzZXEiOjEsInByZXYiOiIwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"
    b"MDAwMDAwIiwiaXNzdWVkX2F0IjoiMjAyNS0wNi0yMVQwMjowMDowMFoiLCJib2R5Ijp7ImRlY2lzaW9uIjoiMDE5ODFjNWUtMDAwMC03MDAwLTgw"
    b"MDAtMDAwMDAwMDAwMDAwIiwiYW5udWxsZWRfb24iOiIyMDI1LTA2LTIxIiwiZG9jdW1lbnQiOiLpu5TljLvkv53mkqTjgJQyMDI144CVMeWPtyJ9"
    b"fQ"
    b".uYp87Cj55E-nU2lOBtAC7QANn--s1j-R3iK-IyJ4B0tK01Uhh7SD9fQAX5IOmOJ6Y5wL4RPlf0iO4yatuT-dBg"
)
STATEMENT_DIGEST = "15d91a4ea8bc61cc60cf3444ace3136dc7211b308926da8fd564dde06c159209"

REQUEST = {
    "Content-Type": "application/json",
    "Content-Digest": "sha-256=:BV2r9CRyU16w29hZX+ndn2aC9AxDzzk9izzSiMuHnTE=:",
    "Signature-Input": (
        'payqual=("@method" "@authority" "@path" "@query" "content-digest" "content-type")'
        ';created=1750471200;expires=1750471500;nonce="f2b8c1d04e6a7935"'
        ';keyid="JPbtasv-EAnAMNfK";tag="payqual-sync"'
    ),
    "Signature": ("payqual=:BrGjKYqPLeu+JuxD5bmFz2cu0Vk7It1qrjiunB9Hutd0sR29Sq/lbhc1n161xajTe3ii6XlopGDVcwIwSzkHDQ==:"),
}

ANSWER = {
    "Content-Type": "application/json",
    "Content-Digest": "sha-256=:F2opX31jYCOG/D2HI0BvUMkP1vzYMfhEvIi69i5aqQI=:",
    "Signature-Input": (
        'payqual=("@status" "content-digest" "signature";req;key="payqual")'
        ';created=1750471201;keyid="Vkdap1RjR0wChd9d";tag="payqual-sync"'
    ),
    "Signature": ("payqual=:naplnKtEBvj+tNi1zYDvQQUVpfuKrPMGVyy0WwnEuAmogNvIPmRroJ7zvhmkkymmy5qKoaJ5jhKL7KeCAZMBCw==:"),
}

NOTE = """\
payqual.example/log
1
6xCFTCFY1tM00qOHf/NiUN5W49McPt7sGKkCehSWglE=

— payqual.example/log Pen7SRCnuDuGxpOUXDs5IeR2KkYYsf5m/0y7dCSM+KXzZByHKF9Gs4JVNJ9ab5McVG+B3agq8hJVAWxsy5m5VMoSTAU=
— 520000 vismKQAAAABoVhIimftt2zXcSPwnhupH7oqvJPCqDEkQ6rzRY/yCLzkgDxIvdkZxaRsVRH7sUcckfaA+holpKq+Yl2CLr4S4yxQ4Dg==
"""

POSSESSION = (
    "339c119b55518e0379664458345f4f85ad751d8ccefacd6b7548f4cd246f2ce6"
    "46423f29a603ac77c41a9972fe421271ee5399d1fa69a6109b6b695c4a763c07"
)


def test_key_ids(pair: KeyPair, other_pair: KeyPair) -> None:
    assert keys.key_id(ED25519, pair.public) == NATIONAL_KEY_ID
    assert keys.key_id(ED25519, other_pair.public) == PROVINCE_KEY_ID


def test_statement(other_pair: KeyPair) -> None:
    signed = statement.sign(
        id="01981c5e-0000-7000-8000-000000000001",
        topic="decision.annulled",
        author="520000",
        seq=1,
        prev=statement.GENESIS_PREV,
        issued_at="2025-06-21T02:00:00Z",
        body={
            "decision": "01981c5e-0000-7000-8000-000000000000",
            "annulled_on": "2025-06-21",
            "document": "黔医保撤〔2025〕1号",
        },
        kid=PROVINCE_KEY_ID,
        suite=ED25519,
        private_key=other_pair.private,
    )
    assert signed.raw == STATEMENT
    assert signed.digest.hex() == STATEMENT_DIGEST


def test_request_and_answer(pair: KeyPair, other_pair: KeyPair) -> None:
    request = http_signature.sign_request(
        method="POST",
        url="https://national.example/sync/v1/statements?dry_run=1",
        body=b'{"statements":["' + STATEMENT + b'"]}',
        content_type="application/json",
        created=1750471200,
        expires=1750471500,
        nonce="f2b8c1d04e6a7935",
        keyid=PROVINCE_KEY_ID,
        suite=ED25519,
        private_key=other_pair.private,
    )
    assert request == REQUEST
    answer = http_signature.sign_response(
        status=200,
        body=b'{"receipts":[]}',
        content_type="application/json",
        request=request_signature(request),
        created=1750471201,
        keyid=NATIONAL_KEY_ID,
        suite=ED25519,
        private_key=pair.private,
    )
    assert answer == ANSWER


def test_checkpoint(pair: KeyPair, other_pair: KeyPair) -> None:
    frontier = merkle.Frontier()
    frontier.append(merkle.leaf_hash(STATEMENT))
    checkpoint = checkpoints.Checkpoint(origin="payqual.example/log", size=1, root=frontier.root())
    note = checkpoints.sign(checkpoint, name="payqual.example/log", suite=ED25519, private_key=pair.private)
    line = checkpoints.cosign(
        checkpoint, name="520000", suite=ED25519, private_key=other_pair.private, timestamp=1750471202
    )
    assert checkpoints.with_signatures(note, [line]) == NOTE


def test_possession(other_pair: KeyPair) -> None:
    proof = keys.prove(division="520000", challenge="c2f1b9d0e4a85736", suite=ED25519, private_key=other_pair.private)
    assert proof.hex() == POSSESSION
