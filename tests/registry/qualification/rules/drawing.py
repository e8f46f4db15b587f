"""Facts drawn at random: few days, names and packs, so that facts meet."""

import dataclasses
import datetime
import os

from hypothesis import strategies as st

from registry.packs.book import PackBook
from registry.packs.pack import Pack
from registry.parameters import parse_pack
from registry.qualification.rules.facts import (
    Annulment,
    Cancellation,
    Cascade,
    CascadeLift,
    Decision,
    Facts,
    Join,
    MeasureStated,
    NoticeServed,
    Objection,
    PhaseInFiling,
    Refiling,
    Repair,
    Restoration,
    Settlement,
)
from registry.words.degrees import Reached
from registry.words.measures import MeasureKind
from registry.words.persons import Category
from registry.words.remedies import ObjectionOutcome
from registry.words.statuses import Status

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "100"))
"""How many examples a property is shown by."""

FIRST = datetime.date(2025, 1, 1)
LAST = datetime.date(2029, 12, 31)
PROVINCES = ("150000", "210000", "520000")


def _pack(division: str, valid_from: str, **values: object) -> Pack:
    parameters: dict[str, object] = {}
    for name, value in values.items():
        table = parameters
        *groups, leaf = name.split("__")
        for group in groups:
            table = table.setdefault(group, {})  # type: ignore[assignment]
        table.setdefault(leaf, {}).update({"value": value, "source": "test"})  # type: ignore[attr-defined]
    return parse_pack({"division": division, "version": valid_from, "valid_from": valid_from, "parameters": parameters})


_TERM_BY_THE_BASIS = _pack(
    "150000", "2025-01-01", term_starts="decided_on", months__9=2, months__10=4, repair__points_per_year=2
)
PACKS = PackBook(
    [
        _TERM_BY_THE_BASIS,
        _pack("150000", "2026-01-01", term_starts="notice_issued_on", months__9=1, months__10=[2, 4], months__11=6,
              repair__months_per_year=2, objection__stays_effect=True),
        _pack("210000", "2025-06-01", months__9=[1, 3], months__10=3, months__11=[3, 6], repair__excludes_at_once=False,
              repair__points_per_year=6, objection__stays_effect=True, phase_in__nursing="2026-03-01"),
        _pack("210000", "2026-02-01", months__9=2, months__11=6, repair__excludes_at_once=False,
              repair__moves_status=True, objection__stays_effect=True, phase_in__nursing="2026-03-01",
              phase_in__technical="2027-01-01"),
        _pack("520000", "2025-01-01", term_starts="first_of_next_month", months__single__9=3, months__accumulated__9=2,
              months__single__10=5, months__accumulated__10=3, months__11=6, repair__moves_status=True),
    ]
)  # fmt: skip
NO_STAYS = PackBook([_TERM_BY_THE_BASIS])

days = st.one_of(
    st.dates(FIRST, datetime.date(2027, 6, 30)),
    st.sampled_from([datetime.date(2025, 1, 31), datetime.date(2025, 8, 31), datetime.date(2025, 12, 31),
                     datetime.date(2026, 1, 1), datetime.date(2026, 2, 28)]),
)  # fmt: skip
late_days = st.dates(FIRST, LAST)
offsets = st.integers(0, 60).map(lambda count: datetime.timedelta(days=count))
positions = st.integers(1, 50)
points = st.one_of(st.integers(1, 12), st.integers(5, 12))


def ids() -> st.SearchStrategy[str]:
    return st.uuids(version=4).map(str)


