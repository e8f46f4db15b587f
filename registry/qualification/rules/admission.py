"""Checks what is accepted as a fact: where a statement is signed, and again before national logs it.

Each check returns, or raises Refused with a stable code and the field. Nothing here decides standing: the
engine has an answer for every fact, also for one that should not have been accepted.
"""

import datetime
import itertools
from dataclasses import replace

from registry.packs.book import PackBook
from registry.packs.pack import Pack
from registry.qualification.rules import measures, points, remedies, repairing, scoring
from registry.qualification.rules.effects import known_from
from registry.qualification.rules.facts import Annulment, Cascade, CascadeLift, Decision, Facts, Repair, Restoration
from registry.qualification.rules.filing_rules import FilingRules
from registry.qualification.rules.scoring_rules import ConductRules, ScoringRules
from registry.qualification.rules.standing import Timeline
from registry.qualification.rules.term_rules import TermRules
from registry.words.bases import BAND_WIDTH, LEGAL_BASES, BasisKind, LegalBasis
from registry.words.dates import add_months
from registry.words.degrees import GROUND_REASONS, Ground
from registry.words.institutions import InstitutionGroup, InstitutionKind
from registry.words.measures import MeasureKind, ReasonKind
from registry.words.persons import PharmacyRole, role_at_pharmacy
from registry.words.statuses import Status
from sync.wire.refusals import Refused

Date = datetime.date

EARLIEST_DECISION = Date(2020, 1, 1)
"""No scheme of this kind, also no provincial one, made decisions before."""
EARLIEST = Date(1950, 1, 1)
YEARS_AHEAD = 100
MONTHS_TO_EFFECT = 24
"""The law gives eight working days from decision to served notice; the rest is room for real life."""


def check_decision(decision: Decision, pack: Pack, *, today: Date | None = None) -> None:
    """Refuse a decision that the national rule set or the author's pack does not allow (arts. 24, 25, 29).

    `pack` is the author's on `decided_on`; without `today` nothing is refused as lying in the future.
    """
    check_points_and_months(decision, pack)
    _check_local_reason(decision, pack)
    _check_decision_dates(decision, today)
    acted_until = decision.conduct_to or decision.conduct_from or decision.decided_on
    earliest = pack[ConductRules].earliest_conduct_on
    if earliest is not None and acted_until < earliest:
        raise Refused.because("conduct_too_early", "conduct_to", earliest=earliest)


def check_points_and_months(decision: Decision, pack: Pack | None = None) -> None:
    """Refuse points that the basis does not carry, and a suspension of other than 1 to 6 months (arts. 24, 25, 29).

    Without `pack`, of a decision that was accepted before, neither its situation nor its kind of basis is judged anew:
    only other points are, and of those in a situation only that they are not below its basis.
    """
    _check_points(decision, _accepted_basis(decision) if pack is None else _checked_basis(decision, pack))
    months = decision.suspension_months
    if months is not None and (type(months) is not int or not 1 <= months <= measures.LONGEST_SUSPENSION):
        raise Refused.because("suspension_months_out_of_range", "suspension_months")


def _check_local_reason(decision: Decision, pack: Pack) -> None:
    for reason in pack[ScoringRules].grounds:
        if reason.name == decision.ground_reason and reason.ground != decision.ground:
            raise Refused.because(
                "ground_reason_mismatch", "ground_reason", ground_reason=reason.name, ground=str(decision.ground)
            )


def _checked_basis(decision: Decision, pack: Pack) -> LegalBasis:
    """Return what a decision rests on, with the band that counts; see that the authority's act can carry it."""
    if not decision.basis_kind:
        raise Refused.because("basis_required", "basis_kind")
    basis = scoring.band_of(decision, pack)
    if decision.basis_kind not in scoring.kinds_of(basis, pack):
        raise Refused.because(
            "basis_kind_not_allowed",
            "basis_kind",
            legal_basis=basis.name,
            basis_kind=BasisKind(decision.basis_kind).value,
        )
    return basis


