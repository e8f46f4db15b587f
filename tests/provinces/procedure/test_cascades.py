"""Cascades touch the people named and nobody else, and end for all of them together (art. 34)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from provinces.office.codes import ApprovalState, Duty
from provinces.orders import services as cascades
from provinces.orders.models import CascadeOrder
from provinces.orders.services import CascadeTerms
from registry.qualification.models import Cascade
from registry.qualification.selectors.standings import standing
from registry.words.measures import ReasonKind
from registry.words.statuses import Status
from tests.provinces.node import HOSPITAL, person, row
from tests.provinces.office import ANNA, BEN, NOW, OfficeDesk, at, officer
from tests.provinces.procedure.refusing import code

CASCADE_TERMS = CascadeTerms(
    reference="黔医保协〔2026〕3号",
    institution=HOSPITAL,
    status=Status.SUSPENDED,
    reason="骨科中止医保服务",
    basis_authority="某市医保中心",
    basis_document="中止〔2026〕3号",
    effective_on=date(2026, 3, 2),
)
NAMED = [person(1), person(2)]


def proposed(people: list[str] = NAMED, **given: Any) -> CascadeOrder:
    return cascades.propose(replace(CASCADE_TERMS, **given), people, acting=ANNA, now=NOW)


def signed() -> CascadeOrder:
    return cascades.approve(proposed(), acting=BEN, now=NOW)


def status(number: int, on: date) -> str:
    return standing(person(number), on).status.value


class TestApplying:
    def test_the_people_named_and_nobody_else(self, office: OfficeDesk) -> None:
        signed()
        assert [status(number, date(2026, 3, 2)) for number in (1, 2, 3)] == ["suspended", "suspended", "normal"]
        (reason,) = standing(person(1), date(2026, 3, 2)).reasons
        assert (reason.kind, reason.remark) == (ReasonKind.CASCADE, "骨科中止医保服务")

    def test_nothing_before_it_is_approved(self, office: OfficeDesk) -> None:
        proposed()
        assert not Cascade.objects.exists()

    @pytest.mark.parametrize(
        ("people", "given", "refusal"),
        [
            ([], {}, "nobody_named"),
            ([person(77)], {}, "unknown_person"),
            (NAMED, {"institution": "H99"}, "institution_unknown"),
        ],
    )
    def test_refuses(self, office: OfficeDesk, people: list[str], given: dict[str, Any], refusal: str) -> None:
        assert code(lambda: proposed(people, **given)) == refusal

    def test_who_never_was_there_is_not_responsible(self, office: OfficeDesk) -> None:
        office.desk.people(4)
        assert code(lambda: proposed([person(4)])) == "not_filed_here"

    def test_once(self, office: OfficeDesk) -> None:
        proposed()
        assert code(proposed) == "order_used"

    def test_again_after_it_was_sent_back(self, office: OfficeDesk) -> None:
        cascades.send_back(proposed(), reason="人员有误", acting=BEN, now=NOW)
        assert proposed([person(1)]).subjects.count() == 1

    def test_all_or_none(self, office: OfficeDesk) -> None:
        order = proposed()
        by_file = row("cascades", reference=CASCADE_TERMS.reference, person=person(2), institution=HOSPITAL)
        assert office.desk.outcomes("cascades", by_file) == ["accepted"]
        assert code(lambda: cascades.approve(order, acting=BEN, now=NOW)) == "reference_used"
        assert status(1, date(2026, 3, 2)) == "normal"

    def test_four_eyes(self, office: OfficeDesk) -> None:
        order = proposed()
        assert code(lambda: cascades.approve(order, acting=ANNA, now=NOW)) == "same_person"
        handler = officer("dan", Duty.HANDLE)
        assert code(lambda: cascades.approve(order, acting=handler, now=NOW)) == "duty_missing"

    @pytest.mark.parametrize("step", ["approve", "send back"])
    def test_out_of_order(self, office: OfficeDesk, step: str) -> None:
        order = signed()
        steps = {
            "approve": lambda: cascades.approve(order, acting=BEN, now=NOW),
            "send back": lambda: cascades.send_back(order, reason="x", acting=BEN, now=NOW),
        }
        assert code(steps[step]) == "out_of_order"


class TestLifting:
    def lifted(self, order: CascadeOrder, on: date = date(2026, 4, 1)) -> CascadeOrder:
        return cascades.propose_lift(order, lifted_on=on, acting=ANNA, now=at(2026, 4, 1))

    def test_for_everybody_together(self, office: OfficeDesk) -> None:
        lifting = cascades.approve(self.lifted(signed()), acting=BEN, now=at(2026, 4, 1))
        assert lifting.state == ApprovalState.SIGNED
        assert [status(number, date(2026, 3, 31)) for number in (1, 2)] == ["suspended", "suspended"]
        assert [status(number, date(2026, 4, 1)) for number in (1, 2)] == ["normal", "normal"]

    def test_refusals(self, office: OfficeDesk) -> None:
        order = proposed()
        assert code(lambda: self.lifted(order)) == "nothing_to_lift"  # not signed yet
        order = cascades.approve(order, acting=BEN, now=NOW)
        assert code(lambda: self.lifted(order, date(2026, 3, 2))) == "dates_out_of_order"
        lifting = self.lifted(order)
        assert code(lambda: self.lifted(order)) == "order_used"
        cascades.approve(lifting, acting=BEN, now=at(2026, 4, 1))
        assert code(lambda: self.lifted(order)) == "nothing_to_lift"
