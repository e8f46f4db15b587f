"""Decisions and their annulment: `decision.issued`, `decision.annulled`."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from registry.institutions.services.own_institutions import must_be_own, provinces_of
from registry.packs.book import PackBook
from registry.people.selectors.kin import spoken_of
from registry.people.services.known_people import People, PersonFactHandler, known_people, must_be_person
from registry.qualification.models import Annulment, Decision, ObjectionSettlement
from registry.qualification.rules import admission, facts, points
from registry.qualification.rules.kinship import Kinship
from registry.qualification.selectors.facts import facts_of
from registry.qualification.selectors.kinship import kinship
from registry.qualification.selectors.readings import ANNULMENT, DECISION
from registry.qualification.services import targets
from registry.statements.days import today
from registry.statements.facts import IN_FORCE
from registry.statements.handling import FactHandler
from registry.statements.in_file import InFile, Later
from registry.statements.readers import Choice, LifelongId, Name, Text, Whole
from registry.statements.shapes import Shape
from registry.statements.telling import Change, Telling, Tells, Told
from registry.statements.topics import Topic
from registry.words.bases import LEGAL_BASES, BasisKind
from registry.words.degrees import Degree, Ground, Reached
from registry.words.measures import MeasureKind
from registry.words.remedies import ObjectionOutcome
from registry.words.written import writings
from sync.models import StatementStatus
from sync.topics import Item
from sync.wire.refusals import Refusal, Refused

NO_BASIS = "basis_required"
"""Code for points without a decision against the institution (art. 24)."""

type Penalty = tuple[str, str, str]
"""Case and item, folded, and person: what may score once (O21), however written, whichever ID names the person."""

type Scored = tuple[str, tuple[str, ...]]
"""Who scored a penalty, and how its authority, case number and item are written."""

_WRITTEN = ("basis_authority", "case_number", "item")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionIssued:
    """Body of `decision.issued`: points for one person on one basis."""

    person: Annotated[str, LifelongId()]
    institution: str
    case_number: str
    item: str
    basis_kind: Annotated[BasisKind, Choice(codes=BasisKind, missing=NO_BASIS)]
    basis_authority: Annotated[str, Text(missing=NO_BASIS)]
    basis_document: Annotated[str, Text(missing=NO_BASIS)]
    legal_basis: Annotated[str, Name(names=LEGAL_BASES, unknown="legal_basis_unknown", missing=NO_BASIS)]
    decided_on: date
    degree: Degree
    points: Annotated[int, Whole(low=1, high=12, outside="points_out_of_range")]
    ground: Ground = Ground.NONE
    ground_reason: str = ""
    situation: str = ""
    reached: Reached = Reached.ACCUMULATED
    conduct_from: date | None = None
    conduct_to: date | None = None
    notice_issued_on: date | None = None
    notice_served_on: date | None = None
    measure: MeasureKind | str = ""
    basis_received_on: date | None = None
    suspension_months: Annotated[int | None, Whole(low=1, high=6, outside="suspension_months_out_of_range")] = None
    suspension_starts_on: date | None = None

    @property
    def penalty(self) -> Penalty:
        """What may be scored only once (O21)."""
        return writings.case(self.basis_authority, self.case_number), writings.words(self.item), self.person

    @property
    def written(self) -> tuple[str, ...]:
        """How the penalty is written."""
        return self.basis_authority, self.case_number, self.item


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAnnulled:
    """Body of `decision.annulled`: a decision undone from the start (O22)."""

    decision: UUID
    annulled_on: date
    document: str


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch of decisions is judged against."""

    today: date
    people: People
    provinces: dict[str, str]
    kin: Kinship
    scored: dict[Penalty, list[Scored]]


class DecisionHandler(PersonFactHandler[BatchContext]):
    """Checks and stores `decision.issued`."""

    shape = Shape(DecisionIssued, Decision)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read people, institutions, packs, and who has scored the same penalties."""
        values: list[DecisionIssued] = [item.value for item in items]
        people = {value.person for value in values}
        return BatchContext(
            today=today(now),
            people=known_people(people),
            provinces=provinces_of({value.institution for value in values}),
            kin=kinship(people),
            scored=_scored(items),
        )

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse what may not be scored; hold what another division, or another writing, has scored already (O21)."""
        value: DecisionIssued = item.value
        must_be_person(value.person, known.people)
        must_be_own(value.institution, item.author, known.provinces)
        fact = as_fact(item)
        pack = known.kin.packs.for_(item.author, value.decided_on)
        admission.check_decision(fact, pack, today=known.today)
        admission.check_stated_months(fact, _own_total(fact, known.kin.united(value.person), known.kin.packs), pack)
        scored = known.scored.setdefault(value.penalty, [])
        alike = {author for author, written in scored if written == value.written}
        if item.author in alike:
            raise Refused.because("case_number_used", "case_number")
        before = scored[:1]
        scored.append((item.author, value.written))
        if alike:
            raise Refused(Refusal("same_penalty", "case_number"), held=True)
        for _, written in before:
            raise writings.otherwise(_WRITTEN, value.written, written)
        known.kin.add(value.person, facts.Facts(decisions=(fact,)))


