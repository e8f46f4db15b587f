"""`publish_pack --impact`: whom a draft would move and how, before it is signed; nothing is written."""

import json
import tomllib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registry.packs.models import RulePack
from registry.qualification.models import Measure, StandingInterval
from registry.qualification.selectors import impact
from registry.qualification.services.packs import body_of
from registry.words.lifelong_id import shown
from sync.models import Statement
from tests.registry.ledger import CHONGQING, GUIZHOU, NATIONAL, Ledger, person

MONTHS = """
division = "520000"
version = "draft"
valid_from = 2025-07-01

[parameters.months]
9 = {{ value = {nine}, source = "a draft" }}
10 = {{ value = {ten}, source = "a draft" }}
"""


@pytest.fixture(autouse=True)
def _lives(ledger: Ledger, time_machine: Any) -> None:
    """Six people at Guizhou, one at Chongqing; on 5 October 2025 all but two are suspended."""
    time_machine.move_to("2025-10-05T12:00:00+08:00", tick=False)
    ledger.open(*range(1, 8))
    ledger.decide(10, who=1, decided_on="2025-07-10")
    ledger.decide(9, who=2, decided_on="2025-07-10")
    ledger.decide(8, who=3, decided_on="2025-07-10")
    ledger.decide(10, who=4, decided_on="2025-06-30")
    ledger.decide(10, CHONGQING, who=5, decided_on="2025-07-10")
    ledger.decide(9, who=6, decided_on="2025-07-10")
    ledger.say("restoration.assessed", GUIZHOU,
               {"person": person(6), "assessed_on": "2025-09-11", "effective_on": "2025-09-12"})  # fmt: skip


def draft(folder: Path, *, nine: int = 2, ten: int = 3) -> Path:
    path = folder / "draft.toml"
    path.write_text(MONTHS.format(nine=nine, ten=ten))
    return path


def compared(path: Path) -> dict[str, Any]:
    out = StringIO()
    call_command("publish_pack", path, "--impact", "--json", stdout=out)
    return json.loads(out.getvalue())


def stored() -> tuple[Any, ...]:
    return (
        Statement.objects.count(),
        RulePack.objects.count(),
        list(StandingInterval.objects.order_by("pk").values()),
        list(Measure.objects.order_by("pk").values()),
    )


def test_a_draft_that_says_what_holds_moves_nobody(tmp_path: Path) -> None:
    found = compared(draft(tmp_path))
    assert (found["compared"], found["moved"], found["moves"]) == (4, 0, [])


def test_longer_terms(tmp_path: Path) -> None:
    found = compared(draft(tmp_path, nine=4, ten=5))
    assert found["today"] == "2025-10-05"
    assert found["kinds"] == {"stricter": 1, "milder": 0, "longer": 2, "shorter": 0, "other_days": 0}
    assert {move["person"]: move["kind"] for move in found["moves"]} == {
        person(1): "longer",
        person(2): "longer",
        person(6): "stricter",
    }, "the sixth was restored before the longer term would be over: that would end nothing (O27)"
    first = next(move for move in found["moves"] if move["person"] == person(1))
    assert first["before"]["term_ends_on"] == "2025-10-10"
    assert first["after"]["term_ends_on"] == "2025-12-10"


def test_shorter_terms(tmp_path: Path) -> None:
    kinds = compared(draft(tmp_path, nine=1, ten=2))["kinds"]
    assert kinds["shorter"] == 2
    assert kinds["milder"] == 0, "nobody is freed by the passing of time"


def test_another_start_frees_or_suspends_today(tmp_path: Path, ledger: Ledger) -> None:
    ledger.decide(9, who=7, decided_on="2025-10-01")
    path = tmp_path / "starts.toml"
    starts = 'division = "520000"\nversion = "{0}"\nvalid_from = 2025-10-01\n[parameters.term_starts]\n'
    starts += 'value = "{1}"\nsource = "a draft"\n' + MONTHS[MONTHS.index("[parameters.months]") :]
    path.write_text(starts.format("1", "first_of_next_month", nine=2, ten=3))
    milder = compared(path)["moves"]
    assert [(move["person"], move["kind"], move["after"]["status"]) for move in milder] == [
        (person(7), "milder", "normal")
    ]
    ledger.say("pack.published", NATIONAL, body_of(tomllib.loads(path.read_text())))
    path.write_text(starts.format("2", "decided_on", nine=2, ten=3))
    stricter = compared(path)["moves"]
    assert [(move["person"], move["kind"], move["after"]["status"]) for move in stricter] == [
        (person(7), "stricter", "suspended")
    ]


def test_nothing_is_written(tmp_path: Path) -> None:
    before = stored()
    compared(draft(tmp_path, nine=4, ten=5))
    assert stored() == before


def test_the_table_names_people_by_their_ids_and_counts_them(tmp_path: Path) -> None:
    out = StringIO()
    call_command("publish_pack", draft(tmp_path, nine=4, ten=5), "--impact", stdout=out)
    text = out.getvalue()
    assert shown(person(1)) in text
    assert "suspended 2025-10-10 → suspended 2025-12-10" in text
    assert "3 of 4 people would be moved; nothing was written" in text


def test_portions_do_not_change_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = compared(draft(tmp_path, nine=4, ten=5))
    monkeypatch.setattr(impact, "AT_ONCE", 1)
    assert compared(draft(tmp_path, nine=4, ten=5)) == whole


def test_a_pack_that_does_not_hold_its_own_examples_has_no_impact(tmp_path: Path) -> None:
    path = draft(tmp_path)
    path.write_text(
        path.read_text() + '[[examples]]\ntitle = "x"\nexpect = { on = 2025-01-01, status = "suspended" }\n'
    )
    with pytest.raises(CommandError, match="pack_example_differs"):
        call_command("publish_pack", path, "--impact")


def test_json_belongs_to_impact(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--json goes with --impact"):
        call_command("publish_pack", draft(tmp_path), "--json")
    assert not RulePack.objects.exists()


def test_a_phase_in_moves_who_is_filed(tmp_path: Path, ledger: Ledger) -> None:
    ledger.say("filing.opened", GUIZHOU, {"person": person(7), "category": "nursing", "opened_on": "2025-07-01"})
    path = tmp_path / "draft.toml"
    path.write_text(MONTHS.format(nine=2, ten=3)
                    + '[parameters.phase_in.nursing]\nvalue = 2026-01-01\nsource = "a draft"\n')  # fmt: skip
    assert compared(path)["compared"] == 5
