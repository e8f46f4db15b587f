"""Institutions of this province are told of a measure in force, each once, with its document (art. 34; guidance §3)."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from provinces.duties.codes import DutyStep, TellingKind
from provinces.duties.models import Telling
from provinces.duties.selectors import tellings
from provinces.duties.services import tellings as service
from provinces.duties.services.tellings import Told
from provinces.notices.codes import ServingMethod
from provinces.notices.models import Notice
from provinces.office import kinds
from provinces.office.codes import Duty, Office
from provinces.office.models import Step
from provinces.orders import services as cascades
from registry.qualification.models import Cascade, Restoration
from registry.words.deadlines import DeadlineName, DeadlineState
from tests.provinces.node import HOSPITAL, person, row
from tests.provinces.office import ANNA, BEN, SUSPENDING, OfficeDesk, at, officer
from tests.provinces.procedure.refusing import code
from tests.provinces.procedure.test_cascade_notices import of, serve
from tests.provinces.procedure.test_cascades import signed

OTHER, THIRD = "H52010000002", "H52010000003"
SUSPENSION, TERMINATION, CASCADE, RESTORATION = TellingKind
START = date(2026, 3, 9)
NOW = at(2026, 3, 20)

type Found = list[tuple[TellingKind, str, date, dict[str, date | None]]]


def found(today: date = date(2026, 3, 20)) -> Found:
    return [
        (each.kind, each.person, each.since, {site.institution: site.told_on for site in each.sites})
        for each in tellings.to_tell(today)
    ]


@pytest.fixture
def sites(office: OfficeDesk) -> OfficeDesk:
    """Person 1 works at three institutions; person 2 only at the first."""
    for institution in (OTHER, THIRD):
        assert (
            office.desk.outcome("institutions", institution=institution, name=f"第{institution[-1]}医院") == "accepted"
        )
        office.file(1, institution=institution)
    return office


@pytest.fixture
def suspended(sites: OfficeDesk) -> UUID:
    """Person 1 is suspended from 9 March on."""
    item = sites.issued(replace(SUSPENDING, suspension_months=2))
    assert item.decision_id is not None
    return item.decision_id


def tell(cause: UUID, *institutions: str, **given: Any) -> Any:
    kind = given.pop("kind", SUSPENSION)
    told = Told(cause=cause, kind=kind, told_on=START, method=ServingMethod.ONLINE, document="告知〔2026〕1号")
    return service.tell(replace(told, **given), institutions, acting=ANNA, now=NOW)


class TestOwed:
    def test_every_institution_where_the_person_is_filed(self, suspended: UUID) -> None:
        everywhere = dict.fromkeys((HOSPITAL, OTHER, THIRD))
        assert found(date(2026, 3, 8)) == []
        assert found() == [(SUSPENSION, person(1), START, everywhere)]

    def test_where_the_notice_was_served_it_is_known(self, sites: OfficeDesk, suspended: UUID) -> None:
        sites.now = at(2026, 3, 5)
        item = Notice.objects.get().item
        assert item is not None
        sites.served(item, date(2026, 3, 4))
        assert found()[0][3] == {HOSPITAL: date(2026, 3, 4), OTHER: None, THIRD: None}

    def test_where_the_notice_of_a_case_taken_over_was_served_it_is_known(self, sites: OfficeDesk) -> None:
        taken_over = row("decisions", person=person(1), points="9", legal_basis="claim_for_ineligible",
                         decided_on="2026-02-02", notice_served_on="2026-02-05", suspension_months="2")  # fmt: skip
        assert sites.desk.outcomes("decisions", taken_over) == ["accepted"]
        assert found()[0][3] == {HOSPITAL: date(2026, 2, 5), OTHER: None, THIRD: None}

    def test_not_where_the_filing_is_over_or_began_later(self, sites: OfficeDesk, suspended: UUID) -> None:
        ended = row("filings", person=person(1), institution=OTHER, cancelled_on="2026-03-12")
        assert sites.desk.outcomes("filings", ended) == ["accepted"]
        assert set(found()[0][3]) == {HOSPITAL, THIRD}

    def test_a_cascade_and_where_its_own_notice_was_served(self, sites: OfficeDesk) -> None:
        order = signed()
        serve(of(1))
        served_on = of(1).serving.served_on
        first = date(2026, 3, 2)
        assert sorted(found(), key=lambda each: -len(each[3])) == [
            (CASCADE, person(1), first, {HOSPITAL: served_on, OTHER: None, THIRD: None}),
            (CASCADE, person(2), first, {HOSPITAL: None}),
        ]
        lifting = cascades.propose_lift(order, lifted_on=date(2026, 3, 16), acting=ANNA, now=NOW)
        cascades.approve(lifting, acting=BEN, now=NOW)
        assert found() == [], "a cascade that is lifted is not in force"

    def test_a_restoration_until_something_else_holds(self, sites: OfficeDesk, suspended: UUID) -> None:
        sites.desk.now = at(2026, 6, 20)
        restored = row("restorations", person=person(1), applied_on="2026-05-10", assessed_on="2026-06-10",
                       effective_on="2026-06-15")  # fmt: skip
        assert sites.desk.outcomes("restorations", restored) == ["accepted"]
        assert [each[0] for each in found(date(2026, 6, 14))] == [SUSPENSION]
        ((kind, who, since, where),) = found(date(2026, 6, 15))
        assert (kind, who, since) == (RESTORATION, person(1), date(2026, 6, 15))
        assert set(where) == {HOSPITAL, OTHER, THIRD}
        told = Told(cause=Restoration.objects.get().pk, kind=RESTORATION, told_on=date(2026, 6, 16),
                    method=ServingMethod.PAPER, document="告知〔2026〕2号")  # fmt: skip
        service.tell(told, [OTHER], acting=ANNA, now=at(2026, 6, 20))
        assert found(date(2026, 6, 20))[0][3][OTHER] == date(2026, 6, 16)

    @pytest.mark.parametrize(
        ("days", "today", "state", "due_on"),
        [
            (None, date(2026, 3, 20), DeadlineState.OPEN, None),
            (3, date(2026, 3, 12), DeadlineState.RUNNING, date(2026, 3, 12)),
            (3, date(2026, 3, 13), DeadlineState.LATE, date(2026, 3, 12)),
        ],
    )
    def test_clocks(
        self, sites: OfficeDesk, suspended: UUID, days: int | None, today: date, state: DeadlineState,
        due_on: date | None,
    ) -> None:  # fmt: skip
        if days is not None:
            sites.sets(deadlines__sites_told=days)
        tell(suspended, OTHER)
        clocks = [clock for clock in kinds.due(today) if clock.deadline.name is DeadlineName.SITES_TOLD]
        assert [(clock.institution, clock.office, clock.state, clock.deadline.due_on) for clock in clocks] == [
            (site, Office.AGENCY, state, due_on) for site in (HOSPITAL, THIRD)
        ]


class TestTelling:
    def test_is_kept_for_each(self, suspended: UUID) -> None:
        tell(suspended, OTHER)
        assert found()[0][3] == {HOSPITAL: None, OTHER: START, THIRD: None}
        tell(suspended)  # all the others
        assert set(found()[0][3].values()) == {START}
        kept = Telling.objects.order_by("pk")
        assert [each.institution for each in kept] == [OTHER, HOSPITAL, THIRD]
        assert {(each.person_id, each.kind, each.method, each.document, each.by) for each in kept} == {
            (person(1), "suspension", "online", "告知〔2026〕1号", "anna")
        }
        assert Step.objects.filter(name=DutyStep.TOLD, on=START).count() == 3

    @pytest.mark.parametrize(
        ("institutions", "given", "refusal"),
        [
            ((), {"cause": UUID(int=1)}, "nothing_to_tell"),
            ((), {"kind": TERMINATION}, "nothing_to_tell"),
            (("H999",), {}, "not_filed_here"),
            ((), {"told_on": date(2026, 3, 21)}, "in_the_future"),
            ((), {"told_on": date(2026, 2, 23)}, "dates_out_of_order"),
            ((), {"document": " "}, "document_missing"),
        ],
    )
    def test_refuses(self, suspended: UUID, institutions: tuple[str, ...], given: dict[str, Any], refusal: str) -> None:
        cause = given.pop("cause", suspended)
        assert code(lambda: tell(cause, *institutions, **given)) == refusal

    def test_once(self, suspended: UUID) -> None:
        tell(suspended, OTHER)
        assert code(lambda: tell(suspended, THIRD, OTHER)) == "told_before"
        tell(suspended)
        assert code(lambda: tell(suspended)) == "told_before"

    def test_only_a_case_officer(self, suspended: UUID) -> None:
        told = Told(cause=suspended, kind=SUSPENSION, told_on=START, method=ServingMethod.PAPER, document="x")
        ben = officer("ben", Duty.APPROVE)
        assert code(lambda: service.tell(told, (), acting=ben, now=NOW)) == "duty_missing"

    def test_never_changed(self, suspended: UUID) -> None:
        tell(suspended)
        for attempt in (lambda: Telling.objects.update(by="x"), lambda: Telling.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()

    def test_a_cascade_is_told_by_its_own_statement(self, sites: OfficeDesk) -> None:
        signed()
        cascade = Cascade.objects.get(person=person(1))
        tell(cascade.pk, OTHER, kind=CASCADE)
        assert Telling.objects.get().cause == cascade.pk