def _accepted_basis(decision: Decision) -> LegalBasis:
    basis = LEGAL_BASES[decision.legal_basis]
    return replace(basis, high=points.TERMINATION_POINTS) if decision.situation else basis


def _check_points(decision: Decision, basis: LegalBasis) -> None:
    """Check points against the band: one band off needs its ground with a reason, two are too many (O17)."""
    value = decision.points
    if type(value) is not int or not 1 <= value <= points.TERMINATION_POINTS:
        raise Refused.because("points_out_of_range", "points")
    reason = GROUND_REASONS.get(decision.ground_reason or "")
    if reason is not None and decision.ground not in reason.grounds:
        raise Refused.because(
            "ground_reason_mismatch", "ground_reason", ground_reason=reason.name, ground=str(decision.ground)
        )
    if basis.low <= value <= basis.high:
        return
    if not basis.low - BAND_WIDTH <= value <= basis.high + BAND_WIDTH:
        raise Refused.because(
            "two_bands_off", "points", points=value, low=basis.low, high=basis.high, legal_basis=basis.name
        )
    needed = Ground.LENIENT if value < basis.low else Ground.SEVERE
    if decision.ground != needed:
        raise Refused.because(
            "points_outside_band",
            "points",
            points=value,
            low=basis.low,
            high=basis.high,
            legal_basis=basis.name,
            ground=needed.value,
        )
    if not (decision.ground_reason or "").strip():
        raise Refused.because("ground_required", "ground_reason", ground=needed.value)


def _check_decision_dates(decision: Decision, today: Date | None) -> None:
    decided_on = decision.decided_on
    check_plausible("decided_on", decided_on, EARLIEST_DECISION, today)
    check_plausible("conduct_from", decision.conduct_from, EARLIEST, None)
    check_plausible("conduct_to", decision.conduct_to, EARLIEST, None)
    # A notice or a start far ahead would make a decision without effect.
    latest = add_months(decided_on, MONTHS_TO_EFFECT)
    signed_by = min(latest, decision.signed_on or latest)  # a notice that is still to come is not stated
    check_plausible("basis_received_on", decision.basis_received_on, EARLIEST, signed_by)
    check_plausible("notice_issued_on", decision.notice_issued_on, EARLIEST, signed_by)
    check_plausible("notice_served_on", decision.notice_served_on, EARLIEST, signed_by)
    check_plausible("suspension_starts_on", decision.suspension_starts_on, EARLIEST, latest)
    check_order(
        ("conduct_from", decision.conduct_from),
        ("conduct_to", decision.conduct_to),
        ("decided_on", decided_on),
        ("basis_received_on", decision.basis_received_on),
        ("notice_issued_on", decision.notice_issued_on),
        ("notice_served_on", decision.notice_served_on),
    )
    check_order(("decided_on", decided_on), ("suspension_starts_on", decision.suspension_starts_on))
    _check_start(decision)


def _check_start(decision: Decision) -> None:
    """Refuse a start before the notice: nobody is suspended in days of which nobody told them (O25)."""
    starts_on = decision.suspension_starts_on
    earliest = max(known_from(decision), decision.notice_issued_on or Date.min)
    if starts_on is not None and starts_on < earliest:
        raise Refused.because("start_before_notice", "suspension_starts_on", earliest=earliest)


def check_stated_months(decision: Decision, total: int, pack: Pack) -> None:
    """Refuse a suspension whose length neither the decision nor the pack states, or that the pack rules out (O41).

    `total` is what the decision brings its year to. A decision that says it leads to a termination states no months.
    """
    if measures.kind_of(total) is not MeasureKind.SUSPENSION or decision.measure is MeasureKind.TERMINATION:
        return
    allowed = pack[TermRules].months_for(total, single=decision.points >= points.SUSPENSION_POINTS)
    stated = decision.suspension_months
    low, high = (allowed.low, allowed.high) if allowed else (1, measures.LONGEST_SUSPENSION)
    if stated is None and (allowed is None or allowed.fixed is None):
        raise Refused.because("suspension_months_missing", "suspension_months", total=total, low=low, high=high)
    if stated is not None and low < high and not low <= stated <= high:
        raise Refused.because("suspension_months_outside", "suspension_months", total=total, low=low, high=high)


