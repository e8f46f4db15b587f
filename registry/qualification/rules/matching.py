"""Under which situation an act is scored, and which acts of one case are scored once (art. 26, D6, D7, O38)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.packs.pack import Pack
from registry.qualification.rules import scoring
from registry.qualification.rules.scoring import Match, Proposal
from registry.qualification.rules.scoring_rules import ScoringRules
from registry.words.degrees import GROUND_REASONS, Degree, Ground, LeftOutBecause
from registry.words.wording import Named, Phrase
from registry.words.written import writings
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What one person did, with every situation that it matches and the points stated for it."""

    act: str
    violation: str
    situations: Sequence[str]
    legal_basis: str
    degree: Degree
    ground: Ground
    points: int
    amount_yuan: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two acts of a case of which only one is scored: the other's place among those held, and why."""

    place: int
    because: LeftOutBecause
    heavier: bool
    """Whether the new one is the heavier: then the one that is held must go first."""


def check_situations(act: Act, pack: Pack) -> None:
    """Refuse a legal basis that is not that of the highest situation an act matches (art. 26).

    The highest is the one for which the pack proposes the most points, whatever points are stated: those may be
    anywhere in the band. Refused: `situation_unknown`, `basis_not_matched`, `not_the_highest`.
    """
    proposals = _proposals(act, pack)
    if not act.situations or len(proposals) < len(set(act.situations)):
        raise Refused.because("situation_unknown", "situations")
    if act.legal_basis not in {proposal.legal_basis for proposal in proposals.values()}:
        raise Refused.because("basis_not_matched", "legal_basis")
    highest = _highest(act, proposals)
    if proposals[highest].legal_basis != act.legal_basis:
        title = scoring.situations(pack)[highest]
        raise Refused.because("not_the_highest", "legal_basis", highest=Phrase(title.title_en, title.title_zh))


def own_situation(act: Act, pack: Pack) -> str:
    """Return the name of the province's own situation in which an act is decided; empty for a national one.

    It is the highest that the act matches (art. 26), among those that the pack lists.
    """
    own = {situation.name for situation in pack[ScoringRules].situations}
    if own.isdisjoint(act.situations):
        return ""
    highest = _highest(act, _proposals(act, pack))
    return highest if highest in own else ""


def proposed(act: Act, pack: Pack) -> Proposal:
    """Return what the pack allows and proposes for an act; it binds nobody (art. 25)."""
    situation = own_situation(act, pack) or act.legal_basis
    return scoring.proposed(situation, act.degree, act.ground, pack, amount_yuan=act.amount_yuan)


def clash(act: Act, held: Iterable[Act], pack: Pack) -> Clash | None:
    """Return the one of the acts held that may not be scored beside an act (art. 26, O38); None where all are scored.

    It is the same act or, where the pack scores acts of one type once, another of its type.
    """
    matches = [_match(each, each.legal_basis, each.points) for each in held]
    new = _match(act, act.legal_basis, act.points)
    left_out = scoring.of_inspection([*matches, new], pack[ScoringRules].acts_of_one_type).left_out
    for each in left_out:
        if each.match is new:
            return Clash(place=_place(matches, each.instead), because=each.because, heavier=False)
    for each in left_out:
        if each.instead is new:
            return Clash(place=_place(matches, each.match), because=each.because, heavier=True)
    return None


def titles_of_situations(pack: Pack) -> Mapping[str, Named]:
    """Return what every situation is called, by its name: the nation's, and the province's own."""
    return scoring.situations(pack)


def titles_of_grounds(pack: Pack) -> Mapping[str, Named]:
    """Return what each reason for leniency or severity is called, by its name: the nation's, and the province's own."""
    return {**GROUND_REASONS, **{reason.name: reason for reason in pack[ScoringRules].grounds}}


def _proposals(act: Act, pack: Pack) -> dict[str, Proposal]:
    known = scoring.situations(pack)
    return {
        name: scoring.proposed(name, act.degree, act.ground, pack, amount_yuan=act.amount_yuan)
        for name in act.situations
        if name in known
    }


def _highest(act: Act, proposals: Mapping[str, Proposal]) -> str:
    """Return the situation for which the most points are proposed; of as many points one of the basis chosen."""
    names = sorted(proposals, key=lambda name: proposals[name].legal_basis != act.legal_basis)
    (highest,) = scoring.of_inspection(_match(act, name, proposals[name].default) for name in names).scored
    return highest.situation


def _match(act: Act, situation: str, points: int) -> Match:
    # One act is one act however its words are typed (art. 26).
    return Match(act=writings.words(act.act), kind=writings.words(act.violation), situation=situation, points=points)


def _place(matches: Sequence[Match], wanted: Match) -> int:
    return next(place for place, match in enumerate(matches) if match is wanted)
