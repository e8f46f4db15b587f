"""What every step does alike: lock the work, check its state, sign what is to be signed, write the step down."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Model

from provinces.office.codes import Office
from provinces.office.models import Step
from provinces.office.selectors import own_division
from provinces.office.services.officers import Officer
from provinces.office.steps import must_be_declared
from registry.qualification.rules.admission import EARLIEST_DECISION
from registry.statements.days import today
from registry.words.code import Code
from registry.words.divisions import is_province
from registry.words.wording import Phrase
from sync import outbox, proposals
from sync.models import Outcome, Proposal
from sync.outbox import Authored, Draft
from sync.wire.refusals import Refused, reason


def division() -> str:
    """Return whose office this is. Raises Refused `not_a_province`."""
    found = own_division()
    if not is_province(found):
        raise Refused.because("not_a_province")
    return found


def locked[Work: Model](work: Work) -> Work:
    """Return a piece of work as it is now, locked until the transaction ends."""
    return type(work)._default_manager.select_for_update(of=("self",)).get(pk=work.pk)


def must_be(state: str, codes: type[Code], allowed: Collection[Code], *, article: str) -> None:
    """Refuse a step that does not follow on a state. Raises Refused `out_of_order`."""
    if state not in {str(each) for each in allowed}:
        now = codes(state)
        raise Refused.because("out_of_order", "state", state=Phrase(now.title_en, now.title_zh), article=article)


def must_have_come(
    field: str,
    on: date,
    now: datetime,
    *,
    after: Mapping[str, date | None] | None = None,
    earliest: date = EARLIEST_DECISION,
) -> None:
    """Refuse a day in the future, one before what it follows, and one on which no step can lie. Raises Refused."""
    if on > today(now):
        raise Refused.because("in_the_future", field)
    for earlier, day in (after or {}).items():
        if day is not None and on < day:
            raise Refused.because("dates_out_of_order", field, earlier=earlier, later=field)
    if on < earliest:
        raise Refused.because("date_implausible", field, earliest=earliest, latest=today(now))


def must_say(text: str, field: str, *, article: str) -> None:
    """Refuse a step that needs a reason and has none. Raises Refused `reason_missing`."""
    if not text.strip():
        raise Refused.because("reason_missing", field, article=article)


def last_step(work: Model, *names: Code) -> Step:
    """Return the last step of these that a piece of work took; it took one."""
    noun, key = work._meta.model_name or "", str(work.pk)
    found = Step.objects.filter(noun=noun, key=key, name__in=names).last()
    assert found is not None
    return found


def agreed(
    work: Model, shows: object, *, proposed_by: str, proposed_at: datetime, acting: Officer, now: datetime
) -> Proposal:
    """Return what rests on two accounts: who proposed this piece of work, and who approves it as it is shown now.

    Raises Refused: account_unknown, account_inactive, four_eyes.
    """
    matter, key, digest = work._meta.model_name or "", str(work.pk), proposals.digest_of(shows)
    proposal = proposals.propose(matter, key, acting=proposed_by, now=proposed_at)
    return proposals.approve(proposal, seen=digest, shows=digest, acting=acting.name, now=now)


def sign(
    drafts: Sequence[Draft], *, now: datetime, may_be_held: bool = False, proposal: Proposal | None = None
) -> list[Authored]:
    """State drafts, all or none: the caller's transaction goes back with the exception. Raises Refused.

    What binds somebody rests on a `proposal`, on which nothing else rests from then on.
    """
    authored = outbox.author(drafts, now=now, proposal=proposal.pk if proposal else None)
    for one in authored:
        if one.outcome == Outcome.REFUSED or (one.outcome == Outcome.HELD and not may_be_held):
            raise Refused(one.reason or reason("not_storable"))
    if proposal is not None:
        proposals.done(proposal, now=now)
    return authored


def sign_one(topic: str, body: Mapping[str, object], *, now: datetime, proposal: Proposal | None = None) -> UUID:
    """State one fact; return its statement. Raises Refused."""
    found = sign([Draft(topic=topic, body=stated(body))], now=now, proposal=proposal)[0].statement_id
    assert found is not None
    return found


def stated(body: Mapping[str, object]) -> dict[str, object]:
    """Return a body as it is signed: dates in ISO form, ids as text, what is not said left out."""
    return {name: _stated(value) for name, value in body.items() if value is not None and value != ""}


def _stated(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Code):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def record(
    work: Model,
    name: Code,
    *,
    on: date,
    acting: Officer,
    now: datetime,
    office: Office = Office.AGENCY,
    note: str = "",
    statement: UUID | None = None,
) -> None:
    """Write a step down, for ever."""
    must_be_declared(work._meta.model_name or "", name)
    Step.objects.create(
        noun=work._meta.model_name or "",
        key=str(work.pk),
        name=name,
        on=on,
        at=now,
        by=acting.name,
        office=office,
        remark=note[:500],
        statement_id=statement,
    )
