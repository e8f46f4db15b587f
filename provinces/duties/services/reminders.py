"""Talks, trainings and key supervision are recorded, with who held them and the number of their record (art. 36)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from provinces.duties.codes import DutyStep, ReminderKind
from provinces.duties.models import Reminder
from provinces.filings.services import must_be_filed_at
from provinces.office.codes import Duty, Office
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import division, must_have_come, must_say, record
from registry.institutions.services.own_institutions import must_be_own, provinces_of
from registry.people.services.known_people import known_people, must_be_person
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One talk, training or putting under key supervision; a training may be held for many."""

    institution: str
    kind: ReminderKind
    held_on: date
    held_by: Office
    document: str
    result: str
    role: str = ""


@transaction.atomic
def enter(held: Held, people: Sequence[str], *, acting: Officer, now: datetime) -> Sequence[Reminder]:
    """Enter what was held, for everybody named or for nobody. Raises Refused.

    Nobody is refused for owing nothing: what is held without need is recorded as well.
    """
    acting.must(Duty.HANDLE)
    must_be_own(held.institution, division(), provinces_of({held.institution}))
    must_have_come("held_on", held.held_on, now)
    must_say(held.result, "result", article="36")
    if not held.document.strip():
        raise Refused.because("document_missing", "document", article="36")
    named = list(dict.fromkeys(people))
    if not named:
        raise Refused.because("nobody_reminded", "people")
    known = known_people(set(named))
    entered = []
    for person in named:
        must_be_person(person, known)
        must_be_filed_at(person, held.institution, held.held_on, article="36")
        try:
            with transaction.atomic():
                reminder = Reminder.objects.create(**asdict(held), person_id=person, by=acting.name, at=now)
        except IntegrityError as error:
            raise Refused.because("reminder_entered_before", "held_on") from error
        record(reminder, DutyStep.REMINDED, on=held.held_on, acting=acting, now=now, office=held.held_by,
               note=held.result)  # fmt: skip
        entered.append(reminder)
    return entered