@st.composite
def decisions(draw: st.DrawFn, position: st.SearchStrategy[int | None] = positions) -> Decision:
    """Return a decision signed some time after its basis; sometimes taken over, with a notice served before."""
    decided_on = draw(days)
    signed_on = decided_on + draw(offsets) if draw(st.integers(0, 3)) else None
    signed = signed_on or decided_on
    served = draw(st.sampled_from(["not", "not", "after", "after", "before"]))
    starts_on = draw(st.sampled_from([None, None, None, signed, decided_on]))
    return Decision(
        id=draw(ids()),
        author=draw(st.sampled_from(PROVINCES)),
        case_number=draw(st.sampled_from("ab")),
        item=draw(st.sampled_from("12")),
        institution="H1",
        basis_kind="penalty",
        legal_basis="regulation_40",
        decided_on=decided_on,
        degree="principal",
        points=draw(points),
        reached=draw(st.sampled_from([Reached.ACCUMULATED, Reached.ACCUMULATED, Reached.AT_ONCE])),
        notice_issued_on=draw(st.sampled_from([decided_on, signed])) + draw(offsets) if draw(st.booleans()) else None,
        notice_served_on={
            "not": None, "after": signed + draw(offsets), "before": min(signed, decided_on + draw(offsets))
        }[served],
        measure=draw(st.sampled_from([None, None, *MeasureKind])),
        suspension_starts_on=starts_on and starts_on + draw(offsets),
        suspension_months=draw(st.sampled_from([None, None, None, 1, 3, 6])),
        signed_on=signed_on,
        logged_on=signed + draw(offsets) if draw(st.booleans()) else None,
        position=draw(position),
    )  # fmt: skip


restorations = st.builds(
    Restoration, id=ids(), author=st.sampled_from(PROVINCES), assessed_on=days, effective_on=late_days,
    passed=st.sampled_from([True, True, True, False]), position=positions,
)  # fmt: skip
repairs = st.builds(
    Repair, id=ids(), author=st.sampled_from(PROVINCES), year=st.sampled_from([2025, 2026]),
    points=st.integers(0, 4), months=st.integers(0, 4), granted_on=days, act=st.just("training"),
    position=positions,
)  # fmt: skip
refilings = st.builds(
    Refiling, id=ids(), author=st.sampled_from(PROVINCES), institution=st.just("H9"), opened_on=late_days,
    position=positions,
)  # fmt: skip
phase_in_filings = st.builds(
    PhaseInFiling, id=ids(), author=st.sampled_from(PROVINCES),
    category=st.sampled_from([Category.NURSING, Category.TECHNICAL, Category.MEDICAL]), opened_on=days,
    position=positions,
)  # fmt: skip


@st.composite
def cascades(draw: st.DrawFn) -> Cascade:
    applied_on = draw(days)
    return Cascade(
        id=draw(ids()),
        author=draw(st.sampled_from(PROVINCES)),
        institution="H1",
        status=draw(st.sampled_from([Status.SUSPENDED, Status.TERMINATED])),
        reason="agreement",
        applied_on=applied_on,
        notice_served_on=applied_on + draw(offsets) if draw(st.integers(0, 3)) == 0 else None,
        signed_on=applied_on + draw(offsets) if draw(st.booleans()) else None,
        position=draw(positions),
    )


@st.composite
def stated_measures(draw: st.DrawFn, decision: str) -> MeasureStated:
    starts_on = draw(days)
    return MeasureStated(
        id=draw(ids()),
        author=draw(st.sampled_from(PROVINCES)),
        decision=decision,
        kind=draw(st.sampled_from([MeasureKind.SUSPENSION, MeasureKind.SUSPENSION, MeasureKind.TERMINATION])),
        starts_on=starts_on,
        months=draw(st.sampled_from([None, 1, 4, 6])),
        signed_on=starts_on + draw(offsets) - draw(offsets) if draw(st.booleans()) else None,
        position=draw(positions),
    )


@st.composite
def settlements(draw: st.DrawFn, objection: str) -> Settlement:
    outcome = draw(st.sampled_from(ObjectionOutcome))
    changed = outcome is ObjectionOutcome.CHANGED
    settled_on = draw(days)
    return Settlement(
        id=draw(ids()),
        objection=objection,
        outcome=outcome,
        settled_on=settled_on,
        points=draw(st.integers(1, 12)) if changed else None,
        suspension_months=draw(st.sampled_from([None, 1, 6])) if changed else None,
        signed_on=settled_on + draw(offsets) if draw(st.booleans()) else None,
        position=draw(positions),
    )


