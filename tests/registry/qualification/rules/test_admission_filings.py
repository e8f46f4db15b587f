"""What is refused when a filing is admitted: whom, from which day, in which role."""

from typing import Any

import pytest

from registry.packs.pack import NATIONAL_DEFAULT
from registry.parameters import parse_pack
from registry.qualification.rules import admission
from registry.qualification.rules.timeline import timeline
from registry.words.institutions import InstitutionKind
from registry.words.statuses import Status
from sync.wire.refusals import Refused
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_decision,
    a_lift,
    a_refiling,
    a_restoration,
    day,
    facts,
)
from tests.registry.qualification.rules.refusing import refusal
from tests.registry.qualification.rules.standing_already import ASSESSED, BARRED, CASCADED, CLOSED, TEN, TODAY

FILINGS = [
    pytest.param(facts(), "2025-06-20", False, id="normal: a first filing"),
    pytest.param(facts(TEN), "2025-06-19", False, id="normal on that day"),
    pytest.param(facts(TEN), "2025-06-20", ("person_suspended", "opened_on"), id="D25: suspended"),
    pytest.param(facts(TEN), "2026-06-20", ("person_suspended", "opened_on"), id="term over, not restored"),
    pytest.param(facts(TEN, a_restoration("2025-09-20")), "2025-09-20", False, id="restored"),
    pytest.param(facts(*BARRED), "2026-07-19", ("person_barred", "opened_on"), id="bar still runs"),
    pytest.param(facts(*BARRED, ASSESSED), "2026-07-19", ("person_barred", "opened_on"),
                 id="assessed for the day after"),
    pytest.param(facts(*BARRED), "2026-07-20", ("assessment_missing", "opened_on"), id="O9: bar over, not assessed"),
    pytest.param(facts(*BARRED, a_restoration("2026-07-20", passed=False)), "2026-07-20",
                 ("assessment_missing", "opened_on"), id="O9: assessed and not passed"),
    pytest.param(facts(*BARRED, ASSESSED), "2026-07-20", True, id="O9: bar over, assessed: a refiling"),
    pytest.param(facts(*BARRED, a_restoration("2026-08-01")), "2026-07-31", ("assessment_missing", "opened_on"),
                 id="O9: before the assessment is effective"),
    pytest.param(facts(*BARRED, a_restoration("2026-08-01")), "2026-08-01", True, id="O9: on the day it is"),
    pytest.param(facts(*BARRED, ASSESSED, a_refiling("2026-07-20")), "2026-07-21", False, id="already refiled"),
    pytest.param(facts(*BARRED, ASSESSED, a_decision(9, "2026-07-01")), "2026-07-20",
                 ("person_suspended", "opened_on"), id="bar over, another suspension runs"),
    pytest.param(facts(*BARRED, ASSESSED, a_decision(9, "2026-03-01")), "2026-07-20", True,
                 id="bar over, another term too, one assessment for both"),
    pytest.param(facts(CASCADED), "2025-06-20", ("person_suspended", "opened_on"), id="D24: by a cascade"),
    pytest.param(facts(CLOSED), "2035-06-20", ("person_terminated", "opened_on"), id="a cascade has no bar"),
    pytest.param(facts(CLOSED, a_lift(CLOSED, "2025-04-01")), "2025-04-01", False, id="cascade lifted"),
    pytest.param(facts(*BARRED, ASSESSED, CASCADED), "2026-07-20", ("person_suspended", "opened_on"),
                 id="bar over, a cascade holds"),
    pytest.param(facts(), "0001-01-01", ("date_implausible", "opened_on"), id="year 1"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "opened_on", "expected"), FILINGS)
def test_filing(known, opened_on, expected) -> None:
    found: Any = refusal(lambda: admission.check_filing(timeline(known, DEFAULTS), day(opened_on)))
    if found is None:
        found = admission.check_filing(timeline(known, DEFAULTS), day(opened_on))
    assert found == expected


