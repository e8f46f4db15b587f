"""What a repair may give: by the act it rests on, by the caps of the year, and by what is left to repair (art. 38)."""

from collections.abc import Iterable

from registry.packs.book import PackBook
from registry.qualification.rules import points, remedies
from registry.qualification.rules.effects import known_from
from registry.qualification.rules.facts import Decision, Facts, Repair
from registry.qualification.rules.repair_rules import RepairRules
from registry.qualification.rules.timeline import timeline
from registry.words.measures import MeasureKind
from sync.wire.refusals import Refused


def check_act(repair: Repair, before: Facts, packs: PackBook) -> None:
    """Refuse an act that the author's pack does not list, more than it gives, and one granted as often as it may be.

    Where the pack lists no acts, its author names the act, and states what it gives (O16).
    """
    acts = packs.for_(repair.author, repair.granted_on)[RepairRules].acts
    if not acts:
        return
    act = acts.get(repair.act)
    if act is None:
        raise Refused.because("repair_act_unknown", "act", act=repair.act, allowed=", ".join(sorted(acts)))
    if repair.points > act.points:
        raise Refused.because("repair_above_cap", "points", most=act.points)
    if repair.months > act.months:
        raise Refused.because("repair_above_cap", "months", most=act.months)
    granted = {each.id for each in before.repairs if _what_for(each) == _what_for(repair)}
    if act.times_per_year is not None and len(granted) >= act.times_per_year:
        raise Refused.because("repair_act_used_up", "act", act=repair.act, times=act.times_per_year, year=repair.year)


def check_caps(repair: Repair, decisions: Iterable[Decision], before: Facts, packs: PackBook) -> None:
    """Refuse more than the earlier repairs of the year, here of its decisions, left of the pack's caps."""
    rules = packs.for_(repair.author, repair.granted_on)[RepairRules]
    others = points.ordered_repairs(before)
    if rules.points_per_year is not None:
        left = rules.points_per_year - points.lowered_in(decisions, others, repair.year, packs=packs)
        if repair.points > left:
            raise Refused.because("repair_above_cap", "points", most=max(0, left))
    if rules.months_per_year is not None:
        left = rules.months_per_year - sum(each.months for each in others if each.year == repair.year)
        if repair.months > left:
            raise Refused.because("repair_above_cap", "months", most=max(0, left))


def check_remainder(repair: Repair, before: Facts, packs: PackBook) -> None:
    """Refuse points above what is recorded of the year (O30), and months that no term of the year can take.

    A term cannot take them where none runs, or where the longest that does keeps its last month.
    """
    recorded = points.points_of_year(before, repair.year, packs=packs, on=repair.granted_on)
    if repair.points > recorded:
        raise Refused.because("repair_above_recorded", "points", year=repair.year, most=recorded)
    if not repair.months:
        return
    left = _months_left(repair, before, packs)
    if not left:
        raise Refused.because("repair_of_no_term", "months", year=repair.year)
    if repair.months > max(left):
        raise Refused.because("repair_above_term", "months", most=max(0, *left))


def _months_left(repair: Repair, before: Facts, packs: PackBook) -> list[int]:
    """Return by how many months each term of the year that a repair may shorten can be shortened by now."""
    counted = {tally.decision.id: tally for tally in points.tallies(points.in_force(before), [], packs)}
    earlier = [each for each in points.ordered_repairs(before) if each.year == repair.year]
    found = []
    for measure in remedies.shortened_by(timeline(before, packs), repair.year, repair.granted_on):
        tally = counted[measure.decision]
        if measure.kind is MeasureKind.TERMINATION and tally.excluded:
            continue
        since = known_from(tally.decision)
        taken = sum(each.months for each in earlier if since <= each.granted_on)
        if since <= repair.granted_on:
            found.append((measure.months or 12 * (measure.bar_years or 0)) - 1 - taken)
    return found


def _what_for(repair: Repair) -> tuple[str, str, int]:
    return repair.author, repair.act, repair.year
