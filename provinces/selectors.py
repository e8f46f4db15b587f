"""Reading what a province's node knows: whose node it is, what was said before, who is behind a code, intake runs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet

from provinces.intake.kind import Case, Key, Known
from provinces.models import CascadeSubject, IntakeFile, IntakeRow
from registry.models import (
    Agreement,
    AgreementEnd,
    Annulment,
    BorneLoss,
    Cascade,
    CascadeLift,
    Commendation,
    Decision,
    Filing,
    FilingCancellation,
    Institution,
    NoticeReceived,
    NoticeServed,
    Objection,
    ObjectionSettlement,
    PersonCode,
    Repair,
    Restoration,
)
from registry.selectors.merging import spoken_of, survivors
from sync.errors import Reason
from sync.models import NodeIdentity, Statement, StatementStatus
from sync.wire import statement as wire

IN_FORCE = (StatementStatus.LOGGED, StatementStatus.PENDING)

type Grouped = Mapping[Key, Sequence[Known]]


def own_division() -> str:
    """Return whose node this is; empty before ``node_init``."""
    return NodeIdentity.objects.values_list("division", flat=True).first() or ""


def cascade_of(subject: CascadeSubject) -> Cascade | None:
    """Return the cascade in force that an order made for a person it names."""
    own = Cascade.objects.in_force().filter(author=own_division(), reference=subject.order.reference)
    return own.filter(person=subject.person_id).first()


def unfinished(kind: str, digest: bytes) -> IntakeFile | None:
    """Return the run over this content that was broken off, if there is one."""
    return IntakeFile.objects.filter(kind=kind, digest=digest, finished_at=None).order_by("-id").first()


def answered(file: IntakeFile, first: int, last: int) -> set[int]:
    """Return which rows of a run, from the first number to the last, have their answer."""
    rows = IntakeRow.objects.filter(file=file, number__gte=first, number__lte=last)
    return set(rows.order_by().values_list("number", flat=True))


def reasons(file: IntakeFile) -> dict[str, int]:
    """Return how many rows of a run have which reason, the most frequent first."""
    rows = IntakeRow.objects.filter(file=file).exclude(code="").order_by().values_list("code")
    counted = rows.annotate(rows=Count("id")).order_by("-rows", "code")
    return dict(counted)


def people_by_code(pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the lifelong IDs behind external codes known here, of merged people the one that goes on."""
    by_system: dict[str, set[str]] = defaultdict(set)
    for system, code in pairs:
        by_system[system].add(code)
    wanted = Q(pk__in=())
    for system, codes in by_system.items():
        wanted |= Q(system=system, code__any_of=codes)
    rows = list(PersonCode.objects.filter(wanted).order_by().values_list("system", "code", "person_id"))
    goes_on = survivors({person for _, _, person in rows})
    return {(system, code): goes_on.get(person, person) for system, code, person in rows}


def known_institutions(author: str, cases: Sequence[Case]) -> Grouped:
    """Return what was last recorded of the cases' institutions."""
    codes = {str(case.cells["institution"]) for case in cases}
    rows = Institution.objects.filter(pk__any_of=codes, statement__author=author, statement__status__in=IN_FORCE)
    found = rows.order_by().values_list("code", *_STATEMENT)
    return {(code,): [_known(statement, seq, raw)] for code, statement, seq, raw in found}


def known_decisions(author: str, cases: Sequence[Case]) -> Grouped:
    """Return this province's decisions with the cases' authority, case number, item and person; annulled ones, too."""
    people = _people(cases)
    return _grouped(_decisions_of(author, cases, people), _PENALTY, people=people)


def known_annulled(author: str, cases: Sequence[Case]) -> Grouped:
    """Return this province's decisions with the cases' authority, case number and item, each with its annulments."""
    rows = _facts(
        Decision,
        author,
        case_number__any_of={case.cells["case_number"] for case in cases},
        item__any_of={case.cells["item"] for case in cases},
    )
    ends = _said_of(_facts(Annulment, author, decision__in=rows.values("pk")), "decision_id")
    return _grouped(rows, ("basis_authority", "case_number", "item"), ends)


def known_restorations(author: str, cases: Sequence[Case]) -> Grouped:
    """Return this province's assessments of the cases' people with the same day of effect."""
    people = _people(cases)
    rows = _facts(Restoration, author, person__any_of=people)
    return _grouped(rows, ("person_id", "effective_on"), people=people)


