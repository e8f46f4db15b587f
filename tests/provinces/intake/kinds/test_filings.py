"""Rows of filings: opened, cancelled, and all that the guidance asks to be filed."""

from typing import ClassVar

import pytest

from registry.qualification.models import Filing, FilingCancellation
from tests.provinces.node import Desk, person, row

ONE, TWO = person(1), person(2)


class TestFilings:
    def test_opened_then_cancelled_by_a_later_file(self, desk: Desk) -> None:
        filing = row("filings", person=ONE)
        assert desk.outcomes("filings", filing) == ["accepted"]
        assert desk.outcomes("filings", filing) == ["duplicate"]
        ended = {**filing, "cancelled_on": "2025-08-01"}
        assert desk.outcomes("filings", ended) == ["accepted"]
        assert desk.outcomes("filings", ended, filing) == ["duplicate", "duplicate"]
        assert desk.outcomes("filings", {**filing, "cancelled_on": "2025-09-01"}) == ["refused already_cancelled"]
        assert Filing.objects.count() == FilingCancellation.objects.count() == 1

    def test_opened_and_cancelled_in_one_row(self, desk: Desk) -> None:
        assert desk.outcome("filings", person=ONE, cancelled_on="2025-03-01") == "accepted"
        assert FilingCancellation.objects.get().filing == Filing.objects.get()

    def test_a_row_that_ends_a_filing_need_not_name_the_role(self, desk: Desk) -> None:
        assert desk.outcome("filings", person=ONE) == "accepted"
        assert desk.outcome("filings", person=ONE, role="", cancelled_on="2025-03-01") == "accepted"
        assert desk.outcome("filings", person=ONE, role="nurse") == "refused already_filed"

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"role": "head"}, "accepted", id="the head"),
            pytest.param({"role": "", "category": "pharmacy_head"}, "accepted", id="filed as head, without a role"),
            pytest.param({"role": "cashier"}, "refused role_not_managed", id="whom the law does not manage"),
            pytest.param({"role": ""}, "refused role_not_managed", id="no role"),
        ],
    )
    def test_at_a_retail_pharmacy(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        pharmacy = row("institutions", institution="P52010000001", kind="retail_pharmacy")
        assert desk.outcomes("institutions", pharmacy) == ["accepted"]
        assert desk.outcome("filings", person=ONE, institution="P52010000001", **cells) == outcome

    def test_found_by_code(self, desk: Desk) -> None:
        answer = desk.answers("filings", row("filings", system="s", code="d1"))[0]
        assert (answer.outcome, answer.person) == ("accepted", ONE)
        assert desk.outcome("filings", person=ONE) == "duplicate"

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({}, "refused missing", id="nobody"),
            pytest.param({"system": "s"}, "refused missing", id="a system without a code"),
            pytest.param({"code": "d1"}, "refused missing", id="a code without a system"),
            pytest.param({"system": "s", "code": "d9"}, "refused unknown_person", id="a code nobody has"),
            pytest.param({"person": "123"}, "refused malformed_id", id="no lifelong ID"),
            pytest.param({"person": f"{ONE[:14]}00"}, "refused bad_check_digits", id="bad check digits"),
            pytest.param({"person": person(77)}, "refused unknown_person", id="an ID nobody has"),
            pytest.param({"person": TWO, "system": "s", "code": "d1"}, "refused person_mismatch", id="two people"),
            pytest.param({"person": ONE, "system": "s", "code": "d1"}, "accepted", id="ID and code of one person"),
            pytest.param({"person": f"{ONE[:4]}-{ONE[4:8]}-{ONE[8:12]}-{ONE[12:]}"}, "accepted", id="in groups"),
            pytest.param({"person": ONE, "institution": "H1"}, "refused institution_unknown", id="no institution"),
            pytest.param({"person": ONE, "opened_on": "2025-02-30"}, "refused date_unreadable", id="no such day"),
            pytest.param({"person": ONE, "opened_on": "1925-02-01"}, "refused date_implausible", id="a century ago"),
            pytest.param(
                {"person": ONE, "cancelled_on": "2024-12-31"}, "refused dates_out_of_order", id="ends before it begins"
            ),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("filings", **cells) == outcome

    def test_a_new_filing_after_a_termination_is_called_one(self, desk: Desk) -> None:
        terminated = {"points": "12", "legal_basis": "regulation_40", "decided_on": "2022-03-01", "reached": "at_once"}
        assert desk.outcome("decisions", person=ONE, **terminated, notice_served_on="2022-03-01") == "accepted"
        assert desk.outcome("filings", person=ONE, opened_on="2025-02-28") == "refused person_barred"
        anew = {
            "person": ONE, "opened_on": "2025-03-01", "commitment_version": "2025", "commitment_form": "paper",
            "commitment_signed_on": "2025-02-27",
        }  # fmt: skip
        assert desk.outcome("filings", **anew) == "refused assessment_missing"
        assessed = {"assessed_on": "2025-02-20", "effective_on": "2025-03-01"}
        assert desk.outcome("restorations", person=ONE, **assessed) == "accepted"
        assert desk.outcome("filings", person=ONE, opened_on="2025-03-01") == "refused commitment_required"
        assert desk.outcome("filings", **anew) == "accepted"
        assert Filing.objects.get().refiling
        assert desk.outcome("filings", **anew) == "duplicate"


class TestFilingsInFull:
    """The columns that came later: what somebody does, the commitment, why a filing ends."""

    FULL: ClassVar = {
        "category": "medical", "practice_type": "执业医师", "practice_category": "临床", "practice_scope": "内科",
        "job_title": "主治医师", "commitment_version": "2025", "commitment_signed_on": "2025-01-01",
        "commitment_form": "online",
    }  # fmt: skip

    def test_kept_and_known_again(self, desk: Desk) -> None:
        full = row("filings", person=ONE, **self.FULL)
        assert desk.outcomes("filings", full) == ["accepted"]
        filing = Filing.objects.get()
        assert {name: str(getattr(filing, name)) for name in self.FULL} == self.FULL
        assert desk.outcomes("filings", full, row("filings", person=ONE)) == ["duplicate", "duplicate"]
        assert desk.outcomes("filings", {**full, "job_title": "副主任医师"}) == ["refused already_filed"]

    def test_a_row_that_ends_it_need_not_repeat_anything(self, desk: Desk) -> None:
        desk.take("filings", row("filings", person=ONE, **self.FULL))
        ended = row("filings", person=ONE, role="", cancelled_on="2025-08-01", cancellation_reason="retired")
        assert desk.outcomes("filings", ended) == ["accepted"]
        assert FilingCancellation.objects.get().reason == "retired"
        assert desk.outcomes("filings", ended) == ["duplicate"]

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"commitment_form": ""}, "refused commitment_incomplete", id="half a commitment"),
            pytest.param(
                {"commitment_signed_on": "2025-01-03"}, "refused commitment_after_filing", id="signed too late"
            ),
            pytest.param({"category": "wizard"}, "refused code_unknown", id="a class that is none"),
            pytest.param(
                {"cancelled_on": "2025-08-01", "cancellation_reason": "bored"}, "refused code_unknown", id="no reason"
            ),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("filings", **{"person": ONE, **self.FULL, **cells}) == outcome
        assert not Filing.objects.exists()
