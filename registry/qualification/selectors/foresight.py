"""What a decision that is on record leads to as it stands, and whether what was foreseen still follows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.qualification import models
from registry.qualification.models import Cascade
from registry.qualification.rules import foresight, lives, points
from registry.qualification.rules.facts import Decision
from registry.qualification.rules.foresight import Foresight
from registry.qualification.rules.kinship import Kinship
from registry.qualification.selectors.facts import facts_of
from registry.qualification.selectors.kinship import kinship


def decision_in_force(person: str, decision: UUID | None) -> Decision | None:
    """Return a decision about a person, under any ID, as objections left it; None where it is not in force."""
    counted = points.in_force(kinship([person]).united(person))
    return next((each for each in counted if each.id == str(decision)), None)


def cascade_in_force(cascade: Cascade) -> bool:
    """Return whether no settlement annulled a cascade."""
    person = cascade.person_id
    return any(each.id == str(cascade.pk) for each in lives.standing_cascades(facts_of([person])[person]))


def led_to(person: str, decision: UUID | None) -> Foresight | None:
    """Return what a decision on record leads to, as it stands; None where it is not in force."""
    return _of(kinship([person]), person, decision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """What a decision on record leads to: by all that is known, and as though nothing had been decided since."""

    now: Foresight
    now_apart: bool
    """Whether what it leads to is told by a notice of its own, because none foresaw it (O26)."""
    own: Foresight
    own_apart: bool


def stood(person: str, decision: UUID | None, *, at: datetime | None = None) -> Stood | None:
    """Return what a decision leads to, now and by what was decided up to an instant; None where it is not in force.

    What was known later of those decisions counts in both: objections, annulments, repairs, merges. Without an instant
    everything counts in both.
    """
    whole = kinship([person])
    found = _of(whole, person, decision)
    if found is None:
        return None
    then = whole
    if at is not None:
        since = models.Decision.objects.filter(person__in=whole.facts, statement__issued_at__gt=at)
        for other in since.exclude(pk=decision).values_list("pk", flat=True):
            then = then.without(str(other))
    now_apart = _told_apart(whole, person, found)
    if then is whole:
        return Stood(now=found, now_apart=now_apart, own=found, own_apart=now_apart)
    own = _of(then, person, decision)
    assert own is not None
    return Stood(now=found, now_apart=now_apart, own=own, own_apart=_told_apart(then, person, own))


def _told_apart(whole: Kinship, person: str, found: Foresight) -> bool:
    measure = found.measure
    stated = {(each.decision, each.kind) for each in whole.united(person).stated}
    return measure.unforeseen or (measure.decision, measure.kind) in stated


def _of(whole: Kinship, person: str, decision: UUID | None) -> Foresight | None:
    counted = points.in_force(whole.united(person))
    found = next((each for each in counted if each.id == str(decision)), None)
    return None if found is None else foresight.foresee(whole, person, found)


def still_follows(found: Foresight, person: str, decision: UUID) -> bool:
    """Return whether nothing else was said of a person since a decision was foreseen that is on record by now.

    The standing is a function of facts, merges and packs: where these are the same, so is what follows.
    """
    return kinship([person]).without(str(decision)).says_the_same(found.without)
