"""The sentences of every room, put together once: what a room refuses is said in it."""

from registry.institutions import refusals as institutions_refusals
from registry.payment import refusals as payment_refusals
from registry.people import refusals as people_refusals
from registry.qualification import refusals as qualification_refusals
from registry.statements.refusals import say


def say_all() -> None:
    """Make the sentences of all rooms known; saying them twice changes nothing."""
    for room in (institutions_refusals, people_refusals, qualification_refusals, payment_refusals):
        say(room.SENTENCES, under=room.UNDER)
