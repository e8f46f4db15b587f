"""What a province says of deadlines for which the procedure names no number."""

from dataclasses import dataclass

from registry.packs.parameters import Group, parameter
from registry.packs.readers import whole

_PROCEDURE = "医保办发〔2024〕34号"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRules(Group):
    """Working days that a province sets where the procedure names none.

    They are for the institution's record (art. 33), the report to the departments (arts. 40, 52), talk, training and
    key supervision (art. 36), and telling the institutions (art. 34); beside them the months between two
    reconciliations of statuses (art. 35). None where the province sets none either.
    """

    institution_update: int | None = parameter(
        "deadlines.institution_update", whole(1, 60), default=None, article=f"{_PROCEDURE} art. 33"
    )
    department_report: int | None = parameter(
        "deadlines.department_report", whole(1, 60), default=None, article=f"{_PROCEDURE} arts. 40, 52"
    )
    talk: int | None = parameter("deadlines.talk", whole(1, 60), default=None, article=f"{_PROCEDURE} art. 36")
    training: int | None = parameter("deadlines.training", whole(1, 250), default=None, article=f"{_PROCEDURE} art. 36")
    key_supervision: int | None = parameter(
        "deadlines.key_supervision", whole(1, 60), default=None, article=f"{_PROCEDURE} art. 36"
    )
    sites_told: int | None = parameter(
        "deadlines.sites_told", whole(1, 60), default=None, article=f"{_PROCEDURE} art. 34"
    )
    reconciliation_months: int | None = parameter(
        "deadlines.reconciliation_months", whole(1, 12), default=None, article=f"{_PROCEDURE} arts. 35, 46"
    )
