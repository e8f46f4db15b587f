"""What a province's pack says of payment in a suspension or termination: stays across its start, and emergencies.

Dates in, answers out: the till asks it about the few lines that it would otherwise not pay.
"""

import datetime
from collections.abc import Collection, Iterable

from registry.rules.objections import Window, united
from registry.rules.values import Straddle

Date = datetime.date


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


def beginning(windows: Iterable[Window], on: Date) -> Date | None:
    """Return the first day of the run of days in which a day lies; windows that touch are one run; None for none."""
    return next((first for first, until in united(windows) if first <= on and (until is None or on < until)), None)
