"""Everything that is due on a day: the clocks of the work, and what is owed beside it (arts. 34 to 36, 46; O44).

What is owed beside the work is computed from facts and from what was recorded; nothing of it is stored.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Max, Min, Model, Q

from provinces.cases import selectors as fraud
from provinces.cases.models import Case
from provinces.cases.selectors import FraudCase
from provinces.duties.codes import CorrectionState, ReminderKind
from provinces.duties.models import CorrectionOrder, Reconciliation
from provinces.duties.models.corrections import UNAPPROVED
from provinces.duties.selectors import clocks, reminders, tellings
from provinces.duties.selectors.clocks import Clocks
from provinces.office.clocks import OPEN, Clock
from provinces.office.codes import Office
from provinces.office.selectors import own_division
from registry.institutions.models import Institution
from registry.qualification.models import Decision, FilingPeriod
from registry.qualification.rules import deadlines
from registry.qualification.rules.deadline_rules import DeadlineRules
from registry.qualification.rules.deadlines import Deadline
from registry.words.dates import add_months
from registry.words.deadlines import DeadlineName, DeadlineState

REMINDERS = {
    ReminderKind.TALK: DeadlineName.TALK,
    ReminderKind.TRAINING: DeadlineName.TRAINING,
    ReminderKind.KEY_SUPERVISION: DeadlineName.KEY_SUPERVISION,
}


def every(today: date, *, states: Sequence[DeadlineState] = OPEN, office: Office | None = None) -> list[Clock]:
    """Return all that is due in some states, the late ones first, then by the day on which they are due."""
    return clocks.chosen([*clocks.of_all_work(today), *owed(today)], states=states, office=office)


def owed(today: date) -> Iterator[Clock]:
    """Yield what is owed beside the clocks of the work."""
    counting = clocks.clocks_on(today)
    yield from of_reminders(today)
    yield from _tellings(counting)
    yield from _reconciliations(counting)
    for order in CorrectionOrder.objects.exclude(state__in=UNAPPROVED).order_by("pk"):
        yield from of_correction(order, counting)
    for each in fraud.cases(today):
        yield _of_fraud(each, counting)


def of(work: Model, today: date) -> list[Clock]:
    """Return the clocks of one piece of work, and what is owed upon it."""
    found, counting = clocks.clocks_of(work, today), clocks.clocks_on(today)
    if isinstance(work, CorrectionOrder):
        return [*found, *of_correction(work, counting)]
    if isinstance(work, Case):
        return [*found, *(_of_fraud(each, counting) for each in fraud.cases(today) if each.case.pk == work.pk)]
    return found


def _of_fraud(found: FraudCase, counting: Clocks) -> Clock:
    """Return how long a case of fraud waits for somebody to be scored."""
    case = found.case
    deadline = deadlines.after(DeadlineName.FRAUD_SCORING, case.decided_on, counting.calendar, done_on=found.closed_on)
    return _clock(counting, case, deadline, Office.AGENCY, case.institution)


def of_correction(order: CorrectionOrder, counting: Clocks) -> Iterator[Clock]:
    """Yield the term of an order, and what a refusal asks of the agency (art. 46)."""
    person = order.person_id or ""
    if order.state in UNAPPROVED:
        return
    if order.refused_on is None or order.corrected_on is not None:
        term = deadlines.until(DeadlineName.CORRECTION, order.ordered_on, order.correct_by, done_on=order.corrected_on)
        yield _clock(counting, order, term, Office.INSTITUTION, order.institution, person)
    if order.refused_on is not None and (order.handled_on is not None or order.state == CorrectionState.REFUSED):
        handling = deadlines.until(DeadlineName.AGREEMENT_HANDLING, order.refused_on, None, done_on=order.handled_on)
        yield _clock(counting, order, handling, Office.AGENCY, order.institution, person)


def of_reminders(today: date) -> Iterator[Clock]:
    """Yield the talks, trainings and key supervisions that scores ask for (art. 36)."""
    counting = clocks.clocks_on(today)
    found = reminders.owed(counting.today)
    decisions = Decision.objects.in_bulk({each.decision for each in found})
    for each in found:
        pack = counting.pack_on(each.since)
        deadline = deadlines.owed(REMINDERS[each.kind], each.since, counting.calendar, pack=pack, done_on=each.done_on)
        yield _clock(
            counting, decisions[each.decision], deadline, reminders.OFFICES[each.kind], each.institution, each.person
        )


def _tellings(counting: Clocks) -> Iterator[Clock]:
    found = tellings.to_tell(counting.today)
    facts = {
        fact.pk: fact
        for model in set(tellings.MODELS.values())
        for fact in model._default_manager.in_bulk({each.cause for each in found}).values()
    }
    for each in found:
        pack = counting.pack_on(each.known_on)
        for site in each.sites:
            deadline = deadlines.owed(
                DeadlineName.SITES_TOLD, each.known_on, counting.calendar, pack=pack, done_on=site.told_on
            )
            yield _clock(counting, facts[each.cause], deadline, Office.AGENCY, site.institution, each.person)


def next_reconciliation(institution: str, today: date) -> date | None:
    """Return until when the statuses of an institution are to be compared again; None where the pack sets no time."""
    found = (clock for clock in _reconciliations(clocks.clocks_on(today)) if clock.institution == institution)
    return next((clock.deadline.due_on for clock in found), None)


def _reconciliations(counting: Clocks) -> Iterator[Clock]:
    """Yield when the statuses of each institution with filings are to be compared again, where the pack sets months."""
    pack = counting.pack_on(counting.today)
    months = pack[DeadlineRules].reconciliation_months
    if months is None:
        return
    filed = FilingPeriod.objects.filter(Q(cancelled_on=None) | Q(cancelled_on__gt=counting.today))
    own = filed.filter(filing__author=own_division()).order_by()
    first = dict(own.values_list("institution").annotate(Min("opened_on")))
    last = dict(Reconciliation.objects.order_by().values_list("institution").annotate(Max("on")))
    for code, institution in sorted(Institution.objects.in_bulk(first).items()):
        since = last.get(code) or max(first[code], pack.valid_from)
        deadline = deadlines.until(DeadlineName.RECONCILIATION, since, add_months(since, months))
        yield _clock(counting, institution, deadline, Office.AGENCY, code)


def _clock(
    counting: Clocks, work: Model, deadline: Deadline, office: Office, institution: str, person: str = ""
) -> Clock:
    return Clock(
        deadline=deadline,
        state=deadlines.state(deadline, counting.today),
        office=office,
        work=work,
        institution=institution,
        person=person,
    )
