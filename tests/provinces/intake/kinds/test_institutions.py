"""Rows of institutions and their agreements: recorded once, ended by a later file, refused with the reason."""

import pytest

from registry.institutions.models import Agreement, AgreementEnd, Institution
from tests.provinces.node import Desk, person, row


class TestInstitutions:
    def test_recorded_once(self, desk: Desk) -> None:
        assert desk.outcome("institutions") == "duplicate"
        assert desk.outcome("institutions", name="新名医院") == "accepted"
        assert Institution.objects.get().name == "新名医院"

    def test_renamed_twice_in_one_file_the_last_name_stays(self, desk: Desk) -> None:
        names = ("甲医院", "乙医院", "甲医院", "甲医院")
        rows = [row("institutions", name=name) for name in names]
        assert desk.outcomes("institutions", *rows) == ["accepted", "accepted", "accepted", "duplicate"]
        assert Institution.objects.get().name == "甲医院"

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"division": "500100"}, "refused institution_out_of_scope", id="another province's"),
            pytest.param({"division": "990000"}, "refused division_unknown", id="no division"),
            pytest.param({"kind": "sanatorium"}, "refused code_unknown", id="a kind that is none"),
            pytest.param({"name": ""}, "refused missing", id="no name"),
            pytest.param({"name": "医" * 201}, "refused too_long", id="a name too long"),
            pytest.param({"name": "a\x00"}, "refused forbidden_character", id="NUL"),
            pytest.param({"name": "=cmd|'/c calc'!A1"}, "accepted", id="a formula is a name like any other"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("institutions", **cells) == outcome


class TestAgreements:
    def test_recorded_then_ended_by_a_later_file(self, desk: Desk) -> None:
        agreement = row("agreements")
        assert desk.outcomes("agreements", agreement, agreement) == ["accepted", "duplicate"]
        ended = {**agreement, "ended_on": "2025-07-01", "end_reason": "停业"}
        assert desk.outcomes("agreements", ended) == ["accepted"]
        assert desk.outcomes("agreements", agreement, ended) == ["duplicate", "duplicate"]
        assert desk.outcomes("agreements", {**agreement, "ended_on": "2025-08-01"}) == [
            "refused agreement_ended_before"
        ]
        assert desk.outcomes("agreements", {**agreement, "valid_to": "2027-01-01"}) == ["refused agreement_number_used"]
        assert AgreementEnd.objects.get().reason == "停业"

    def test_filings_lie_within(self, desk: Desk) -> None:
        desk.take("agreements", row("agreements", ended_on="2025-07-01"))
        days = ("2024-12-31", "2025-01-02", "2025-07-01")
        rows = [row("filings", person=person(number), opened_on=day) for number, day in enumerate(days, 1)]
        assert desk.outcomes("filings", *rows) == [
            "refused agreement_not_in_force", "accepted", "refused agreement_not_in_force",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"institution": "H1"}, "refused institution_unknown", id="of one nobody knows"),
            pytest.param({"valid_to": "2024-12-31"}, "refused dates_out_of_order", id="ends before it begins"),
            pytest.param({"ended_on": "2024-12-31"}, "refused dates_out_of_order", id="ended before it begins"),
            pytest.param({"ended_on": "2026-06-01"}, "refused dates_out_of_order", id="ended after its term"),
            pytest.param({"number": ""}, "refused missing", id="no number"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("agreements", **cells) == outcome
        assert not Agreement.objects.exists()
