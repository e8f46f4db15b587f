"""The examination before a restoration, where the rule pack asks for one (art. 39).

No statement carries it: it is this office's own check, and national sees the result of the assessment.
"""

from datetime import date

from provinces.office.services.stepping import division
from provinces.remedies.models import Application
from registry.packs.selectors import pack_of
from registry.qualification.rules.restoration_rules import RestorationRules
from sync.wire.refusals import Refused


def asked(on: date) -> bool:
    """Return whether a restoration that is assessed on a day needs an examination, as this division's pack says."""
    return pack_of(division(), on)[RestorationRules].examination


def note(application: Application, *, assessed_on: date, examined_on: date | None, passed: bool | None) -> None:
    """Keep when the person was examined and how it went. Raises Refused.

    Refused: `examination_not_asked`, `examination_missing`, `dates_out_of_order`.
    """
    if not asked(assessed_on):
        if examined_on is not None or passed is not None:
            raise Refused.because("examination_not_asked", "examined_on")
        return
    if examined_on is None or passed is None:
        if examined_on is not None or passed is not None:
            raise Refused.because("examination_missing", "examined_on" if examined_on is None else "examination_passed")
        return
    for earlier, first, later, last in (
        ("applied_on", application.applied_on, "examined_on", examined_on),
        ("examined_on", examined_on, "assessed_on", assessed_on),
    ):
        if last < first:
            raise Refused.because("dates_out_of_order", "examined_on", earlier=earlier, later=later)
    application.examined_on, application.examination_passed = examined_on, passed


def must_be_passed(application: Application) -> None:
    """Refuse a passed assessment without a passed examination. Raises Refused `examination_missing`."""
    assert application.assessed_on is not None
    if application.passed and asked(application.assessed_on) and not application.examination_passed:
        raise Refused.because(
            "examination_missing", "examined_on" if application.examined_on is None else "examination_passed"
        )
