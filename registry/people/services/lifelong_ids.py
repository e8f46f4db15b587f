"""Drawing lifelong IDs: random, never used before."""

import secrets
from collections.abc import Callable

from registry.people.models import Person
from registry.words.lifelong_id import PAYLOAD_DIGITS, make

type RandBelow = Callable[[int], int]
"""Random whole numbers from 0 up to, and without, the argument: ``secrets.randbelow`` outside tests."""

_PAYLOADS = 10**PAYLOAD_DIGITS
_ROUNDS = 100


def draw(count: int, *, randbelow: RandBelow = secrets.randbelow) -> list[str]:
    """Return `count` different lifelong IDs that nobody has.

    The caller holds the lock under which IDs are issued until it has stored them. Raises RuntimeError when
    the source keeps repeating itself.
    """
    drawn: dict[str, None] = {}
    for _ in range(_ROUNDS):
        fresh = {make(f"{randbelow(_PAYLOADS):0{PAYLOAD_DIGITS}d}"): None for _ in range(count - len(drawn))}
        taken = set(Person.objects.filter(pk__in=fresh).values_list("pk", flat=True))
        drawn |= {lifelong_id: None for lifelong_id in fresh if lifelong_id not in taken}
        if len(drawn) == count:
            return list(drawn)
    raise RuntimeError("the source of random numbers repeats itself")
