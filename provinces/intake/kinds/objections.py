"""Objections to points or to a status (art. 41).

A row names what is objected to: a decision by authority, case number and item, or a cascade by its reference; and the
person it is about.
"""

from collections.abc import Mapping, Sequence

from provinces.files.cells import Cells, Column, Read, body
from provinces.files.columns import PERSON_COLUMNS
from provinces.intake import earlier
from provinces.intake.kind import Answer, Key, Kind, Known, Named, Plan, ReadRow, Saying, duplicate, naming, same
from provinces.intake.kinds.cascades import REFERENCE, cascades_of
from provinces.intake.kinds.decisions import PENALTY, WRITTEN, decisions_of, penalty_of
from registry.qualification.models import Objection
from registry.words.written import writings
from sync.models import Outcome
from sync.outbox import Draft
from sync.wire.refusals import Refused, reason

TARGET_COLUMNS = (
    Column(name="basis_authority", longest=120),
    Column(name="case_number", longest=80),
    Column(name="item", longest=40),
    Column(name="reference", longest=120),
)
"""Three for a decision, or the last for a cascade."""

COLUMNS = (
    *TARGET_COLUMNS,
    *PERSON_COLUMNS,
    Column(name="lodged_on", read=Read.DAY, required=True),
    Column(name="lodged_by", required=True, longest=12),
    Column(name="signed", read=Read.FLAG, required=True),
    Column(name="sealed", read=Read.FLAG, required=True),
    Column(name="document", longest=160),
)

LODGED = "objection.lodged"


def check_target(cells: Cells) -> None:
    """Refuse a row that names no target, half of one, or two. Raises Refused."""
    of_decision = [name for name in ("basis_authority", "case_number", "item") if cells[name] is None]
    if cells["reference"] is None:
        if of_decision:
            raise Refused.because("missing", of_decision[0])
    elif len(of_decision) < 3:
        raise Refused.because("two_targets", "reference")


def target_key(read_row: ReadRow) -> Key:
    """Return what a row's decision or cascade is found by."""
    if read_row.cells["reference"] is not None:
        return ("cascade", writings.number(str(read_row.cells["reference"])), read_row.person)
    return ("decision", *penalty_of(read_row))


def target_named(read_row: ReadRow) -> Named:
    """Return how a row writes its decision or cascade."""
    return naming("reference")(read_row) if read_row.cells["reference"] is not None else naming(*WRITTEN)(read_row)


def unknown_target(read_row: ReadRow) -> Answer:
    """Return the answer to a row whose target this province has not in force."""
    if read_row.cells["reference"] is not None:
        return Answer(outcome=Outcome.REFUSED, reason=reason("unknown_cascade_reference", "reference"))
    return Answer(outcome=Outcome.REFUSED, reason=reason("unknown_decision_item", "case_number"))


def _plan(read_row: ReadRow, known: Sequence[Known]) -> Plan:
    if not known:
        return unknown_target(read_row)
    said = [_body(read_row, target) for target in known]
    for target, words in zip(known, said, strict=True):
        if objection := same(LODGED, words, target.ends):
            return duplicate(objection)
    return Saying(first=(Draft(topic=LODGED, body=said[-1]),))


def _body(read_row: ReadRow, target: Known) -> Mapping[str, object]:
    field = "cascade" if read_row.cells["reference"] is not None else "decision"
    members = body(read_row.cells, "lodged_on", "lodged_by", "signed", "sealed", "document")
    return {field: str(target.statement), **members}


def known_objected(author: str, read_rows: Sequence[ReadRow]) -> earlier.Grouped:
    """Return the decisions and cascades of this province that rows name, each with the objections to it."""
    people = earlier.people(read_rows)
    decisions = decisions_of(author, read_rows, people)
    cascades = cascades_of(author, read_rows, people)
    to_points = earlier.said_of(earlier.facts(Objection, author, decision__in=decisions.values("pk")), "decision_id")
    to_status = earlier.said_of(earlier.facts(Objection, author, cascade__in=cascades.values("pk")), "cascade_id")
    return {
        **_named("decision", earlier.grouped(decisions, PENALTY, to_points, people=people, written=WRITTEN)),
        **_named("cascade", earlier.grouped(cascades, REFERENCE, to_status, people=people, written=("reference",))),
    }


def _named(kind: str, grouped: earlier.Grouped) -> dict[Key, Sequence[Known]]:
    return {(kind, *key): known for key, known in grouped.items()}


KIND = Kind(
    name="objections",
    columns=COLUMNS,
    about_person=True,
    says=(LODGED,),
    check=check_target,
    key=target_key,
    known=known_objected,
    plan=_plan,
    named=target_named,
)
