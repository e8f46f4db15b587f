"""Cases of fraud, and whether anybody was scored upon them (Regulation art. 40; O44).

Scored counts as soon as a decision on the case was signed, also one that national holds until a human has looked, and
whatever became of it later: somebody was looked at. A reason why nobody is scored closes the question as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from provinces.cases.models import Case, CaseItem
from provinces.office.selectors import own_division
from registry.qualification.models import Decision, UnscoredCase
from registry.qualification.rules.deadlines import after, state
from registry.qualification.selectors.calendar import working_calendar
from registry.qualification.services.unscored import FRAUD
from registry.words.dates import law_day
from registry.words.deadlines import DeadlineName, DeadlineState
from sync.models import Statement, StatementStatus

type Number = str
"""Authority and case number, folded: a case is one however it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FraudCase:
    """A case that rests on fraud: when somebody was scored upon it, or why nobody is; and whether national was told."""

    case: Case
    closed_on: date | None
    told: bool


def cases(today: date) -> list[FraudCase]:
    """Return the cases of fraud of this office that were not withdrawn, the earliest decision first."""
    found = list(Case.objects.filter(legal_basis__in=FRAUD, withdrawn_at=None).order_by("decided_on", "pk"))
    closed, told = _scored(found), set()
    for number, reason, at in _said():
        told.add(number)
        if reason:
            closed[number].append(law_day(at))
    return [
        FraudCase(
            case=case,
            closed_on=min((on for on in closed[_number(case)] if on <= today), default=None),
            told=_number(case) in told,
        )
        for case in found
    ]


def silent(today: date) -> list[Case]:
    """Return the cases without points whose thirty working days are over, and of which national is not told."""
    calendar = working_calendar()
    return [
        each.case
        for each in cases(today)
        if not each.told
        and state(after(DeadlineName.FRAUD_SCORING, each.case.decided_on, calendar, done_on=each.closed_on), today)
        is DeadlineState.LATE
    ]


def withdrawn_since() -> list[Case]:
    """Return the withdrawn cases that national still takes for open: told of, never explained, opened no more."""
    said: dict[Number, set[bool]] = defaultdict(set)
    for number, reason, _at in _said():
        said[number].add(bool(reason))
    unexplained = {number for number, reasons in said.items() if reasons == {False}}
    gone = Case.objects.filter(legal_basis__in=FRAUD).exclude(withdrawn_at=None).order_by("pk")
    opened = {_number(case) for case in Case.objects.filter(withdrawn_at=None, legal_basis__in=FRAUD)}
    last = {_number(case): case for case in gone if _number(case) in unexplained - opened}
    scored = _scored(list(last.values()))
    return [case for number, case in last.items() if not scored[number]]


def closed_on(case: Case, today: date) -> date | None:
    """Return when a case of fraud was closed; None while it is open, or where it is none."""
    return next((each.closed_on for each in cases(today) if each.case.pk == case.pk), None)


def _number(case: Case) -> Number:
    return case.case_key


def _scored(found: Sequence[Case]) -> dict[Number, list[date]]:
    """Return on which days decisions on these cases were signed, by form or by file."""
    days: dict[Number, list[date]] = defaultdict(list)
    decisions = Decision.objects.in_force().filter(
        author=own_division(), case_key__in={case.case_key for case in found}
    )
    for number, at in decisions.values_list("case_key", "statement__issued_at"):
        days[number].append(law_day(at))
    items = CaseItem.objects.filter(case__in=found).exclude(decision_id=None).select_related("case")
    numbers = {item.decision_id: _number(item.case) for item in items if item.decision_id is not None}
    signed = Statement.objects.filter(pk__in=numbers).exclude(status=StatementStatus.REFUSED)
    for pk, at in signed.values_list("pk", "issued_at"):
        days[numbers[pk]].append(law_day(at))
    return days


def _said() -> Iterable[tuple[Number, str, datetime]]:
    """Yield what this node has told national of its cases."""
    rows = UnscoredCase.objects.filter(author=own_division()).exclude(statement__status=StatementStatus.REFUSED)
    yield from rows.order_by().values_list("case_key", "reason", "statement__issued_at")