@dataclass(slots=True, kw_only=True)
class AnnulmentContext:
    """What a batch of annulments is judged against."""

    today: date
    decisions: dict[UUID, tuple[str, str]]
    """Author and person of each decision, in force or not."""
    facts: dict[str, facts.Facts]
    annulled: set[UUID] = field(default_factory=set)


class AnnulmentHandler(FactHandler[AnnulmentContext]):
    """Checks and stores `decision.annulled`."""

    about = ("decision__person",)
    shape = Shape(DecisionAnnulled, Annulment)

    def prefetch(self, items: Sequence[Item], now: datetime) -> AnnulmentContext:
        """Read the decisions, and the facts of those they are about."""
        found = Decision.objects.filter(pk__any_of={item.value.decision for item in items}).order_by()
        decisions = {pk: (author, person) for pk, author, person in found.values_list("pk", "author", "person_id")}
        return AnnulmentContext(
            today=today(now),
            decisions=decisions,
            facts=facts_of({person for _, person in decisions.values()}),
        )

    def admit(self, item: Item, known: AnnulmentContext) -> None:
        """Refuse to annul a decision that is not there, is another's, or was annulled before."""
        value: DecisionAnnulled = item.value
        if value.decision not in known.decisions:
            raise Refused.because("unknown_decision", "decision")
        author, person = known.decisions[value.decision]
        if author != item.author:
            raise Refused.because("not_the_author", "decision")
        if value.decision in known.annulled:
            raise Refused.because("already_annulled", "decision")
        annulment = ANNULMENT.of_item(item)
        in_force = known.facts[person]
        if all(decision.id != annulment.decision for decision in in_force.decisions):
            raise Refused.because("not_in_force", "decision")
        admission.check_annulment(annulment, in_force, today=known.today)
        targets.must_hold_decision(value.decision, in_force)
        known.annulled.add(value.decision)


as_fact = DECISION.of_item
"""Return a statement's decision as the rules read it."""


def _own_total(decision: facts.Decision, before: facts.Facts, packs: PackBook) -> int:
    """Return what a decision brings its year to by the points of its author alone.

    The author knows these when they sign. What others decided unseen is no reason to refuse: the author of the decision
    that crosses states the measure then (O26).
    """
    own = [each for each in points.in_force(before) if each.author == decision.author and each.id != decision.id]
    repairs = points.ordered_repairs(before)
    return points.recorded([*own, decision], repairs, decision.decided_on.year, packs=packs)


def _scored(items: Sequence[Item]) -> dict[Penalty, list[Scored]]:
    """Return who has scored the penalties of this batch, in which writing.

    Refused decisions do not count, nor those that were annulled or undone by an objection.
    """
    wanted = {item.value.penalty for item in items}
    people = spoken_of({item.value.person for item in items})
    own = {item.id for item in items}
    earlier = (
        Decision.objects.filter(
            case_key__any_of={penalty[0] for penalty in wanted},
            person_id__any_of=people,
        )
        .exclude(statement__status=StatementStatus.REFUSED)
        .exclude(annulments__statement__status__in=IN_FORCE)
        .order_by()
        .values_list("pk", "author", "case_key", "item_key", "person_id", *_WRITTEN)
    )
    matching: list[tuple[UUID, Penalty, Scored]] = []
    for pk, author, case, number, person, *written in earlier:
        key: Penalty = (case, number, people[person])
        if key in wanted and pk not in own:
            matching.append((pk, key, (author, tuple(written))))
    undone = _undone({pk for pk, _, _ in matching})
    found: dict[Penalty, list[Scored]] = {}
    for pk, key, scored in sorted(matching):
        if pk not in undone:
            found.setdefault(key, []).append(scored)
    return found


def _undone(decisions: Collection[UUID]) -> set[UUID]:
    """Return those of the decisions that an objection annulled: the last settlement that upheld nothing counts."""
    if not decisions:
        return set()
    settled = ObjectionSettlement.objects.in_force().filter(objection__decision__any_of=decisions)
    counting = settled.exclude(outcome=ObjectionOutcome.UPHELD).order_by("settled_on", "statement_id")
    last = dict(counting.values_list("objection__decision_id", "outcome"))
    return {decision for decision, outcome in last.items() if outcome == ObjectionOutcome.ANNULLED}


def _told(telling: Telling) -> Iterator[Told]:
    """Yield what is told of a decision: the score."""
    yield telling.here(Change.SCORE, telling.act)


def _annulment_told(telling: Telling) -> Iterator[Told]:
    """Yield what is told of an annulment: the score never was."""
    yield telling.here(Change.ANNULMENT, telling.act, corrects=telling.act.position)


TOPICS = (
    Topic(
        name="decision.issued",
        binds=True,
        title_en="decision issued",
        title_zh="记分决定",
        handler=DecisionHandler(),
        tells=Tells(says=_told, number="case_number"),
        file=InFile(section="decisions", place=10, order=("decided_on",)),
    ),
    Topic(
        name="decision.annulled",
        binds=True,
        title_en="decision annulled",
        title_zh="记分决定撤销",
        handler=AnnulmentHandler(),
        tells=Tells(says=_annulment_told, of=("decision",)),
        file=Later(
            section="decisions",
            link="decision",
            columns={"annulled_on": "annulled_on", "annulment_document": "document"},
            by="annulled_on",
        ),
    ),
)
