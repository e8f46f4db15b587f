"""The groups of parameters that a pack holds, as the engine reads them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from registry.codes.degrees import Degree
from registry.rules.values import ActsOfOneType, AmountThreshold, Denominator, LocalReason, RepairAct, Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorationRules:
    """Art. 39: lead of an application before the term's end, time and form of its assessment."""

    lead_working_days: int
    assessment_working_days: int
    examination: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRules:
    """O16, O42: acts, yearly caps (None = no cap of its own), whether 12 points at once can be repaired, and whether a
    repair moves a status already taken.
    """

    acts: Mapping[str, RepairAct]
    points_per_year: int | None
    months_per_year: int | None
    excludes_at_once: bool
    moves_status: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioRules:
    """Art. 30: percent of suspended and terminated person-times from which the institution is met, and of whom."""

    settlement_percent: int | None
    agreement_percent: int | None
    denominator: Denominator


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringRules:
    """Arts. 23 to 26: points proposed by band and degree or amount, a province's own situations and reasons, bands that
    only a penalty gives, and how several acts of one type count.
    """

    degree_points: Mapping[str, Mapping[Degree, int]]
    situations: tuple[Situation, ...]
    grounds: tuple[LocalReason, ...]
    amount_thresholds: tuple[AmountThreshold, ...]
    penalty_bands: frozenset[str]
    acts_of_one_type: ActsOfOneType


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRules:
    """Arts. 19 to 22: the version of the commitment's text, and from which day a filing must name it."""

    version: str | None
    required_from: datetime.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalDeadlines:
    """Working days a province sets where the procedure names none: the institution's record (art. 33), the report to
    the departments (arts. 40, 52), talk, training and key supervision (art. 36), telling the institutions (art. 34);
    and the months between two reconciliations of statuses (art. 35). None where it sets none either.
    """

    institution_update: int | None
    department_report: int | None
    talk: int | None
    training: int | None
    key_supervision: int | None
    sites_told: int | None
    reconciliation_months: int | None
