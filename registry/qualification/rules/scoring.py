"""What points a case may carry and what is proposed for it; which acts of one inspection count (arts. 23 to 27).

Proposals bind nobody: the deciding body states the points, and `admission` checks them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from registry.packs.pack import Pack
from registry.qualification.rules.facts import Decision, Facts
from registry.qualification.rules.points import TERMINATION_POINTS, in_force
from registry.qualification.rules.scoring_rules import ActsOfOneType, ScoringRules, Situation
from registry.words.bases import BAND_WIDTH, LEGAL_BASES, BasisKind, LegalBasis
from registry.words.degrees import Degree, Ground, LeftOutBecause
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The points that may be given, from `low` to `high`, and those proposed."""

    legal_basis: str
    low: int
    high: int
    default: int

    @property
    def allowed(self) -> range:
        """Return every number of points that may be given."""
        return range(self.low, self.high + 1)


def situations(pack: Pack) -> Mapping[str, LegalBasis | Situation]:
    """Return the situations of the rule set by their names: the nation's, and those that the pack adds (annex 2)."""
    return {**LEGAL_BASES, **{situation.name: situation for situation in pack[ScoringRules].situations}}


def basis_of(legal_basis: str, pack: Pack) -> LegalBasis:
    """Return the legal basis of a code, or the one under which a situation of the pack is decided.

    A national basis that the situation lifts comes with the band into which it is lifted. Raises Refused
    `legal_basis_unknown`.
    """
    situation = situations(pack).get(legal_basis)
    if situation is None:
        raise Refused.because("legal_basis_unknown", "legal_basis", legal_basis=legal_basis)
    return banded(situation) if isinstance(situation, Situation) else situation


def banded(situation: Situation) -> LegalBasis:
    """Return the legal basis of a decision in a province's situation, with the situation's band.

    What is lifted needs a kind of basis that carries both: an agency alone lifts nothing into the band of fraud.
    """
    under, band = LEGAL_BASES[situation.under], LEGAL_BASES[situation.legal_basis]
    return replace(under, low=band.low, high=band.high, allowed_kinds=under.allowed_kinds & band.allowed_kinds)


def kinds_of(basis: LegalBasis, pack: Pack) -> frozenset[BasisKind]:
    """Return the kinds of basis on which points of a legal basis may rest.

    In the pack's penalty bands no agency alone gives points, and no circular.
    """
    if f"{basis.low}_{basis.high}" in pack[ScoringRules].penalty_bands:
        return basis.allowed_kinds & {BasisKind.PENALTY, BasisKind.SECTOR_ACT}
    return basis.allowed_kinds


def band_of(decision: Decision, pack: Pack) -> LegalBasis:
    """Return the legal basis of a decision with the band that counts: that of the situation it names, else its own.

    Raises Refused `basis_required`, `legal_basis_unknown`, `situation_not_in_pack` or `situation_elsewhere`.
    """
    if not decision.legal_basis:
        raise Refused.because("basis_required", "legal_basis")
    basis = LEGAL_BASES.get(decision.legal_basis)
    if basis is None:
        raise Refused.because("legal_basis_unknown", "legal_basis", legal_basis=decision.legal_basis)
    if not decision.situation:
        return basis
    situation = next((each for each in pack[ScoringRules].situations if each.name == decision.situation), None)
    if situation is None:
        raise Refused.because("situation_not_in_pack", "situation", situation=decision.situation)
    if situation.under != basis.name:
        raise Refused.because(
            "situation_elsewhere", "situation", situation=situation.title, legal_basis=situation.under
        )
    return banded(situation)


def repeats(decision: Decision, facts: Facts, pack: Pack) -> bool:
    """Return whether the repetition is there for which the situation of a decision asks; True where it asks for none.

    It is there where some other decision of the year, made no later, has given the person points.
    """
    named = (each for each in pack[ScoringRules].situations if each.name == decision.situation)
    if not any(situation.repeats for situation in named):
        return True
    return any(
        other.id != decision.id
        and other.decided_on.year == decision.decided_on.year
        and other.decided_on <= decision.decided_on
        for other in in_force(facts)
    )


def proposed(
    legal_basis: str, degree: Degree, ground: Ground, pack: Pack, *, amount_yuan: int | None = None
) -> Proposal:
    """Return the points allowed for a basis or situation with a ground, and the pack's proposal.

    A lenient ground allows one band down and proposes the band's lowest points, a severe one one band up and the
    highest (art. 25, O17). Else the degree's points are proposed, or those of the amount where they are more.
    Raises Refused `legal_basis_unknown`.
    """
    basis = basis_of(legal_basis, pack)
    low, high = basis.low, basis.high
    if ground == Ground.LENIENT:
        return Proposal(legal_basis=basis.name, low=max(1, low - BAND_WIDTH), high=high, default=low)
    if ground == Ground.SEVERE:
        return Proposal(legal_basis=basis.name, low=low, high=min(TERMINATION_POINTS, high + BAND_WIDTH), default=high)
    default = pack[ScoringRules].degree_points[f"{low}_{high}"][degree]
    for threshold in pack[ScoringRules].amount_thresholds:
        if threshold.legal_basis == basis.name and amount_yuan is not None and threshold.from_yuan <= amount_yuan:
            default = max(default, threshold.points)
    return Proposal(legal_basis=basis.name, low=low, high=high, default=default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An act under a situation that it fits, with the points it carries, or would carry, under it.

    `act` is its name in the case, `kind` its type of violation.
    """

    act: str
    kind: str
    situation: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A match that is not scored, the one that is heavier, and why only one of them counts."""

    match: Match
    instead: Match
    because: LeftOutBecause


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What one inspection comes to for one person: what is scored, in the order given, and what is left out."""

    scored: tuple[Match, ...]
    left_out: tuple[LeftOut, ...]


def of_inspection(matches: Iterable[Match], acts_of_one_type: ActsOfOneType = ActsOfOneType.EACH) -> Inspection:
    """Return which of the matches that one inspection found about one person are scored (art. 26, D6, D7).

    Of one act only the match with the most points counts. Different types add up; of several acts of one type each is
    scored or, where the pack says `once`, only the one with the most points (O38). Of as many points the one named
    first counts.
    """
    scored, left_out = _heaviest(list(matches), lambda match: match.act, LeftOutBecause.HIGHER_MATCH)
    if acts_of_one_type is ActsOfOneType.ONCE:
        scored, of_one_type = _heaviest(scored, lambda match: match.kind, LeftOutBecause.SAME_KIND)
        left_out += of_one_type
    return Inspection(scored=tuple(scored), left_out=tuple(left_out))


def _heaviest(
    matches: Sequence[Match], of: Callable[[Match], str], because: LeftOutBecause
) -> tuple[list[Match], list[LeftOut]]:
    """Return the heaviest match of each act or type, and the others, each with the one that counts instead."""
    best: dict[str, int] = {}
    for number, match in enumerate(matches):
        heaviest = best.setdefault(of(match), number)
        if match.points > matches[heaviest].points:
            best[of(match)] = number
    kept, left_out = [], []
    for number, match in enumerate(matches):
        heaviest = best[of(match)]
        if heaviest == number:
            kept.append(match)
        else:
            left_out.append(LeftOut(match=match, instead=matches[heaviest], because=because))
    return kept, left_out
