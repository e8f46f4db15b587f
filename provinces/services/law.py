"""The rules as the office asks them: what a decision would lead to, which situation counts, when what is due."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from provinces.models import CascadeSubject
from provinces.selectors import cascade_of
from registry.codes.deadlines import DeadlineName
from registry.codes.measures import MeasureKind
from registry.models import Cascade
from registry.packs.pack import Pack
from registry.rules import deadlines, effects, foresight, objections, points
from registry.rules.facts import Decision as DecisionFact
from registry.rules.facts import Facts
from registry.rules.measures import Measure
from registry.rules.restoration_rules import RestorationRules
from registry.rules.timeline import timeline
from registry.rules.workdays import Calendar
from registry.selectors.calendar import working_calendar
from registry.selectors.facts import facts_of
from registry.selectors.merging import kinship
from registry.selectors.packs import pack_book


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """What a decision leads to, with everything that is known today."""

    year: int
    points: int
    before: int
    total: int
    measure: Measure
    """The strictest of the year; in law it may follow from another decision of the year, that is later in order."""
    carried: bool
    """Whether it follows from this decision, whose first day then counts."""
    own: MeasureKind
    """What this decision leads to by itself and what comes before it: what its notice says, and the decision states."""
    authors: tuple[str, ...]
    """Every division whose points of the year count, in order."""
    concerned: tuple[str, ...]
    """Other provinces: those whose points count, and those where the person is filed."""
    lead: str
    """Who leads the joint case, where points of several provinces cross a threshold; else empty."""

    @property
    def leads_to_status(self) -> bool:
        """Whether a suspension or termination follows."""
        return self.measure.kind is not MeasureKind.NOTICE

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values, without the id of a decision that is still to be, and without days of a notice."""
        unsaid = {"decision"} if self.leads_to_status else {"decision", "starts_on", "counts_from"}
        measure = {name: value for name, value in self.measure.as_json().items() if name not in unsaid}
        return {
            "year": self.year,
            "points": self.points,
            "before": self.before,
            "total": self.total,
            "authors": list(self.authors),
            "concerned": list(self.concerned),
            "lead": self.lead,
            "measure": measure,
            "carried": self.carried,
        }

    @property
    def digest(self) -> str:
        """Return what tells whether two foresights are the same."""
        return digest(self.as_json())


def digest(foreseen: Any) -> str:
    """Return the digest of a foresight in its JSON form."""
    return hashlib.sha256(json.dumps(foreseen, sort_keys=True).encode()).hexdigest()[:32]


def foresee(person: str, decision: DecisionFact) -> Foresight:
    """Return what a decision leads to if it were issued now (dry run); if it is issued, what it led to."""
    whole = kinship([person])
    packs, known = whole.packs, whole.united(person)
    others = Facts(**{**_members(known), "decisions": tuple(d for d in known.decisions if d.id != decision.id)})
    merged = others.merge(Facts(decisions=(decision,)))
    year = decision.decided_on.year
    found = timeline(merged, packs)
    ahead = foresight.foresee(known, packs, decision)
    strictest = next(each for each in found.measures if each.decision == ahead.decision)
    counted = [each for each in points.in_force(merged) if each.decided_on.year == year]
    return Foresight(
        year=year,
        points=decision.points,
        before=points.points_of_year(others, year, packs=packs),
        total=points.points_of_year(merged, year, packs=packs),
        measure=strictest,
        carried=ahead.decision == decision.id,
        own=next(each.kind for each in found.measures if each.decision == decision.id),
        authors=tuple(sorted({each.author for each in counted})),
        concerned=ahead.other_provinces,
        lead=ahead.joint.lead if ahead.joint else "",
    )


def foresee_told(person: str, decision: DecisionFact) -> Foresight:
    """Return what a decision leads to if its notice says so: then nothing of it is unforeseen (O26)."""
    return foresee(person, dataclasses.replace(decision, measure=foresee(person, decision).own))


def _members(facts: Facts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in Facts.__dataclass_fields__}


def pack_of(author: str, on: date) -> Pack:
    """Return the rule pack of a division on a day."""
    return pack_book().for_(author, on)


def decision_as_it_stands(person: str, decision: UUID | None) -> DecisionFact | None:
    """Return a decision as objections left it; None where it is not in force."""
    counted = points.in_force(kinship([person]).united(person))
    return next((each for each in counted if each.id == str(decision)), None)


def cascade_as_it_stands(subject: CascadeSubject) -> Cascade | None:
    """Return the cascade that an order made for a person; None where it is not in force, or was annulled."""
    cascade = cascade_of(subject)
    known = facts_of([subject.person_id])[subject.person_id]
    return None if cascade is None or str(cascade.pk) in objections.annulled(known) else cascade


def calendar() -> Calendar:
    """Return the working-day calendar as far as it is published."""
    return working_calendar()


def start_to_propose(pack: Pack, on: date) -> date:
    """Return the first day of a measure that a notice of this day may state, as the pack has it (O1)."""
    served_by = deadlines.after(DeadlineName.NOTICE_DELIVERY, on, calendar()).due_on
    return effects.start_to_propose(pack, issued_on=on, served_by=served_by)


def restoration_from(term_ends_on: date, pack: Pack) -> date | None:
    """Return from which day a restoration may be applied for (art. 39); None beyond the calendar."""
    return calendar().add_working_days(term_ends_on, -pack[RestorationRules].lead_working_days)
