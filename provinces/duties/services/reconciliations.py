"""An institution's own list of statuses is compared with the standing of a day; what differs is kept (arts. 35, 46).

Rows in = same + different + refused, always. No name is kept, and of a row that means nobody here not even its code: it
may be a name or a document number in the wrong column. Every difference is said with the row's number.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from provinces.duties import statuses
from provinces.duties.codes import DifferenceKind, DutyStep
from provinces.duties.models import Reconciliation, ReconciliationRow
from provinces.duties.statuses import WORDS, Line, StatusList
from provinces.files.naming import readable
from provinces.files.selectors import people_by_code
from provinces.files.tables import NOTHING_SAID, Said
from provinces.office.codes import Duty
from provinces.office.selectors import own_division
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import division, must_have_come, record
from registry.institutions.services.own_institutions import must_be_own, provinces_of
from registry.people.models import Person, PersonCode
from registry.people.selectors.kin import spoken_of
from registry.qualification.models import FilingPeriod, StandingInterval
from registry.words import lifelong_id
from registry.words.statuses import Status
from sync.wire.refusals import FormatRefused, NotAccepted, Reason, Refused

MOST_MIB = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """A status that is not normal, and the first day of its unbroken run."""

    status: Status
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """What this node knows on the day: who is filed at the institution, and who is not normal."""

    filed: frozenset[str]
    standings: Mapping[str, _Standing]


@transaction.atomic
def run(
    institution: str,
    content: bytes,
    *,
    name: str,
    said: Said = NOTHING_SAID,
    on: date,
    acting: Officer,
    now: datetime,
) -> Reconciliation:
    """Compare a list with the standing on a day, and keep what differs. Raises Refused.

    `said` is what the user says of the file's encoding or sheet.
    """
    acting.must(Duty.HANDLE)
    must_be_own(institution, division(), provinces_of({institution}))
    must_have_come("on", on, now)
    if len(content) > MOST_MIB * 1024 * 1024:
        raise Refused.because("file_too_large", "file", most=MOST_MIB)
    listed = _read(content, said)
    people, unread = _people(listed.lines)
    here = _here(institution, set(people.values()), on)
    rows = [*unread, *_compared(listed.lines, people, here, besides={row.number for row in unread})]
    missing = _missing(people.values(), here)
    refusals = sum(row.kind == DifferenceKind.UNREADABLE for row in rows)
    found = Reconciliation.objects.create(
        institution=institution,
        on=on,
        name=readable(name)[-200:],
        digest=listed.digest,
        read_as=listed.read_as[:60],
        rows_in=len(listed.lines),
        same=len(listed.lines) - len(rows),
        different=len(rows) - refusals,
        refused=refusals,
        missing=len(missing),
        by=acting.name,
        at=now,
    )
    for row in (kept := [*rows, *missing]):
        row.run = found
    ReconciliationRow.objects.bulk_create(sorted(kept, key=lambda row: (row.number, row.person)))
    record(found, DutyStep.RECONCILED, on=on, acting=acting, now=now)
    return found


def _read(content: bytes, said: Said) -> StatusList:
    try:
        listed = statuses.read(content, said)
    except FormatRefused as error:
        why = error.reason
        raise Refused(
            Reason(code=why.code, field="file", sentence=why.sentence, sentence_zh=why.sentence_zh)
        ) from error
    if not {"person", "code"} & set(listed.columns):
        raise Refused.because("nobody_in_columns", "file")
    return listed


def _people(lines: Sequence[Line]) -> tuple[dict[int, str], list[ReconciliationRow]]:
    """Return the person each row names, by its number, and the rows that cannot be read or name nobody known here."""
    open_ = [line for line in lines if line.refused is None]
    given = {line.number: _id_of(line) for line in open_}
    ids = {found for found in given.values() if isinstance(found, str) and found}
    known = set(Person.objects.filter(pk__any_of=ids).order_by().values_list("pk", flat=True))
    goes_on = spoken_of(known) if known else {}
    by_code = _by_code(line for line in open_ if line.cells.get("code"))
    people: dict[int, str] = {}
    seen: set[str] = set()
    rows = [_unread(line.number, line.refused) for line in lines if line.refused is not None]
    for line in open_:
        try:
            person = _whom(line, given[line.number], known, goes_on, by_code)
        except NotAccepted as rejected:
            rows.append(_unread(line.number, rejected.reason))
            continue
        if person and person in seen:
            rows.append(_unread(line.number, Refused.because("person_listed_before", "person").reason))
        elif person:
            people[line.number] = person
            seen.add(person)
        else:
            rows.append(ReconciliationRow(number=line.number, kind=DifferenceKind.UNKNOWN_HERE))
    return people, rows


def _id_of(line: Line) -> str | NotAccepted:
    """Return the lifelong ID in a row, nothing where it has none, or why it is none."""
    text = line.cells.get("person")
    if text is None:
        return ""
    try:
        return lifelong_id.normalise(str(text), field="person")
    except FormatRefused as error:
        return error


def _by_code(lines: Iterable[Line]) -> dict[tuple[str, str], frozenset[str]]:
    """Return the people behind the codes of rows, of merged people the one that goes on; the system may be left out."""
    pairs = {(str(line.cells.get("system") or ""), str(line.cells["code"])) for line in lines}
    named = people_by_code([pair for pair in pairs if pair[0]])
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for pair, person in named.items():
        found[pair].add(person)
    bare = {code for system, code in pairs if not system}
    rows = list(PersonCode.objects.filter(code__any_of=bare).order_by().values_list("code", "person_id"))
    goes_on = spoken_of({person for _, person in rows}) if rows else {}
    for code, person in rows:
        found["", code].add(goes_on[person])
    return {pair: frozenset(people) for pair, people in found.items()}


def _whom(
    line: Line,
    given: str | NotAccepted,
    known: Collection[str],
    goes_on: Mapping[str, str],
    by_code: Mapping[tuple[str, str], frozenset[str]],
) -> str:
    """Return whom a row means, nothing where nobody here is meant. Raises Refused."""
    if isinstance(given, NotAccepted):
        raise given
    code = line.cells.get("code")
    if not given and code is None:
        raise Refused.because("nobody_in_row", "person")
    by_id = goes_on[given] if given in known else ""
    if code is None:
        return by_id
    found = by_code.get((str(line.cells.get("system") or ""), str(code)), frozenset())
    if given:
        if by_id and found and by_id not in found:
            raise Refused.because("person_mismatch", "code")
        return by_id
    if len(found) > 1:
        raise Refused.because("code_of_several", "code")
    return next(iter(found), "")


def _here(institution: str, people: Collection[str], on: date) -> _Here:
    periods = FilingPeriod.objects.filter(
        Q(cancelled_on=None) | Q(cancelled_on__gt=on),
        institution=institution,
        opened_on__lte=on,
        filing__author=own_division(),
    )
    filed = set(periods.order_by().values_list("person_id", flat=True))
    goes_on = spoken_of(filed | set(people)) if filed or people else {}
    whole = frozenset(goes_on[person] for person in filed)
    return _Here(filed=whole, standings=_standings(whole | set(people), on))


def _standings(people: Collection[str], on: date) -> dict[str, _Standing]:
    """Return who is not normal on a day, and since when."""
    held = Q(to_on=None) | Q(to_on__gt=on)
    rows = StandingInterval.objects.filter(
        held, person__in=people, status__in=[Status.SUSPENDED, Status.TERMINATED], from_on__lte=on
    )
    return {row.person_id: _Standing(status=Status(row.status), since=row.since) for row in rows}


def _compared(
    lines: Sequence[Line], people: Mapping[int, str], here: _Here, *, besides: Collection[int]
) -> list[ReconciliationRow]:
    """Return a row for each line that differs, or whose status cannot be read."""
    rows = []
    for line in lines:
        if line.number in besides:
            continue
        person = people[line.number]
        standing = here.standings.get(person)
        theirs = WORDS.get(line.word.lower())
        if line.word and theirs is None:
            rows.append(_unread(line.number, Refused.because("unknown_status", "status").reason))
            continue
        kind = _difference(theirs, line.since, standing, filed=person in here.filed)
        if kind is not None:
            rows.append(
                ReconciliationRow(
                    number=line.number,
                    kind=kind,
                    person=person,
                    theirs=theirs or "",
                    ours=standing.status if standing else Status.NORMAL,
                    their_since=line.since,
                    our_since=standing.since if standing else None,
                )
            )
    return rows


def _difference(
    theirs: Status | None, since: date | None, standing: _Standing | None, *, filed: bool
) -> DifferenceKind | None:
    """Return in what a line differs. A first day is compared only of a status that is not normal, where one is said."""
    if not filed:
        return DifferenceKind.NOT_FILED_HERE
    if theirs is None:
        return DifferenceKind.UNKNOWN_THERE
    if theirs is not (standing.status if standing else Status.NORMAL):
        return DifferenceKind.STATUS
    if standing is not None and since is not None and since != standing.since:
        return DifferenceKind.SINCE
    return None


def _missing(named: Iterable[str], here: _Here) -> list[ReconciliationRow]:
    """Return a row for everybody filed at the institution whom the list does not name."""
    rows = []
    for person in sorted(here.filed - set(named)):
        standing = here.standings.get(person)
        rows.append(
            ReconciliationRow(
                number=0,
                kind=DifferenceKind.MISSING_THERE,
                person=person,
                ours=standing.status if standing else Status.NORMAL,
                our_since=standing.since if standing else None,
            )
        )
    return rows


def _unread(number: int, why: Reason | None) -> ReconciliationRow:
    assert why is not None
    return ReconciliationRow(
        number=number,
        kind=DifferenceKind.UNREADABLE,
        code=why.code,
        field=why.field,
        sentence=why.sentence,
        sentence_zh=why.sentence_zh,
    )
