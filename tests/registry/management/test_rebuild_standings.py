"""The projection can be thrown away, and a wrong one is seen."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry.qualification.models import FilingPeriod, Measure, StandingInterval
from tests.registry.ledger import GUIZHOU, Ledger, person, projection


@pytest.fixture(autouse=True)
def _history(ledger: Ledger) -> None:
    ledger.open(1, 2, 3)
    ledger.say("filing.opened", GUIZHOU, {"person": person(1)})
    ledger.decide(10)
    ledger.decide(12, who=2)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("rebuild_standings", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_rebuilt_from_nothing() -> None:
    before = projection()
    for model in (StandingInterval, Measure, FilingPeriod):
        model.objects.all().delete()
    assert run() == "3 people rebuilt"
    assert projection() == before
    assert run("--check") == "3 people agree"


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda: StandingInterval.objects.filter(person_id=person(2)).delete(), id="a standing is missing"),
        pytest.param(lambda: Measure.objects.filter(person_id=person(2)).update(bar_years=1), id="a measure is milder"),
        pytest.param(
            lambda: StandingInterval.objects.filter(person_id=person(2)).update(reasons=[]), id="reasons are gone"
        ),
    ],
)
def test_a_difference_is_named_and_left_alone(spoil: object) -> None:
    spoil()
    before = projection()
    with pytest.raises(CommandError, match=person(2)) as caught:
        run("--check")
    assert caught.value.returncode == 1
    assert person(1) not in str(caught.value)
    assert projection() == before


def test_a_filing_period_of_nobody(ledger: Ledger) -> None:
    FilingPeriod.objects.update(institution="H1")
    with pytest.raises(CommandError, match="1 of 3 people"):
        run("--check")
