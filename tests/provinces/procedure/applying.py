"""Applications as the tests of the procedure bring them from step to step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from provinces.remedies.codes import ApplicationKind
from provinces.remedies.models import Application
from provinces.remedies.services import applications
from provinces.remedies.services.applications import Assessment, Wish
from tests.provinces.node import HOSPITAL, person
from tests.provinces.office import ANNA, BEN, at

TERM_ENDS = date(2026, 5, 9)
"""Two months from 9 March: the first day after the term."""
EARLIEST = date(2026, 4, 15)
"""Fifteen working days before: 1 to 5 May are days off, 9 May is worked."""

RESTORATION = Wish(
    kind=ApplicationKind.RESTORATION, person=person(1), institution=HOSPITAL, applied_on=date(2026, 4, 20)
)
REPAIR = Wish(
    kind=ApplicationKind.REPAIR, person=person(1), institution=HOSPITAL, applied_on=date(2026, 4, 20), year=2026,
    act="training", points=2,
)  # fmt: skip


LATER = at(2026, 6, 1)


def applied(wish: Wish = RESTORATION, **given: Any) -> Application:
    return applications.apply(replace(wish, **given), acting=ANNA, now=LATER)


def assessed(one: Application, *, passed: bool = True, effective_on: date | None = TERM_ENDS) -> Application:
    found = Assessment(
        assessed_on=date(2026, 5, 11), passed=passed, document="评估1号",
        effective_on=(max(effective_on, date(2026, 5, 12)) if effective_on else None),
    )  # fmt: skip
    return applications.assess(one, found, acting=ANNA, now=LATER)


STEPS: dict[str, Callable[[Application], Any]] = {
    "consent": lambda one: applications.consent(one, consented_on=date(2026, 4, 21), acting=ANNA, now=LATER),
    "decline": lambda one: applications.decline(
        one, declined_on=date(2026, 4, 21), reason="未完成培训", acting=ANNA, now=LATER
    ),
    "assess": assessed,
    "send back": lambda one: applications.send_back(one, reason="补充材料", acting=BEN, now=LATER),
    "approve": lambda one: applications.approve(one, acting=BEN, now=LATER),
}


def brought(one: Application, *steps: str) -> Application:
    for step in steps:
        one = STEPS[step](one)
    return one
