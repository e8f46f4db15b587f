"""What figures have a province do, called at its desk."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from uuid_utils.compat import uuid7

from sync import keys, outbox
from sync.models import Node
from sync.outbox import Draft
from sync.wire import merkle
from sync.wire import statement as wire
from tests.accounts import author
from tests.benchmarks.desks import people

_signed: list[bytes] = []
"""Statements signed ahead, in the order of the chain."""


def record_institutions(count: int) -> int:
    """State so many invented hospitals."""
    division = outbox.this_division()
    bodies = [
        {
            "code": people.hospital(division, number),
            "name": f"基准医院{number}",
            "kind": "general_hospital",
            "division": division,
        }
        for number in range(1, count + 1)
    ]
    return _state("institution.recorded", bodies)


def decide(first: int, count: int, *, who: int, points: int) -> int:
    """State so many decisions, the n-th about the person `who` + n."""
    division = outbox.this_division()
    bodies = [people.decision(division, first + n, who=who + n, points=points) for n in range(count)]
    return _state("decision.issued", bodies)


def _state(topic: str, bodies: list[dict[str, Any]]) -> int:
    for some in batched(bodies, 500):
        drafts = [Draft(topic=topic, body=body) for body in some]
        for authored in author(drafts, now=datetime.now(UTC)):
            assert authored.outcome == "accepted", authored.reason
    return len(bodies)


# --- signing ahead


_BODIES: Mapping[str, Callable[[str, int], dict[str, Any]]] = {
    "decision.issued": lambda division, n: people.decision(division, n, who=n),
    "filing.opened": lambda division, n: people.filing(division, who=n),
}


def sign_ahead(topic: str, first: int, count: int) -> dict[str, float]:
    """Sign so many statements that continue the own chain and keep them here.

    Returns the place of the first of them, for `send`, and the seconds it took.

    They are not stored on this node: it must state nothing by itself afterwards.
    """
    key, node = keys.own(), Node.objects.get(pk=outbox.this_division())
    seq, prev = node.chain_seq, node.chain_digest
    if _signed:
        last = wire.parse(_signed[-1])
        seq, prev = last.seq, last.digest.hex()
    place, started = len(_signed), time.perf_counter()
    for n in range(first, first + count):
        seq += 1
        statement = wire.sign(
            id=str(uuid7()), topic=topic, author=node.division, seq=seq, prev=prev,
            issued_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", body=_BODIES[topic](node.division, n),
            kid=key.kid, suite=key.suite, private_key=key.private,
        )  # fmt: skip
        prev = statement.digest.hex()
        _signed.append(statement.raw)
    return {"first": place, "seconds": time.perf_counter() - started}


def send(first: int, count: int, batch: int) -> dict[str, Any]:
    """Send statements signed ahead to national, one batch after another, over signed HTTP.

    Returns the seconds each batch took, and how many receipts there were of each outcome.
    """
    from sync.client import NationalClient

    client = NationalClient()
    seconds = []
    outcomes: Counter[str] = Counter()
    for raws in batched(_signed[first : first + count], batch):
        started = time.perf_counter()
        receipts = client.post_statements(list(raws))
        seconds.append(time.perf_counter() - started)
        outcomes.update(str(receipt.outcome) for receipt in receipts)
    return {"seconds": seconds, "outcomes": outcomes}


def check_signatures(count: int) -> dict[str, float]:
    """Return the seconds that it takes, a statement, to parse, to verify and to hash the first of those signed."""
    public, suite = keys.own().public, keys.own().suite
    raws = _signed[:count]
    times = [time.perf_counter()]
    statements = [wire.parse(raw) for raw in raws]
    times.append(time.perf_counter())
    assert all(wire.verify(statement, suite, public) for statement in statements)
    times.append(time.perf_counter())
    merkle.Frontier().extend([merkle.leaf_hash(raw) for raw in raws])
    times.append(time.perf_counter())
    names = ("parse", "verify", "merkle")
    return {name: (ends - begins) / len(raws) for name, begins, ends in zip(names, times, times[1:], strict=False)}