@st.composite
def objected(draw: st.DrawFn, targets: list[str]) -> tuple[tuple[Objection, ...], tuple[Settlement, ...]]:
    """Return objections to some of the targets, or to nothing, and how some were settled, perhaps more than once."""
    lodged, ended = [], []
    for _ in range(draw(st.integers(0, 3))):
        target = draw(st.sampled_from([*targets, "nothing"]))
        lodged.append(Objection(id=draw(ids()), target=target, lodged_on=draw(days), position=draw(positions)))
        ended += [draw(settlements(lodged[-1].id)) for _ in range(draw(st.integers(0, 2)))]
    return tuple(lodged), tuple(ended)


@st.composite
def some_returns(draw: st.DrawFn) -> tuple[tuple[Restoration, ...], tuple[Refiling, ...]]:
    """Return restorations, and refilings of which some follow one of them."""
    restored = draw(st.lists(restorations, max_size=3))
    refiled = draw(st.lists(refilings, max_size=2))
    if restored and draw(st.booleans()):
        opened_on = draw(st.sampled_from(restored)).effective_on + draw(offsets)
        refiled.append(Refiling(id=draw(ids()), author=PROVINCES[0], institution="H9", opened_on=opened_on,
                                position=draw(positions)))  # fmt: skip
    return tuple(restored), tuple(refiled)


@st.composite
def united_facts(draw: st.DrawFn) -> Facts:
    """Return the facts of one ID, or of two that were found to be one person's."""
    known = draw(known_facts())
    one = frozenset(each.id for each in known.decisions if draw(st.booleans())) if draw(st.booleans()) else frozenset()
    if not one:
        return known
    other = frozenset(each.id for each in known.decisions) - one
    return dataclasses.replace(known, joins=(Join(one=one, other=other, joined_on=draw(late_days)),))


@st.composite
def known_facts(draw: st.DrawFn) -> Facts:
    decided = tuple(draw(st.lists(decisions(), max_size=5)))
    cascaded = tuple(draw(st.lists(cascades(), max_size=2)))
    lodged, ended = draw(objected([each.id for each in (*decided, *cascaded)]))
    noticed = draw(st.lists(st.sampled_from(decided), max_size=1)) if decided else []
    undone = draw(st.lists(st.tuples(st.sampled_from(decided), days), max_size=1)) if decided else []
    crossing = draw(st.lists(st.sampled_from(decided), max_size=2)) if decided else []
    filings_with_ends = tuple(draw(st.lists(phase_in_filings, max_size=2)))
    left = draw(st.lists(st.tuples(st.sampled_from(filings_with_ends), days), max_size=2)) if filings_with_ends else []
    lifted = draw(st.lists(st.tuples(st.sampled_from(cascaded), days), max_size=3)) if cascaded else []
    restored, refiled = draw(some_returns())
    return Facts(
        decisions=decided,
        stated=tuple(draw(stated_measures(each.id)) for each in crossing),
        annulments=tuple(
            Annulment(
                id=draw(ids()),
                decision=each.id,
                annulled_on=on,
                signed_on=on + draw(offsets) if draw(st.booleans()) else None,
                position=draw(positions),
            )
            for each, on in undone
        ),
        restorations=restored,
        repairs=tuple(draw(st.lists(repairs, max_size=3))),
        cascades=cascaded,
        cascade_lifts=tuple(
            CascadeLift(id=draw(ids()), cascade=each.id, lifted_on=on, position=draw(positions)) for each, on in lifted
        ),
        refilings=refiled,
        notices=tuple(
            NoticeServed(
                id=draw(ids()),
                decision=each.id,
                issued_on=each.decided_on,
                served_on=each.decided_on + draw(offsets),
                position=draw(positions),
            )
            for each in noticed
        ),
        objections=lodged,
        settlements=ended,
        phase_in_filings=filings_with_ends,
        cancellations=tuple(
            Cancellation(id=draw(ids()), filing=each.id, cancelled_on=on, position=draw(positions)) for each, on in left
        ),
    )