def check_annulment(annulment: Annulment, facts: Facts, *, today: Date | None = None) -> None:
    """Refuse to annul a decision that is not there, or was annulled before by another fact."""
    decision = next((each for each in facts.decisions if each.id == annulment.decision), None)
    if decision is None:
        raise Refused.because("unknown_decision", "decision")
    if any(each.decision == decision.id and each.id != annulment.id for each in facts.annulments):
        raise Refused.because("already_annulled", "decision")
    check_plausible("annulled_on", annulment.annulled_on, EARLIEST_DECISION, today)
    check_order(("decided_on", decision.decided_on), ("annulled_on", annulment.annulled_on))


def check_filing(timeline: Timeline, opened_on: Date) -> bool:
    """Return whether a filing opened on this day is a refiling, one that ends a termination (arts. 34, 39, O9).

    Refuses `person_barred` (with the earliest day), `assessment_missing`, `person_terminated` (by a cascade, which has
    no term) and `person_suspended`. `timeline` is the person's without this filing.
    """
    check_plausible("opened_on", opened_on, EARLIEST, None)
    interval = timeline.on(opened_on)
    for reason in interval.reasons:
        if reason.kind is ReasonKind.CASCADE:
            code = "person_terminated" if reason.status is Status.TERMINATED else "person_suspended"
            raise Refused.because(code, "opened_on")
    if interval.status in (Status.NORMAL, Status.NOT_COVERED):
        return False
    if interval.status is not Status.TERMINATED:
        raise Refused.because("person_suspended", "opened_on")
    if interval.bar_ends_on is not None and opened_on < interval.bar_ends_on:
        raise Refused.because("person_barred", "opened_on", earliest=interval.bar_ends_on)
    if not interval.assessed:
        raise Refused.because("assessment_missing", "opened_on")
    if any(reason.status is Status.SUSPENDED for reason in interval.reasons):
        # A refiling ends no suspension: it would go on at the new institution.
        raise Refused.because("person_suspended", "opened_on")
    return True


def check_backdating(opened_on: Date, pack: Pack, *, today: Date) -> None:
    """Refuse a filing whose first day lies further in the past than the division allows (arts. 13, 17).

    `pack` is the division's on `today`, the day on which the filing is signed. The national text says "in time" and
    names no number, and whoever was filed under an earlier scheme is taken over with that day: without a provincial
    text there is no limit.
    """
    days = pack[FilingRules].backdating_days
    if days is None:
        return
    earliest = today - datetime.timedelta(days=days)
    if opened_on < earliest:
        raise Refused.because("filing_backdated", "opened_on", days=days, earliest=earliest)


def check_role(role: str, category: str, kind: InstitutionKind, pack: Pack) -> None:
    """Refuse to file somebody whom the division does not manage at a retail pharmacy (art. 11).

    `pack` is the division's on the first day of the filing. Whoever is filed in the category of heads, without a
    role, is the head. Of a medical institution the role is its own business.
    """
    if kind.group is not InstitutionGroup.PHARMACY:
        return
    if role_at_pharmacy(role, category) not in pack[FilingRules].pharmacy_roles:
        managed = ", ".join(each.value for each in PharmacyRole if each in pack[FilingRules].pharmacy_roles)
        raise Refused.because("role_not_managed", "role", roles=managed, allowed=managed)


def check_restoration(timeline: Timeline, restoration: Restoration, *, today: Date | None = None) -> None:
    """Refuse an assessment where there is none to make, or one passed before term or bar is over (art. 39, O9).

    `timeline` is the person's without this assessment. It may be about a suspension and a termination together, once
    both are over. A cascade beside them does not hinder: it ends by its own lift.
    """
    effective_on = restoration.effective_on
    check_plausible("assessed_on", restoration.assessed_on, EARLIEST_DECISION, today)
    check_plausible("effective_on", effective_on, EARLIEST_DECISION, add_months(restoration.assessed_on, 12))
    check_order(("assessed_on", restoration.assessed_on), ("effective_on", effective_on))
    if not remedies.assessed_by(timeline, effective_on):
        raise Refused.because("nothing_to_restore", "person")
    over_on = remedies.earliest_end(timeline, effective_on)
    if restoration.passed and over_on is not None and effective_on < over_on:
        raise Refused.because("term_not_over", "effective_on", term_ends_on=over_on)


