"""Two people of two provinces turn out to be one: what a province's node makes of national's log (D8, O23)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from registry.qualification.models import FilingPeriod, StandingInterval
from registry.qualification.selectors.standings import standing
from registry.qualification.services.standings import differing
from sync import follower, identity, keys, pages
from sync.models import Cursor
from sync.outbox import Draft
from sync.topics import NATIONAL
from tests.accounts import author
from tests.registry.ledger import BODIES, hospital, person, scoring
from tests.sync.conftest import GUIZHOU, LIAONING, NOW, Author, Federation

ANN, ALSO_ANN = person(1), person(2)


class Node:
    """Guizhou's database, and national's log in memory."""

    def __init__(self, federation: Federation) -> None:
        self.federation = federation
        self.national("person.issued", {"issued_for": GUIZHOU, "persons": [ANN]})
        self.national("person.issued", {"issued_for": LIAONING, "persons": [ALSO_ANN]})

    def national(self, topic: str, body: dict[str, Any]) -> str:
        statement = self.federation.national.state(topic, {**BODIES.get(topic, {}), **body})
        self.federation.log(statement)
        self.follow()
        return statement.id

    def liaoning(self, topic: str, body: dict[str, Any]) -> None:
        self.federation.log(self.federation.liaoning.state(topic, {**BODIES.get(topic, {}), **body}))
        self.follow()

    def own(self, topic: str, body: dict[str, Any]) -> str:
        """Say something at Guizhou; return the code of a refusal, or nothing."""
        draft = Draft(topic=topic, body={**BODIES.get(topic, {}), **body})
        (authored,) = author([draft], now=NOW)
        return authored.reason.code if authored.reason else ""

    def follow(self) -> None:
        after = Cursor.objects.get().position
        follower.apply_page(pages.read(self.federation.page(after), after=after), now=NOW)


@pytest.fixture
def node(db: None, settings: Any, tmp_path: Path) -> Node:
    settings.NODE_KEY = str(tmp_path / "node.key")
    own = keys.create(Path(settings.NODE_KEY))
    national = Author(NATIONAL)
    identity.init_province(GUIZHOU, own, "https://520000.example", national.key.public, now=NOW)
    return Node(Federation(national, Author(GUIZHOU, own)))


def decided(division: str, who: str, points: int, on: str) -> dict[str, Any]:
    place = {"person": who, "institution": hospital(division), "case_number": f"{division}-1"}
    return {**place, **scoring(points), "decided_on": on, "notice_served_on": on, "suspension_months": 6}


def status(who: str, *day: int) -> str:
    return standing(who, date(*day)).status.value


@pytest.mark.parametrize(
    ("there", "here", "expected"),
    [
        pytest.param(4, 4, "normal", id="4 + 4 stays below nine"),
        pytest.param(5, 4, "suspended", id="5 + 4 reaches nine"),
        pytest.param(6, 6, "terminated", id="6 + 6 reaches twelve"),
        pytest.param(10, 4, "terminated", id="suspended, and the other's 4 terminate"),
    ],
)
def test_points_of_both_are_added_up(node: Node, there: int, here: int, expected: str) -> None:
    record = {"code": hospital(GUIZHOU), "division": GUIZHOU}
    assert node.own("institution.recorded", record) == ""
    assert node.own("filing.opened", {"person": ANN, "institution": hospital(GUIZHOU)}) == ""
    assert node.own("decision.issued", decided(GUIZHOU, ANN, here, "2025-03-01")) == ""
    node.liaoning("decision.issued", decided(LIAONING, ALSO_ANN, there, "2025-06-20"))
    before = [status(who, 2026, 2, 28) for who in (ANN, ALSO_ANN)]
    merge = node.national("person.merged", {"absorbed": ANN, "into": ALSO_ANN, "merged_on": "2025-10-01"})
    assert [status(who, 2026, 2, 28) for who in (ANN, ALSO_ANN)] == before, "said on 1 March, whatever day it names"
    assert [status(who, 2026, 3, 1) for who in (ANN, ALSO_ANN)] == [expected] * 2
    assert {period.person_id for period in FilingPeriod.objects.all()} == {ANN, ALSO_ANN}
    assert differing([ANN, ALSO_ANN]) == []

    assert node.own("decision.issued", decided(GUIZHOU, ANN, 1, "2025-12-01")) == "person_merged"
    node.national("person.split", {"merge": merge})
    assert status(ANN, 2026, 3, 1) == "normal"
    assert FilingPeriod.objects.get().person_id == ANN
    assert differing([ANN, ALSO_ANN]) == []


def test_it_does_not_matter_what_comes_first(node: Node) -> None:
    node.national("person.merged", {"absorbed": ANN, "into": ALSO_ANN, "merged_on": "2025-10-01"})
    assert not StandingInterval.objects.exists()
    node.liaoning("decision.issued", decided(LIAONING, ANN, 5, "2025-03-01"))
    node.liaoning("decision.issued", {**decided(LIAONING, ALSO_ANN, 5, "2025-06-20"), "case_number": "2"})
    assert [status(who, 2026, 2, 28) for who in (ANN, ALSO_ANN)] == ["normal"] * 2
    assert [status(who, 2026, 3, 1) for who in (ANN, ALSO_ANN)] == ["suspended"] * 2
    assert differing([ANN, ALSO_ANN]) == []
