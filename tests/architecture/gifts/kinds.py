"""The kind of work of this room: entries, of which a gift is to be given back."""

from collections.abc import Iterator

from provinces.office.clocks import Clock, Day
from provinces.office.codes import ApprovalState, Office
from provinces.office.kinds import Kind
from registry.qualification.rules.deadlines import Deadline
from tests.architecture.gifts.codes import GiftDeadline, GiftStep
from tests.architecture.gifts.models import GiftEntry, GiftReturned
from tests.architecture.gifts.rules import LIMIT_YUAN, back_until


def clocks_of(entry: GiftEntry, day: Day) -> Iterator[Clock]:
    """Yield until when the gift is given back."""
    if entry.state == ApprovalState.SIGNED and entry.worth_yuan > LIMIT_YUAN:
        returned = GiftReturned.objects.filter(gift=entry.statement_id).first()
        deadline = Deadline(
            name=GiftDeadline.GIVEN_BACK,
            article="9",
            starts_on=entry.received_on,
            due_on=back_until(entry.received_on),
            done_on=returned.returned_on if returned else None,
        )
        yield day.clock(entry, deadline, Office.INSTITUTION, entry.institution, entry.person_id)


def due(day: Day) -> Iterator[Clock]:
    """Yield that of all entries."""
    for entry in GiftEntry.objects.all():
        yield from clocks_of(entry, day)


KINDS = (Kind(model=GiftEntry, steps=tuple(GiftStep), deadlines=tuple(GiftDeadline), clocks=clocks_of, due=due),)
