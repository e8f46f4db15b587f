"""The commitment 服务承诺 of a filing: whole or not at all, signed before, anew after a termination.

Procedure arts. 13, 19-22, 39.
"""

from datetime import date
from typing import Protocol

from registry.packs.pack import Pack
from registry.qualification.rules.filing_rules import FilingRules
from registry.qualification.rules.timeline import Timeline
from registry.words.measures import ReasonKind
from registry.words.statuses import Status
from sync.wire.refusals import Refused

_MEMBERS = ("commitment_version", "commitment_signed_on", "commitment_form")


class Committed(Protocol):
    """What of a filing is looked at here."""

    @property
    def opened_on(self) -> date: ...
    @property
    def commitment_version(self) -> str: ...
    @property
    def commitment_signed_on(self) -> date | None: ...
    @property
    def commitment_form(self) -> str: ...


def check(filing: Committed, *, pack: Pack, terminated_on: date | None) -> None:
    """Refuse a commitment that is not whole, too late, missing though required, or older than the termination.

    After a termination a new one is always required, whatever the pack says (O9). `pack` is the author's on the first
    day of the filing; `terminated_on` the first day of the termination that a new filing ends, None for an ordinary
    filing.
    """
    missing = [member for member in _MEMBERS if not getattr(filing, member)]
    signed_on = filing.commitment_signed_on
    if signed_on is None or missing:
        if len(missing) < len(_MEMBERS):
            raise Refused.because("commitment_incomplete", missing[0])
        if terminated_on is not None:
            raise Refused.because("commitment_required_anew", "commitment_signed_on", earliest=terminated_on)
        required_from = pack[FilingRules].commitment_required_from
        if required_from is not None and required_from <= filing.opened_on:
            raise Refused.because("commitment_required", "commitment_signed_on", required_from=required_from)
        return
    if signed_on > filing.opened_on:
        raise Refused.because("commitment_after_filing", "commitment_signed_on")
    if terminated_on is not None and signed_on < terminated_on:
        raise Refused.because("commitment_before_termination", "commitment_signed_on", earliest=terminated_on)


def termination_before(timeline: Timeline, opened_on: date) -> date | None:
    """Return the first day of the latest termination by points that holds on a day."""
    reasons = timeline.on(opened_on).reasons
    return max(
        (each.starts_on for each in reasons if each.kind is ReasonKind.POINTS and each.status is Status.TERMINATED),
        default=None,
    )
