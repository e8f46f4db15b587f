"""The sentences of every room, put together once: what a room refuses is said in it."""

import registry.institutions.refusals
import registry.payment.refusals
import registry.people.refusals
import registry.qualification.refusals
from registry.statements.refusals import say


def say_all() -> None:
    """Make the sentences of all rooms known; saying them twice changes nothing."""
    for room in (registry.institutions, registry.people, registry.qualification, registry.payment):
        say(room.refusals.SENTENCES, under=room.refusals.UNDER)
