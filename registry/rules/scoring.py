"""What points a case may carry and what is proposed for it; which acts of one inspection count (arts. 23 to 27).

Proposals bind nobody: the deciding body states the points, and `admission` checks them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.codes.bases import BAND_WIDTH, LEGAL_BASES, LegalBasis
from registry.codes.degrees import Degree, Ground, LeftOutBecause
from registry.rules.errors import Refused
from registry.rules.packs import Pack
from registry.rules.points import TERMINATION_POINTS


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


def basis_of(legal_basis: str, pack: Pack) -> LegalBasis:
    """Return the legal basis of a code, or the one under which a situation of the pack is decided.

    Raises Refused `legal_basis_unknown`.
    """
    for situation in pack.scoring.situations:
        if situation.name == legal_basis:
            return LEGAL_BASES[situation.legal_basis]
    basis = LEGAL_BASES.get(legal_basis)
    if basis is None:
        raise Refused.because("legal_basis_unknown", "legal_basis", legal_basis=legal_basis)
    return basis


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
    default = pack.scoring.degree_points[f"{low}_{high}"][degree]
    for threshold in pack.scoring.amount_thresholds:
        if threshold.legal_basis == basis.name and amount_yuan is not None and threshold.from_yuan <= amount_yuan:
            default = max(default, threshold.points)
    return Proposal(legal_basis=basis.name, low=low, high=high, default=default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A negative situation that an act fits, with the points it would carry."""

    situation: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act found by an inspection: its name in the case, its type of violation, every situation it fits."""

    name: str
    kind: str
    matches: Sequence[Match]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item to decide: an act under one situation with its points."""

    act: str
    kind: str
    situation: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A match that is not scored, and why."""

    act: str
    situation: str
    points: int
    because: LeftOutBecause


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What one inspection comes to: items to decide, in the order of the acts, and what is left out."""

    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def points(self) -> int:
        """Return the sum of the items: the true sum, also above 12 (O4)."""
        return sum(item.points for item in self.items)


def of_inspection(acts: Iterable[Act]) -> Inspection:
    """Return which matches of the acts of one inspection are scored (art. 26, D6, D7).

    Of one act only the match with the most points counts, of several with as many the first named. Of several
    acts of one type only the one with the most points; different types add up. An act that fits no situation is
    not scored.
    """
    best: dict[str, Item] = {}
    order: list[Item] = []
    left_out: list[LeftOut] = []
    for act in acts:
        if not act.matches:
            continue
        highest = max(act.matches, key=lambda match: match.points)
        left_out += [
            LeftOut(act=act.name, situation=each.situation, points=each.points, because=LeftOutBecause.HIGHER_MATCH)
            for each in act.matches
            if each is not highest
        ]
        item = Item(act=act.name, kind=act.kind, situation=highest.situation, points=highest.points)
        order.append(item)
        if act.kind not in best or best[act.kind].points < item.points:
            best[act.kind] = item
    for item in order:
        if best[item.kind] is not item:
            because = LeftOutBecause.SAME_KIND
            left_out.append(LeftOut(act=item.act, situation=item.situation, points=item.points, because=because))
    return Inspection(items=tuple(item for item in order if best[item.kind] is item), left_out=tuple(left_out))