def known_filings(author: str, cases: Sequence[Case]) -> Grouped:
    """Return this province's filings of the cases' people, each with its cancellations."""
    people = _people(cases)
    rows = _facts(
        Filing,
        author,
        person__any_of=people,
        institution__any_of={case.cells["institution"] for case in cases},
    )
    ends = _said_of(_facts(FilingCancellation, author, filing__in=rows.values("pk")), "filing_id")
    return _grouped(rows, ("person_id", "institution", "opened_on"), ends, people=people)


def known_cascades(author: str, cases: Sequence[Case]) -> Grouped:
    """Return this province's cascades with the cases' references and people, each with its liftings."""
    people = _people(cases)
    rows = _cascades_of(author, cases, people)
    ends = _said_of(_facts(CascadeLift, author, cascade__in=rows.values("pk")), "cascade_id")
    return _grouped(rows, ("reference", "person_id"), ends, people=people)


def known_agreements(author: str, cases: Sequence[Case]) -> Grouped:
    """Return this province's agreements with the cases' institutions and numbers, each with its ends."""
    rows = _facts(Agreement, author, institution__any_of={case.cells["institution"] for case in cases})
    ends = _said_of(_facts(AgreementEnd, author, agreement__in=rows.values("pk")), "agreement_id")
    found: dict[Key, list[Known]] = defaultdict(list)
    for institution, number, *statement in rows.order_by("statement__seq").values_list(
        "institution", "number", *_STATEMENT
    ):
        found[(institution, number)].append(_known(*statement, ends=ends.get(statement[0], ())))
    return found


def known_noticed(author: str, cases: Sequence[Case]) -> Grouped:
    """Return this province's decisions that cases name together with the person, each with its notices."""
    people = _people(cases)
    rows = _decisions_of(author, cases, people)
    notices = _said_of(_facts(NoticeServed, author, decision__in=rows.values("pk")), "decision_id")
    return _grouped(rows, _PENALTY, notices, people=people)


def known_received(author: str, cases: Sequence[Case]) -> Grouped:
    """Return this province's decisions that cases name together with the person, each with its receipts."""
    people = _people(cases)
    rows = _decisions_of(author, cases, people)
    receipts = _said_of(_facts(NoticeReceived, author, decision__in=rows.values("pk")), "decision_id")
    return _grouped(rows, _PENALTY, receipts, people=people)


def known_objected(author: str, cases: Sequence[Case]) -> Grouped:
    """Return the decisions and cascades of this province that cases name, each with the objections to it."""
    people = _people(cases)
    decisions = _decisions_of(author, cases, people)
    cascades = _cascades_of(author, cases, people)
    to_points = _said_of(_facts(Objection, author, decision__in=decisions.values("pk")), "decision_id")
    to_status = _said_of(_facts(Objection, author, cascade__in=cascades.values("pk")), "cascade_id")
    return {
        **_named("decision", _grouped(decisions, _PENALTY, to_points, people=people)),
        **_named("cascade", _grouped(cascades, ("reference", "person_id"), to_status, people=people)),
    }


def known_settled(author: str, cases: Sequence[Case]) -> Grouped:
    """Return the objections to the decisions and cascades that cases name, each with its settlements."""
    found: dict[Key, Sequence[Known]] = {}
    for key, targets in known_objected(author, cases).items():
        objections = [objection for target in targets for objection in target.ends]
        if objections:
            found[key] = objections
    ids = {objection.statement for objections in found.values() for objection in objections}
    settled = _said_of(_facts(ObjectionSettlement, author, objection__any_of=ids), "objection_id")
    return {
        key: [replace(each, ends=tuple(settled.get(each.statement, ()))) for each in objections]
        for key, objections in found.items()
    }


def known_repairs(author: str, cases: Sequence[Case]) -> Grouped:
    """Return this province's repairs of the cases' people."""
    people = _people(cases)
    rows = _facts(Repair, author, person__any_of=people)
    return _grouped(rows, ("person_id", "year", "act", "granted_on"), people=people)


def known_commendations(author: str, cases: Sequence[Case]) -> Grouped:
    """Return this province's commendations of the cases' people."""
    people = _people(cases)
    rows = _facts(Commendation, author, person__any_of=people)
    return _grouped(rows, ("person_id", "title", "awarded_on"), people=people)


