"""Questions to which form and topic, paper and standing once gave two answers."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from types import CodeType, FrameType
from typing import Any

import pytest

from provinces.cases.models import CaseItem
from provinces.cases.services import cases, foreseen, papers
from provinces.filings import services as filing_services
from provinces.notices.services import notices, renewals
from provinces.office.services.stepping import sign_one, stated
from provinces.remedies.codes import ApplicationKind
from provinces.remedies.services import applications
from provinces.remedies.services.applications import Wish
from registry.institutions.models import Agreement
from registry.qualification.models import Decision
from registry.qualification.rules import timeline as rules
from registry.qualification.selectors.foresight import led_to
from registry.qualification.selectors.standings import standing
from registry.words.degrees import Ground, Reached
from registry.words.persons import Category
from registry.words.remedies import CancellationReason
from sync.wire.refusals import Refused
from tests.accounts import state
from tests.agreement.asking import refusal_of, topic_says
from tests.provinces.node import GUIZHOU, HOSPITAL, person, row
from tests.provinces.office import ANNA, BEN, ENTRY, NOW, SHARE, SUSPENDING, OfficeDesk, at
from tests.provinces.procedure.packs import publish_pack
from tests.registry.ledger import CHONGQING, Ledger

OTHER = "H52010000002"
FROM = date(2026, 3, 9)
SECOND = replace(SHARE, person=person(4), suspension_starts_on=FROM)


def page_of(item: CaseItem) -> str:
    """Return what the last version of the notice of an item says."""
    notice = item.notices.order_by("-version")[0]
    page = notices.read(notice, "html", acting=ANNA, now=NOW).decode()
    return "".join(re.sub(r"<[^>]*>", "", page).split())


class TestWhoWasMerged:
    """Five points under the ID that was absorbed, five under the one that goes on."""

    @pytest.fixture
    def merged(self, office: OfficeDesk, ledger: Ledger) -> OfficeDesk:
        office.issued()
        ledger.merge(1, 4, "2026-02-27")
        return office

    def test_dry_run_paper_and_standing_count_both(self, merged: OfficeDesk) -> None:
        item = merged.issued(SECOND, merged.case(case_number="C8"))
        assert (item.foreseen["before"], item.foreseen["total"], item.foreseen["measure"]["kind"]) == (
            5, 10, "suspension",
        )  # fmt: skip
        found = led_to(item.person_id, item.decision_id)
        assert found is not None
        assert foreseen.as_json(found) == item.foreseen
        said = page_of(item)
        assert "本次前5分，本次后10分" in said
        assert "自2026年3月9日起暂停医保支付资格" in said
        assert [standing(each, FROM).status for each in (person(1), person(4))] == ["suspended", "suspended"]

    def test_a_repair_of_what_was_scored_under_the_other_id(self, merged: OfficeDesk) -> None:
        wish = Wish(kind=ApplicationKind.REPAIR, person=person(4), applied_on=NOW.date(), institution=HOSPITAL,
                    year=2026, act="training", points=2)  # fmt: skip
        body = {"person": person(4), "year": 2026, "act": "training", "points": 2, "granted_on": NOW.date()}
        assert topic_says("repair.granted", body, NOW) is None
        assert applications.apply(wish, acting=ANNA, now=NOW).points == 2

    def test_a_situation_that_repeats_what_was_scored_under_the_other_id(self, merged: OfficeDesk) -> None:
        publish_pack()
        again = replace(SECOND, legal_basis="regulation_39", situations=["regulation_39", "again"], points=7)
        assert cases.draft(merged.case(case_number="C8"), again, acting=ANNA, now=NOW).points == 7


class TestFiling:
    """The form says what the topic says, with the earliest day."""

    @pytest.fixture(autouse=True)
    def agreed(self, office: OfficeDesk) -> None:
        other = row("institutions", institution=OTHER, name="另一医院")
        assert office.desk.outcomes("institutions", other) == ["accepted"]
        office.agreement(OTHER)

    @pytest.mark.parametrize(
        ("opened_on", "code", "says"),
        [
            pytest.param(FROM, "person_suspended", "before 2026-05-09", id="suspended: until when at least"),
            pytest.param(date(2026, 6, 1), "person_suspended", "was over on 2026-05-09", id="over, not restored"),
        ],
    )
    def test_of_the_suspended(self, office: OfficeDesk, opened_on: date, code: str, says: str) -> None:
        office.issued(SUSPENDING)
        entry = replace(ENTRY, institution=OTHER, opened_on=opened_on)
        refused = refusal_of(lambda: filing_services.file(entry, acting=ANNA, now=NOW))
        said = topic_says("filing.opened", {**vars_of(entry), "refiling": False}, NOW)
        assert said is not None
        assert refused.reason == said.reason
        assert (refused.reason.code, says in refused.reason.sentence) == (code, True)

    def test_outside_the_agreement(self, office: OfficeDesk) -> None:
        (agreement,) = Agreement.objects.all()
        filing_services.end_agreement(agreement, ended_on=date(2026, 2, 1), reason="中止", acting=ANNA, now=NOW)
        entry = replace(ENTRY, person=person(4), institution=OTHER)
        refused = refusal_of(lambda: filing_services.file(entry, acting=ANNA, now=NOW))
        assert refused.reason.code == "agreement_not_in_force"
        said = topic_says("filing.opened", {**vars_of(entry), "refiling": False}, NOW)
        assert said is not None
        assert refused.reason == said.reason


def vars_of(entry: filing_services.Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}


class TestPaper:
    def test_a_ground_of_the_province_has_its_title(self, office: OfficeDesk) -> None:
        publish_pack()
        share = replace(SHARE, points=3, ground=Ground.LENIENT, ground_reason="first_time")
        said = page_of(office.issued(share))
        assert ("First time".replace(" ", "") in said, "first_time" in said) == (True, False)

    def test_a_situation_of_the_province_has_its_title(self, office: OfficeDesk) -> None:
        publish_pack()
        said = page_of(office.issued(replace(SHARE, legal_basis="other_4_6", situations=["out_of_scope"])))
        assert ("Practisedoutofscope" in said, "out_of_scope" in said) == (True, False)

    def test_a_first_part_of_a_case_is_no_twelve_at_once(self, office: OfficeDesk) -> None:
        """The case has come to six: a repair may lower them, whatever the whole will come to."""
        said = page_of(office.issued(replace(SHARE, points=6, reached=Reached.AT_ONCE)))
        assert "一次性记满12分" not in said

    def test_twelve_by_the_last_part_of_a_case_are_at_once(self, office: OfficeDesk) -> None:
        case = office.case()
        first = replace(SUSPENDING, points=9, suspension_months=2)
        office.issued(first, case)
        share = replace(SHARE, item="2", act="重复收费", violation="重复收费", points=4, reached=Reached.AT_ONCE,
                        suspension_starts_on=FROM)  # fmt: skip
        said = page_of(office.issued(share, case))
        assert "一次性记满12分（累计13分）" in said
        assert "3年内" in said
        assert "一次性记满12分的，不予修复" in said

    def test_what_an_objection_lowered_is_not_at_once(self, office: OfficeDesk) -> None:
        share = replace(SUSPENDING, situations=["regulation_40"], legal_basis="regulation_40", points=12,
                        reached=Reached.AT_ONCE)  # fmt: skip
        item = office.issued(share)
        assert "一次性记满12分" in page_of(item)
        notice = office.served(item)
        lodged = {"decision": item.decision_id, "lodged_on": date(2026, 3, 3), "lodged_by": "person", "signed": True,
                  "sealed": True}  # fmt: skip
        settled = {
            "objection": sign_one("objection.lodged", lodged, now=at(2026, 3, 3)),
            "outcome": "changed",
            "points": 10,
            "suspension_months": 4,
            "settled_on": date(2026, 3, 4),
            "document": "复核〔2026〕1号",
            "reason": "情节较轻",
        }
        state("objection.settled", stated(settled), now=at(2026, 3, 4))
        renewals.correct(notice, reason="异议后变更", acting=ANNA, now=at(2026, 3, 5))
        said = page_of(item)
        assert "暂停医保支付资格4个月" in said
        assert "一次性记满12分" not in said

    def test_an_auditor_until_a_day_to_come_is_one(self, office: OfficeDesk) -> None:
        """The watch list names who audits fees until the end of a month; so does the notice."""
        filing = office.enrol(4, category=Category.FEE_AUDIT)
        filing_services.cancel(
            filing, cancelled_on=date(2026, 3, 31), reason=CancellationReason.RETIRED, acting=ANNA, now=NOW
        )
        assert "停止其审核工作" in page_of(office.issued(replace(SUSPENDING, person=person(4))))


class TestHowOften:
    """The standing is a function: nothing is computed twice of the same facts."""

    def test_an_issue_computes_what_is_foreseen_and_what_is_settled(self, office: OfficeDesk) -> None:
        item = office.approved(SUSPENDING)
        with counted(rules.timeline.__code__) as calls:
            cases.issue(item, acting=ANNA, now=NOW)
        assert len(calls) == 2

    def test_of_a_merged_person_once_more_for_each_id_and_for_both(self, office: OfficeDesk, ledger: Ledger) -> None:
        office.issued()
        ledger.merge(1, 4, "2026-02-27")
        item = office.approved(SECOND, office.case(case_number="C8"))
        with counted(rules.timeline.__code__) as calls:
            cases.issue(item, acting=ANNA, now=NOW)
        # Both, and each ID, twice as for anybody; and three for the notice that there is, which may not hold any more.
        assert len(calls) == 9

    def test_an_approval_computes_it_once(self, office: OfficeDesk) -> None:
        item = office.proposed(SUSPENDING)
        with counted(rules.timeline.__code__) as calls, pytest.raises(Refused):
            cases.approve(item, seen="", acting=BEN, now=NOW)
        assert len(calls) == 1


@contextmanager
def counted(code: CodeType) -> Iterator[list[int]]:
    """Count how often a function is called, whoever calls it under whatever name."""
    calls: list[int] = []

    def look(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code is code:
            calls.append(frame.f_lineno)

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield calls
    finally:
        sys.setprofile(before)


def test_what_is_said_meanwhile_is_seen(office: OfficeDesk, ledger: Ledger) -> None:
    """Points that arrive between the look and the signature stop the issue: the notice would say another sum."""
    item = office.approved(SUSPENDING)
    ledger.decide(2, CHONGQING, who=1, decided_on="2026-02-20")
    refused = refusal_of(lambda: cases.issue(item, acting=ANNA, now=NOW))
    assert refused.reason.code == "not_seen"
    assert not Decision.objects.filter(author=GUIZHOU).exists()


def test_points_during_the_issue_are_seen(office: OfficeDesk, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notice is made before the person is locked: what comes in between is found when the facts are compared."""
    item = office.approved(SUSPENDING)
    made: Callable[..., Any] = papers.prepare

    def prepare(*given: Any, **named: Any) -> Any:
        ledger.decide(2, CHONGQING, who=1, decided_on="2026-02-20")
        return made(*given, **named)

    monkeypatch.setattr(papers, "prepare", prepare)
    assert refusal_of(lambda: cases.issue(item, acting=ANNA, now=NOW)).reason.code == "not_seen"
