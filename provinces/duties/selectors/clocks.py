"""What is owed beside the decisions: talks, institutions told, statuses compared, corrections (arts. 34 to 36, 46).

It is computed from facts and from what was recorded; nothing of it is stored.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import Max, Min, Q

from provinces.duties.codes import CorrectionState, ReminderKind
from provinces.duties.models import CorrectionOrder, Reconciliation
from provinces.duties.models.corrections import UNAPPROVED
from provinces.duties.selectors import reminders, tellings
from provinces.office.clocks import Clock, Day, day_of
from provinces.office.codes import Office
from registry.institutions.models import Institution
from registry.qualification.models import Decision, FilingPeriod
from registry.qualification.rules import deadlines
from registry.qualification.rules.deadline_rules import DeadlineRules
from registry.words.dates import add_months
from registry.words.deadlines import DeadlineName

REMINDERS = {
    ReminderKind.TALK: DeadlineName.TALK,
    ReminderKind.TRAINING: DeadlineName.TRAINING,
    ReminderKind.KEY_SUPERVISION: DeadlineName.KEY_SUPERVISION,
}


def of_correction(order: CorrectionOrder, day: Day) -> Iterator[Clock]:
    """Yield the term of an order, and what a refusal asks of the agency (art. 46)."""
    person = order.person_id or ""
    if order.state in UNAPPROVED:
        return
    if order.refused_on is None or order.corrected_on is not None:
        term = deadlines.until(DeadlineName.CORRECTION, order.ordered_on, order.correct_by, done_on=order.corrected_on)
        yield day.clock(order, term, Office.INSTITUTION, order.institution, person)
    if order.refused_on is not None and (order.handled_on is not None or order.state == CorrectionState.REFUSED):
        handling = deadlines.until(DeadlineName.AGREEMENT_HANDLING, order.refused_on, None, done_on=order.handled_on)
        yield day.clock(order, handling, Office.AGENCY, order.institution, person)


def of_corrections(day: Day) -> Iterator[Clock]:
    """Yield the clocks of all orders to correct."""
    for order in CorrectionOrder.objects.exclude(state__in=UNAPPROVED).order_by("pk"):
        yield from of_correction(order, day)


def of_reminders(day: Day) -> Iterator[Clock]:
    """Yield the talks, trainings and key supervisions that scores ask for (art. 36)."""
    found = reminders.owed(day.today)
    decisions = Decision.objects.in_bulk({each.decision for each in found})
    for each in found:
        pack = day.pack_on(each.since)
        deadline = deadlines.owed(REMINDERS[each.kind], each.since, day.calendar, pack=pack, done_on=each.done_on)
        office = reminders.OFFICES[each.kind]
        yield day.clock(decisions[each.decision], deadline, office, each.institution, each.person)


def of_tellings(day: Day) -> Iterator[Clock]:
    """Yield of which measures institutions are to be told (art. 34; guidance §3)."""
    found = tellings.to_tell(day.today)
    facts = {
        fact.pk: fact
        for model in set(tellings.MODELS.values())
        for fact in model._default_manager.in_bulk({each.cause for each in found}).values()
    }
    for each in found:
        pack = day.pack_on(each.known_on)
        for site in each.sites:
            deadline = deadlines.owed(
                DeadlineName.SITES_TOLD, each.known_on, day.calendar, pack=pack, done_on=site.told_on
            )
            yield day.clock(facts[each.cause], deadline, Office.AGENCY, site.institution, each.person)


def of_reconciliations(day: Day) -> Iterator[Clock]:
    """Yield when the statuses of each institution with filings are to be compared again, where the pack sets months."""
    pack = day.pack_on(day.today)
    months = pack[DeadlineRules].reconciliation_months
    if months is None:
        return
    filed = FilingPeriod.objects.filter(Q(cancelled_on=None) | Q(cancelled_on__gt=day.today))
    own = filed.filter(filing__author=day.division).order_by()
    first = dict(own.values_list("institution").annotate(Min("opened_on")))
    last = dict(Reconciliation.objects.order_by().values_list("institution").annotate(Max("on")))
    for code, institution in sorted(Institution.objects.in_bulk(first).items()):
        since = last.get(code) or max(first[code], pack.valid_from)
        deadline = deadlines.until(DeadlineName.RECONCILIATION, since, add_months(since, months))
        yield day.clock(institution, deadline, Office.AGENCY, code)


def next_reconciliation(institution: str, today: date) -> date | None:
    """Return until when the statuses of an institution are to be compared again; None where the pack sets no time."""
    found = (clock for clock in of_reconciliations(day_of(today)) if clock.institution == institution)
    return next((clock.deadline.due_on for clock in found), None)
