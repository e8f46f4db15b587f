"""The sentences of every room: once this is imported, they stand in the one book (`sync.wire.refusals`)."""

from registry.accounts import refusals as accounts
from registry.career import refusals as career
from registry.doors import refusals as doors
from registry.institutions import refusals as institutions
from registry.packs import refusals as packs
from registry.payment import refusals as payment
from registry.people import refusals as people
from registry.portal import refusals as portal
from registry.qualification import refusals as qualification
from registry.regulators import refusals as regulators
from registry.statements import refusals as statements
from registry.statistics import refusals as statistics
from registry.words import refusals as words
from registry.words.wording import sentences
from sync.wire.refusals import word_with

ROOMS = (
    words, statements, doors, accounts, packs, institutions, people, *qualification.ALL, payment, statistics, career,
    regulators, portal,
)  # fmt: skip


def say_all() -> None:
    """Have refusals worded with the titles of codes and fields, in the reader's language."""
    word_with(sentences)