def check_repair(repair: Repair, facts: Facts, packs: PackBook, *, today: Date | None = None) -> None:
    """Refuse a repair that the author's pack does not allow (art. 38, O16), or of more than there is (O30).

    The pack is that of the day of the grant. `facts` are the person's, with or without this repair.
    """
    for field, value in (("points", repair.points), ("months", repair.months)):
        if type(value) is not int or value < 0:
            raise Refused.because("repair_empty", field)
    if not repair.points and not repair.months:
        raise Refused.because("repair_empty", "points")
    check_plausible("granted_on", repair.granted_on, EARLIEST_DECISION, today)
    before = replace(facts, repairs=tuple(each for each in facts.repairs if each.id != repair.id))
    repairing.check_act(repair, before, packs)
    decisions = [
        decision
        for decision in points.in_force(before)
        if decision.decided_on.year == repair.year and known_from(decision) <= repair.granted_on
    ]
    if not decisions:
        raise Refused.because("nothing_to_repair", "year", year=repair.year)
    if not points.repairable(decisions, packs=packs):
        raise Refused.because("repair_excluded", "year")
    repairing.check_caps(repair, decisions, before, packs)
    repairing.check_remainder(repair, before, packs)


def check_cascade(cascade: Cascade, *, today: Date, lifted_on: Date | None = None) -> None:
    """Refuse a cascade of another status, or with dates that no record can have (art. 34, O15).

    `lifted_on` is the end where it is known at once. Measures taken over, which state when their notice was served, may
    reach back to 1950, and a century ahead.
    """
    if cascade.status not in (Status.SUSPENDED, Status.TERMINATED):
        raise Refused.because("cascade_status_unknown", "status")
    latest = add_months(today, 12 * YEARS_AHEAD)
    check_plausible("applied_on", cascade.applied_on, EARLIEST, latest)
    check_plausible("notice_served_on", cascade.notice_served_on, EARLIEST, today)
    if cascade.signed_on is not None and cascade.applied_on < known_from(cascade):
        raise Refused.because("start_before_notice", "applied_on", earliest=known_from(cascade))
    _check_lifted_on(cascade, lifted_on, latest)


def check_cascade_lift(lift: CascadeLift, facts: Facts, *, today: Date) -> None:
    """Refuse to lift a cascade that is not there, or before it began."""
    cascade = next((each for each in facts.cascades if each.id == lift.cascade), None)
    if cascade is None:
        raise Refused.because("unknown_cascade", "cascade")
    _check_lifted_on(cascade, lift.lifted_on, add_months(today, 12 * YEARS_AHEAD))


def _check_lifted_on(cascade: Cascade, lifted_on: Date | None, latest: Date) -> None:
    if lifted_on is None:
        return
    check_plausible("lifted_on", lifted_on, EARLIEST, latest)
    if lifted_on <= cascade.applied_on:
        raise Refused.because("dates_out_of_order", "lifted_on", earlier="applied_on", later="lifted_on")


def check_plausible(field: str, day: Date | None, earliest: Date, latest: Date | None) -> None:
    """Refuse a date outside what a record can have; without `latest` the future is open."""
    if day is None or (earliest <= day and (latest is None or day <= latest)):
        return
    raise Refused.because("date_implausible", field, earliest=earliest, latest=latest or Date.max)


def check_order(*days: tuple[str, Date | None]) -> None:
    """Refuse dates, each with its field, of which one lies before the one named before it."""
    stated = [(field, day) for field, day in days if day is not None]
    for (earlier, first), (later, second) in itertools.pairwise(stated):
        if second < first:
            raise Refused.because("dates_out_of_order", later, earlier=earlier, later=later)