def known_losses(author: str, cases: Sequence[Case]) -> Grouped:
    """Return this province's borne losses with the cases' references."""
    rows = _facts(BorneLoss, author, reference__any_of={case.cells["reference"] for case in cases})
    return _grouped(rows, ("reference",), people=_people(cases))


_PENALTY = ("basis_authority", "case_number", "item", "person_id")


def _people(cases: Sequence[Case]) -> dict[str, str]:
    """Return every ID of the people whom cases name, with the one that goes on, which is the one they may name."""
    return spoken_of({case.person for case in cases})


def _decisions_of(author: str, cases: Sequence[Case], people: Collection[str]) -> QuerySet[Any]:
    numbers = {case.cells["case_number"] for case in cases if case.cells["case_number"] is not None}
    return _facts(Decision, author, case_number__any_of=numbers, person__any_of=people)


def _cascades_of(author: str, cases: Sequence[Case], people: Collection[str]) -> QuerySet[Any]:
    references = {case.cells["reference"] for case in cases if case.cells["reference"] is not None}
    return _facts(Cascade, author, reference__any_of=references, person__any_of=people)


def _named(kind: str, grouped: Grouped) -> dict[Key, Sequence[Known]]:
    return {(kind, *key): known for key, known in grouped.items()}


def held_before(author: str, topic: str) -> list[tuple[Known, Reason]]:
    """Return this node's own statements of a topic that wait for a human, each with the reason."""
    rows = Statement.objects.filter(author=author, topic=topic, status=StatementStatus.HELD).order_by("seq")
    reasons = ("outbox_item__code", "outbox_item__field", "outbox_item__sentence", "outbox_item__sentence_zh")
    held = [
        (_known(pk, seq, raw), Reason(code=code or "", field=field or "", sentence=en or "", sentence_zh=zh or ""))
        for pk, seq, raw, code, field, en, zh in rows.values_list("pk", "seq", "raw", *reasons)
    ]
    goes_on = survivors({str(known.body["person"]) for known, _ in held if "person" in known.body}) if held else {}
    return [(_about(known, goes_on), why) for known, why in held]


def _about(known: Known, goes_on: Mapping[str, str]) -> Known:
    person = goes_on.get(str(known.body.get("person")))
    return known if person is None else replace(known, body={**known.body, "person": person})


def _facts(model: type[Model], author: str, **wanted: Any) -> QuerySet[Any]:
    return model._default_manager.filter(author=author, statement__status__in=IN_FORCE, **wanted).order_by()


_STATEMENT = ("statement_id", "statement__seq", "statement__raw")


def _grouped(
    rows: QuerySet[Any],
    key: Sequence[str],
    ends: Mapping[UUID, Sequence[Known]] | None = None,
    *,
    people: Mapping[str, str] | None = None,
) -> dict[Key, list[Known]]:
    """Return facts by their key; those of `people` as though said of the ID that goes on."""
    goes_on = people or {}
    grouped: dict[Key, list[Known]] = defaultdict(list)
    for said_of, *found in rows.order_by("statement__seq").values_list("person_id", *_STATEMENT, *key):
        person = goes_on.get(said_of, said_of)
        statement, values = found[: len(_STATEMENT)], found[len(_STATEMENT) :]
        ended = [replace(end, person=person) for end in (ends or {}).get(statement[0], ())]
        known = _known(*statement, person=person, ends=ended)
        named = zip(key, values, strict=True)
        grouped[tuple(person if column == "person_id" else value for column, value in named)].append(known)
    return grouped


def _said_of(rows: QuerySet[Any], of: str) -> dict[UUID, list[Known]]:
    """Return statements by the one they refer to."""
    found: dict[UUID, list[Known]] = defaultdict(list)
    for ended, *statement in rows.values_list(of, *_STATEMENT):
        found[ended].append(_known(*statement))
    return found


def _known(statement: UUID, seq: int, raw: bytes, *, person: str = "", ends: Iterable[Known] = ()) -> Known:
    body = wire.parse(bytes(raw)).body
    if person and "person" in body:
        body = {**body, "person": person}
    return Known(statement=statement, seq=seq, body=body, person=person, ends=tuple(ends))
