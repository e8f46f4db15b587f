"""What a decision that is on record leads to as it stands, and whether what was foreseen still follows."""

from uuid import UUID

from registry.qualification.models import Cascade
from registry.qualification.rules import foresight, lives, points
from registry.qualification.rules.facts import Decision
from registry.qualification.rules.foresight import Foresight
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
    whole = kinship([person])
    counted = points.in_force(whole.united(person))
    found = next((each for each in counted if each.id == str(decision)), None)
    return None if found is None else foresight.foresee(whole, person, found)


def still_follows(found: Foresight, person: str, decision: UUID) -> bool:
    """Return whether nothing else was said of a person since a decision was foreseen that is on record by now.

    The standing is a function of facts, merges and packs: where these are the same, so is what follows.
    """
    return kinship([person]).without(str(decision)).says_the_same(found.without)
