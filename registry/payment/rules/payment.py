"""Whether a service may be paid: who decides about a claim line, and what is answered.

With what a province's pack says of payment in a suspension or termination: stays across its start, and emergencies.
Values in, answers out: the till reads them, once for a batch.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from registry.payment.codes import ClaimRole, DecidesAs, Prescription, Reason, Verdict
from registry.payment.rules.payment_rules import Straddle
from registry.qualification.rules.admission import EARLIEST_DECISION
from registry.qualification.rules.objections import Window, united
from registry.words.persons import PharmacyRole
from registry.words.statuses import Status

Date = datetime.date

EARLIEST_SERVICE = EARLIEST_DECISION
"""Before there was a scheme of this kind anywhere, there was no qualification to ask about."""

REFUSING: Mapping[str, tuple[Reason, Reason]] = MappingProxyType(
    {
        Status.SUSPENDED.value: (Reason.SUSPENDED, Reason.SUSPENDED_TERM_OVER),
        Status.TERMINATED.value: (Reason.TERMINATED, Reason.TERMINATED_BAR_OVER),
    }
)
"""Statuses in which nothing is paid: the reason, and the reason once the term or bar is over."""

_STRICTEST_FIRST = (Verdict.NOT_PAYABLE, Verdict.INDETERMINATE, Verdict.PAYABLE_AS_EMERGENCY, Verdict.PAYABLE)


class Exceptions(NamedTuple):
    """Which exceptions a line has from what would be refused for the status (O11, O12)."""

    admitted_before_term: bool = False
    emergency: bool = False
    emergency_refused: bool = False
    """An emergency is claimed, and does not count without one of the province's codes."""
    pack: str = ""
    """Division and version of the rule pack that says so."""


NO_EXCEPTIONS = Exceptions()


class Judged(NamedTuple):
    """What is answered of one person, and as what the person decides; None: reported only."""

    verdict: Verdict
    reason: Reason
    decides_as: DecidesAs | None


def judge(
    *,
    status: str,
    term_over: bool,
    stale: bool,
    agreed: bool = True,
    unknown: Reason | None = None,
    filed: bool = True,
    exceptions: Exceptions = NO_EXCEPTIONS,
) -> tuple[Verdict, Reason]:
    """Return verdict and reason for one person of one line.

    `agreed`: the institution has a service agreement on that day, or none is recorded of it. `filed`: the person is
    filed there, or need not be. `unknown` says why nobody is meant.

    A known suspension or termination stands however old the data are; only the emergency exception, which concerns the
    status and nothing else (art. 48), and a stay that began before the term (O12) lift it. Agreements and filings are
    the province's own facts and never stale at home. Old data make `payable` indeterminate, and no answer stricter
    than it was without the stay. Whom the phase-in has not reached is paid: it is points that wait for it (O24).
    """
    if not agreed:
        return Verdict.NOT_PAYABLE, Reason.NO_AGREEMENT
    if unknown is not None:
        return Verdict.INDETERMINATE, unknown
    if not filed:
        return Verdict.NOT_PAYABLE, Reason.NOT_FILED
    if status in REFUSING:
        if exceptions.admitted_before_term and not stale:
            return Verdict.PAYABLE, Reason.ADMITTED_BEFORE_TERM
        if exceptions.emergency:
            return Verdict.PAYABLE_AS_EMERGENCY, REFUSING[status][term_over]
        if exceptions.admitted_before_term:
            return Verdict.INDETERMINATE, Reason.STALE_DATA
        if exceptions.emergency_refused:
            return Verdict.NOT_PAYABLE, Reason.EMERGENCY_CODE_NOT_LISTED
        return Verdict.NOT_PAYABLE, REFUSING[status][term_over]
    if stale:
        return Verdict.INDETERMINATE, Reason.STALE_DATA
    if status == Status.NOT_COVERED:
        return Verdict.PAYABLE, Reason.NOT_COVERED
    return Verdict.PAYABLE, Reason.NORMAL


def nobody_decides(*, agreed: bool) -> Judged:
    """Return what is answered of a sale about which nobody decides whom its line names (O13)."""
    if not agreed:
        return Judged(Verdict.NOT_PAYABLE, Reason.NO_AGREEMENT, None)
    return Judged(Verdict.INDETERMINATE, Reason.NOBODY_MANAGED, None)


def decides_as(
    prescription: str, role: str, *, at_pharmacy: Collection[str] = (), managed: Collection[PharmacyRole] = ()
) -> DecidesAs | None:
    """Return as what a person decides about a line, None for those who are reported only (O13).

    `role` is what the person did for the line. Of a sale without prescription `at_pharmacy` are the roles in which the
    person is filed at the pharmacy on that day, and `managed` those that the province's pack manages.
    """
    if prescription == Prescription.NONE:
        roles = [each for each in PharmacyRole if each in at_pharmacy and each in managed]
        if not roles:
            return None
        return DecidesAs.PHARMACY_HEAD if PharmacyRole.HEAD in roles else DecidesAs.PHARMACY_STAFF
    if role != ClaimRole.ORDERING:
        return None
    return DecidesAs.OUTSIDE_PRESCRIBER if prescription == Prescription.OUTSIDE else DecidesAs.ORDERING


def deciding(people: Sequence[Judged]) -> int | None:
    """Return the place of the person whose answer is the line's; None where nobody of the line decides.

    Where several decide (head and pharmacist of one sale, both managed), nothing is paid that one of them hinders.
    """
    places = [place for place, each in enumerate(people) if each.decides_as is not None]
    return min(places, key=lambda place: _STRICTEST_FIRST.index(people[place].verdict), default=None)


def common_days(*windows: Window) -> list[Window]:
    """Return the days that lie in all of the windows: one window, or none."""
    first = max(start for start, _ in windows)
    until = min((end for _, end in windows if end is not None), default=None)
    return [(first, until)] if until is None or first < until else []


def last_gap(windows: Iterable[Window], first: Date, last: Date) -> Date | None:
    """Return the last day, from the first to the last, that lies in none of the windows; None where all do."""
    day = last
    for start, until in reversed(united(windows)):
        if until is not None and until <= day:
            break
        if start <= day:
            if start <= first:
                return None
            day = start - datetime.timedelta(days=1)
    return day


def admitted_before_term(
    straddle: Straddle, refusing: Iterable[Window], *, admitted_on: Date | None, service_on: Date
) -> bool:
    """Return whether a service is paid because the stay it belongs to began before the term did (O12).

    `refusing` are the days on which the person was suspended or terminated; windows that touch are one term. It must
    hold on the day of the service and have begun after the day of admission, and no other may lie between: a stay is
    paid on into the first term it meets, and not into a later one. Nothing is ever paid less for this.
    """
    if straddle is not Straddle.BY_ADMISSION_DATE or admitted_on is None:
        return False
    met = [
        (first, until)
        for first, until in united(refusing)
        if first <= service_on and (until is None or admitted_on < until)
    ]
    if len(met) != 1:
        return False
    ((first, until),) = met
    return admitted_on < first and (until is None or service_on < until)


def emergency_counts(listed: Collection[str], code: str | None) -> bool:
    """Return whether what a line calls an emergency is one (O11); where the province lists codes, only by one of them.

    `listed` empty: the line's word counts.
    """
    return not listed or code in listed
