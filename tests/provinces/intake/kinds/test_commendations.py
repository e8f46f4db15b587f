"""Rows of commendations: recorded once, refused with the reason."""

import pytest

from tests.provinces.node import HOSPITAL, Desk, person, row

ONE = person(1)


class TestCommendations:
    def test_recorded_once(self, desk: Desk) -> None:
        rows = [row("commendations", person=ONE), row("commendations", person=ONE, title="好药师")]
        assert desk.outcomes("commendations", *rows) == ["accepted", "accepted"]
        assert desk.outcomes("commendations", *rows) == ["duplicate", "duplicate"]
        assert desk.outcome("commendations", person=ONE, document="另") == "refused commended_before"

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"title": ""}, "refused missing", id="for nothing"),
            pytest.param({"awarded_on": "2026-03-03"}, "refused date_implausible", id="tomorrow"),
            pytest.param({"institution": "H1"}, "refused institution_unknown", id="at an institution nobody knows"),
            pytest.param({"institution": HOSPITAL}, "accepted", id="at one of the own"),
            pytest.param({"person": person(77)}, "refused unknown_person", id="an ID nobody has"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("commendations", **{"person": ONE, **cells}) == outcome
