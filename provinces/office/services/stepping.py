"""What every step does alike: lock the work, check its state, sign what is to be signed, write the step down."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from provinces.office.codes import Office
from provinces.office.models import Step
from provinces.office.selectors import own_division
from provinces.office.services.officers import Officer
from provinces.office.services.refusals import refused
from provinces.office.steps import must_be_declared
from registry.qualification.rules.admission import EARLIEST_DECISION
from registry.statements.days import today
from registry.words.code import Code
from registry.words.divisions import is_province
from sync import outbox
from sync.errors import reason
from sync.models import Outcome
from sync.outbox import Authored, Draft
from sync.topics import Rejected


def division() -> str:
    """Return whose office this is. Raises Rejected `not_a_province`."""
    found = own_division()
    if not is_province(found):
        raise refused("not_a_province")
    return found


def locked[Work: Model](work: Work) -> Work:
    """Return a piece of work as it is now, locked until the transaction ends."""
    return type(work)._default_manager.select_for_update(of=("self",)).get(pk=work.pk)


def must_be(state: str, codes: type[Code], allowed: Collection[Code], *, article: str) -> None:
    """Refuse a step that does not follow on a state. Raises Rejected `out_of_order`."""
    if state not in {str(each) for each in allowed}:
        now = codes(state)
        raise refused("out_of_order", "state", state=now.title_en, state_zh=now.title_zh, article=article)


def must_have_come(
    field: str,
    on: date,
    now: datetime,
    *,
    after: Mapping[str, date | None] | None = None,
    earliest: date = EARLIEST_DECISION,
) -> None:
    """Refuse a day in the future, one before what it follows, and one on which no step can lie. Raises Rejected."""
    if on > today(now):
        raise refused("in_the_future", field)
    for earlier, day in (after or {}).items():
        if day is not None and on < day:
            raise refused("dates_out_of_order", field, earlier=earlier, later=field)
    if on < earliest:
        raise refused("date_implausible", field, earliest=earliest, latest=today(now))


def must_say(text: str, field: str, *, article: str) -> None:
    """Refuse a step that needs a reason and has none. Raises Rejected `reason_missing`."""
    if not text.strip():
        raise refused("reason_missing", field, article=article)


def sign(drafts: Sequence[Draft], *, now: datetime, may_be_held: bool = False) -> list[Authored]:
    """State drafts, all or none: the caller's transaction goes back with the exception. Raises Rejected."""
    authored = outbox.author(drafts, now=now)
    for one in authored:
        if one.outcome == Outcome.REFUSED or (one.outcome == Outcome.HELD and not may_be_held):
            raise Rejected(one.reason or reason("internal"), held=False)
    return authored


def sign_one(topic: str, body: Mapping[str, Any], *, now: datetime) -> UUID:
    """State one fact; return its statement. Raises Rejected."""
    found = sign([Draft(topic=topic, body=stated(body))], now=now)[0].statement_id
    assert found is not None
    return found


def stated(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body as it is signed: dates in ISO form, ids as text, what is not said left out."""
    return {name: _stated(value) for name, value in body.items() if value is not None and value != ""}


def _stated(value: Any) -> Any:
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
