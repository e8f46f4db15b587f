"""Kinds of work of every room of the office, put together once."""

import provinces.cases.kinds
import provinces.crossings.kinds
import provinces.duties.kinds
import provinces.filings.kinds
import provinces.notices.kinds
import provinces.orders.kinds
import provinces.remedies.kinds
from provinces.cases.services import annulments
from provinces.intake.services import proposing
from provinces.notices import noticed
from provinces.notices.services import truth
from provinces.office import kinds
from registry.qualification.services import standings
from sync import matters


def register_all() -> None:
    """Tell the kit what each room works on, and the notices what they are about and when to look whether they hold."""
    for room in (
        provinces.filings,
        provinces.cases,
        provinces.orders,
        provinces.crossings,
        provinces.notices,
        provinces.remedies,
        provinces.duties,
    ):
        kinds.register(*room.kinds.KINDS)
    for telling in (provinces.cases, provinces.orders, provinces.crossings):
        for kind in telling.kinds.NOTICED:
            noticed.register(kind)
    standings.listen(truth.look_again)
    for matter in (*proposing.MATTERS, *annulments.MATTERS):
        matters.register(matter)
