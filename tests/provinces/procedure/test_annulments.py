"""A decision is annulled on a page by two officers, with what it changes shown before (O22, art. 50)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from provinces.cases.services import annulments
from provinces.office.codes import Duty
from registry.accounts.services.signing_in import PROOF
from registry.qualification.models import Annulment
from registry.qualification.selectors.standings import standing
from sync import matters
from sync.models import Proposal
from sync.wire.refusals import Refused
from tests.accounts import account, approve
from tests.provinces.node import person, row
from tests.provinces.office import ANNA, NOW, SUSPENDING, OfficeDesk, officer
from tests.provinces.procedure.test_admin import Enter, enter, today

__all__ = ["enter", "today"]

HOW = {"annulled_on": date(2026, 3, 2), "document": "复决字〔2026〕1号", "why": "行政复议撤销"}
FORM = {"annulled_on": "2026-03-02", "document": "复决字〔2026〕1号", "why": "行政复议撤销"}
LATER = date(2026, 3, 20)


def code(step: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        step()
    return refused.value.reason.code


def propose(decision: object, **given: object) -> Proposal:
    return annulments.propose(decision, **{**HOW, **given}, acting=ANNA, now=NOW)  # type: ignore[arg-type]


class TestService:
    @pytest.fixture(autouse=True)
    def _rights(self, office: OfficeDesk) -> None:
        User.objects.filter(username="anna").update(is_superuser=True)

    def test_undone_from_the_start_once_two_agree(self, office: OfficeDesk) -> None:
        item = office.issued(replace(SUSPENDING, suspension_months=2))
        assert standing(person(1), LATER).status == "suspended"
        proposal = propose(item.decision_id)
        assert standing(person(1), LATER).status == "suspended", "proposed is not done"
        shown = matters.of(proposal).shows(proposal)
        assert (shown["person"], shown["points"]) == (person(1), 9)
        assert "suspended" in str(shown["changes"])
        approve(proposal, now=NOW)
        assert standing(person(1), LATER).status == "normal"
        assert Annulment.objects.get().decision_id == item.decision_id

    def test_one_that_came_by_file(self, office: OfficeDesk) -> None:
        (answer,) = office.desk.answers("decisions", row("decisions", person=person(1)))
        approve(propose(answer.statement_id), now=NOW)
        assert Annulment.objects.count() == 1
        gone = row("annulments", annulled_on="2026-03-02", document="复决字〔2026〕1号")
        assert office.desk.outcomes("annulments", gone) == ["duplicate"]

    def test_what_is_refused_is_refused_when_it_is_proposed(self, office: OfficeDesk) -> None:
        item = office.issued()
        assert code(lambda: propose(uuid4())) == "unknown_decision"
        assert code(lambda: propose(item.decision_id, annulled_on=date(2026, 3, 9))) == "in_the_future"
        assert code(lambda: propose(item.decision_id, document=" ")) == "reason_missing"
        no_duty = officer("ben", Duty.APPROVE)
        assert code(lambda: annulments.propose(item.decision_id, **HOW, acting=no_duty, now=NOW)) == "duty_missing"  # type: ignore[arg-type]
        propose(item.decision_id)
        assert code(lambda: propose(item.decision_id)) == "proposal_waits"

    def test_what_changed_since_is_looked_at_again(self, office: OfficeDesk) -> None:
        item = office.issued(replace(SUSPENDING, suspension_months=2))
        proposal = propose(item.decision_id)
        seen = matters.digest(proposal)
        office.issued(replace(SUSPENDING, item="2", act="另一行为", points=8, suspension_months=3), item.case)
        account("second")
        assert code(lambda: matters.approve(proposal, seen=seen, acting="second", now=NOW)) == "changed_since_seen"
        assert not Annulment.objects.exists()


class TestPages:
    def test_proposed_on_the_items_page_and_approved_by_another(self, enter: Enter, office: OfficeDesk) -> None:
        item = office.issued(replace(SUSPENDING, suspension_months=2))
        anna, ben = enter("anna", Duty.HANDLE), enter("ben", Duty.APPROVE)
        page = f"/admin/provinces/caseitem/{item.pk}/step/annul/"
        assert anna.get(page).status_code == 200
        assert ben.get(page).status_code == 403
        proposed = anna.post(page, FORM)["Location"]
        approving = proposed.replace("change", "step/approve")
        assert anna.get(approving).status_code == 403
        shown = ben.get(approving)
        assert "What the annulment would change" in shown.content.decode()
        assert ben.post(approving, {"seen": shown.context["form"]["seen"].value()}).status_code == 302
        assert standing(person(1), LATER).status == "normal"
        assert "not in force" in anna.get(f"/admin/provinces/caseitem/{item.pk}/change/").content.decode()
        assert anna.post(page, FORM)["Location"].endswith(f"/caseitem/{item.pk}/change/"), "nothing to annul"

    def test_who_approves_has_just_proved_who_they_are(self, enter: Enter, office: OfficeDesk) -> None:
        item = office.issued(replace(SUSPENDING, suspension_months=2))
        proposed = enter("anna", Duty.HANDLE).post(f"/admin/provinces/caseitem/{item.pk}/step/annul/", FORM)["Location"]
        ben = enter("ben", Duty.APPROVE)
        session = ben.session
        session[PROOF] = {"at": (NOW - timedelta(minutes=11)).isoformat(), "by": "totp"}
        session.save()
        approving = proposed.replace("change", "step/approve")
        for answer in (ben.get(approving), ben.post(approving, {"seen": "a" * 64})):
            assert answer.status_code == 302
            assert answer["Location"].startswith(f"{reverse('account-again')}?next=")
        assert Proposal.objects.get(matter="annulment").state == "open"

    def test_by_file_on_the_list(self, enter: Enter, office: OfficeDesk) -> None:
        (answer,) = office.desk.answers("decisions", row("decisions", person=person(1)))
        anna = enter("anna", Duty.HANDLE)
        page = "/admin/provinces/caseitem/begin/annul-by-file/"
        assert anna.post(page, {**FORM, "decision": str(uuid4())}).status_code == 422
        assert "step" not in anna.post(page, {**FORM, "decision": str(answer.statement_id)})["Location"]
        assert Proposal.objects.get(matter="annulment").key == str(answer.statement_id)
