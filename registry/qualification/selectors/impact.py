"""Whom a draft of rule packs would move, and how: standings under the packs known, and with the draft beside them.

Nothing is written. People come in portions, in the order of their IDs, so that a whole nation can be gone through.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import batched

from django.db.models import Model, Q, QuerySet

from registry.packs.book import PackBook
from registry.packs.pack import Pack
from registry.packs.selectors import pack_book
from registry.qualification.models import Decision, Filing, Repair
from registry.qualification.rules.kinship import Kinship
from registry.qualification.rules.phase_in_rules import PhaseInRules
from registry.qualification.rules.standing import Interval, Timeline
from registry.qualification.selectors.kinship import kinship
from registry.words import divisions

AT_ONCE = 1000
"""People compared in one portion."""


class Kind(StrEnum):
    """How a person is moved: the first that applies."""

    STRICTER = "stricter"
    """Another status today, a stricter one."""
    MILDER = "milder"
    """Another status today, a milder one."""
    LONGER = "longer"
    """The same status today, for longer."""
    SHORTER = "shorter"
    """The same status today, for shorter."""
    OTHER_DAYS = "other_days"
    """Another standing on other days only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One person moved: today's standing before and after."""

    person: str
    kind: Kind
    before: Interval
    after: Interval

    def as_json(self) -> dict[str, object]:
        """Return the move as JSON values; dates are ISO."""
        return {
            "person": self.person,
            "kind": self.kind.value,
            "before": _as_json(self.before),
            "after": _as_json(self.after),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """A pack as a question: whose division, from which day, and whether it has a word on the phase-in."""

    division: str
    valid_from: date
    phases_in: bool


def people_under(packs: Iterable[Under]) -> QuerySet[Model, str]:
    """Return the IDs of those whose decisions, repairs or filings are read under packs, each once, in order.

    Filings bear on standing only where a pack says something about the phase-in. When a pack expires, another holds
    from that day on than without it: its end bounds nothing.
    """
    decided, repaired, filed = (Q(pk__any_of=[]) for _ in range(3))
    for pack in packs:
        whose = Q() if pack.division == divisions.NATIONAL else Q(author=pack.division)
        decided |= whose & Q(decided_on__gte=pack.valid_from)
        repaired |= whose & Q(granted_on__gte=pack.valid_from)
        if pack.phases_in:
            filed |= whose & ~Q(category="")
    ids = [
        model._default_manager.filter(found).order_by().values_list("person_id", flat=True)
        for model, found in ((Decision, decided), (Repair, repaired), (Filing, filed))
    ]
    return ids[0].union(*ids[1:]).order_by("person_id")


def examined(drafts: Sequence[Pack]) -> QuerySet[Model, str]:
    """Return the IDs of those whom drafts may move."""
    known = bool(pack_book().departing(PhaseInRules))
    return people_under(
        Under(division=each.division, valid_from=each.valid_from, phases_in=known or each[PhaseInRules].phases_in)
        for each in drafts
    )


def moves(drafts: Sequence[Pack], *, today: date) -> Iterator[tuple[int, list[Move]]]:
    """Yield portion by portion how many people were compared, and those of them whom the drafts would move."""
    known = pack_book()
    drafted = PackBook([*known, *drafts])
    for people in batched(examined(drafts).iterator(chunk_size=AT_ONCE), AT_ONCE):
        found = []
        before = kinship(people)
        after = Kinship(packs=drafted, merges=before.merges, facts=before.facts)
        for person in people:
            move = _move(person, before.timeline(person), after.timeline(person), today)
            if move is not None:
                found.append(move)
        yield len(people), found


def _move(person: str, before: Timeline, after: Timeline, today: date) -> Move | None:
    if before == after:
        return None
    old, new = before.on(today), after.on(today)
    return Move(person=person, kind=_kind(old, new), before=old, after=new)


def _kind(old: Interval, new: Interval) -> Kind:
    if old.status is not new.status:
        return Kind.STRICTER if new.status.strictness > old.status.strictness else Kind.MILDER
    before, after = old.bar_ends_on or old.term_ends_on, new.bar_ends_on or new.term_ends_on
    if before is None or after is None or before == after:
        return Kind.OTHER_DAYS
    return Kind.LONGER if before < after else Kind.SHORTER


def _as_json(interval: Interval) -> dict[str, object]:
    whole = interval.as_json()
    return {name: whole[name] for name in ("status", "term_ends_on", "bar_ends_on", "term_over")}