@pytest.mark.parametrize(("known", "opened_on"), [case.values[:2] for case in FILINGS])
def test_a_refiling_that_is_accepted_frees_and_only_that(known, opened_on) -> None:
    before = timeline(known, DEFAULTS)
    try:
        refiling = admission.check_filing(before, day(opened_on))
    except Refused:
        return
    if refiling:
        after = timeline(known.merge(facts(a_refiling(opened_on))), DEFAULTS)
        assert after.status_on(day(opened_on)) is Status.NORMAL
        assert before.status_on(day(opened_on)) is Status.TERMINATED


def test_the_earliest_day_is_said() -> None:
    with pytest.raises(Refused) as refused:
        admission.check_filing(timeline(facts(*BARRED), DEFAULTS), day("2026-01-01"))
    assert refused.value.refusal.params == {"earliest": day("2026-07-20")}
    assert "2026-07-20" in refused.value.why.sentence


PHARMACIES = {
    "head only": NATIONAL_DEFAULT,
    "head and pharmacist": parse_pack({
        "division": "310000", "version": "1", "valid_from": "2025-01-01",
        "parameters": {"pharmacy_roles": {"value": ["pharmacist", "head"], "source": "test"}},
    }),
}  # fmt: skip
NOT_MANAGED = ("role_not_managed", "role")
BACKDATED = [
    pytest.param(None, "2015-01-01", None, id="no limit without a provincial text"),
    pytest.param(30, "2026-11-21", None, id="today"),
    pytest.param(30, "2026-12-01", None, id="to come"),
    pytest.param(30, "2026-10-22", None, id="30 days back"),
    pytest.param(30, "2026-10-21", ("filing_backdated", "opened_on"), id="31 days back"),
    pytest.param(0, "2026-11-20", ("filing_backdated", "opened_on"), id="not in the past at all"),
]


@pytest.mark.parametrize(("days", "opened_on", "expected"), BACKDATED)
def test_backdating(days: int | None, opened_on: str, expected: tuple[str, str] | None) -> None:
    said = {} if days is None else {"filing": {"backdating_days": {"value": days, "source": "test"}}}
    pack = parse_pack({"division": "520000", "version": "1", "valid_from": "2025-01-01", "parameters": said})
    assert refusal(lambda: admission.check_backdating(day(opened_on), pack, today=TODAY)) == expected


ROLES = [
    pytest.param("retail_pharmacy", "head", "", "head only", None, id="art. 11: the head is always managed"),
    pytest.param("retail_pharmacy", "", "pharmacy_head", "head only", None, id="filed as head, without a role"),
    pytest.param("retail_pharmacy", "pharmacist", "", "head only", NOT_MANAGED, id="a pharmacist where only heads are"),
    pytest.param("retail_pharmacy", "pharmacist", "", "head and pharmacist", None, id="where pharmacists are, too"),
    pytest.param("retail_pharmacy", "head", "", "head and pharmacist", None, id="the head there"),
    pytest.param("retail_pharmacy", "service_staff", "", "head and pharmacist", NOT_MANAGED, id="others there"),
    pytest.param("retail_pharmacy", "pharmacist", "pharmacy_head", "head only", NOT_MANAGED,
                 id="a role that is said counts, not the category"),
    pytest.param("retail_pharmacy", "", "pharmacy", "head and pharmacist", NOT_MANAGED, id="no role"),
    pytest.param("retail_pharmacy", "Head", "", "head only", NOT_MANAGED, id="not as the code is written"),
    pytest.param("general_hospital", "pharmacist", "", "head only", None, id="at a hospital the role is free"),
    pytest.param("clinic", "", "", "head only", None, id="at a clinic, too"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "role", "category", "pack", "expected"), ROLES)
def test_role(kind, role, category, pack, expected) -> None:
    found = refusal(lambda: admission.check_role(role, category, InstitutionKind(kind), PHARMACIES[pack]))
    assert found == expected


def test_the_roles_that_are_managed_are_said() -> None:
    with pytest.raises(Refused) as refused:
        admission.check_role("cashier", "", InstitutionKind.RETAIL_PHARMACY, PHARMACIES["head and pharmacist"])
    assert refused.value.refusal.params == {"roles": "head, pharmacist", "allowed": "head, pharmacist"}
    assert "principal responsible person, pharmacist; as role enter one of head, pharmacist" in str(refused.value)
    assert "主要负责人、药师；岗位（role）应填 head, pharmacist 之一" in refused.value.why.sentence_zh
