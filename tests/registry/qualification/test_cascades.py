"""Cascades: a status without points, and its end (art. 34)."""

from datetime import date
from typing import Any

import pytest

from registry.qualification.models import StandingInterval
from registry.qualification.selectors.standings import standing
from registry.words.statuses import Status
from tests.registry.ledger import CHONGQING, GUIZHOU, Ledger, hospital, person

ANN = person(1)


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1, 2)


def apply(ledger: Ledger, author: str = GUIZHOU, **body: Any) -> Any:
    return ledger.say("cascade.applied", author, {"person": ANN, **body})


@pytest.mark.parametrize("status", ["suspended", "terminated"])
def test_from_its_first_day_until_it_is_lifted(ledger: Ledger, status: str) -> None:  # D24
    cascade = apply(ledger, status=status, institution=hospital(GUIZHOU))
    assert standing(ANN, date(2030, 1, 1)).status == status
    ledger.say("cascade.lifted", GUIZHOU, {"cascade": str(cascade.id)})
    assert [standing(ANN, date(2025, *day)).status for day in ((4, 30), (5, 1), (7, 31), (8, 1))] == [
        "normal", status, status, "normal",
    ]  # fmt: skip
    assert StandingInterval.objects.get().to_on == date(2025, 8, 1)


def test_the_strictest_holds(ledger: Ledger) -> None:  # O14
    apply(ledger, status="terminated")
    ledger.decide(9)
    found = standing(ANN, date(2025, 7, 1))
    assert found.status is Status.TERMINATED
    assert [reason.status for reason in found.reasons] == [Status.TERMINATED, Status.SUSPENDED]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param({"person": person(9)}, "unknown_person", id="nobody has this ID"),
        pytest.param({"institution": "H999"}, "institution_unknown", id="not recorded"),
        pytest.param({"institution": hospital(CHONGQING)}, "institution_out_of_scope", id="another's"),
        pytest.param({"status": "normal"}, "cascade_status_unknown", id="normal is no cascade"),
        pytest.param({"status": "frozen"}, "code_unknown", id="no status"),
        pytest.param({"applied_on": "1949-12-31"}, "date_implausible", id="long ago"),
        pytest.param({"applied_on": "2226-01-01"}, "date_implausible", id="centuries ahead"),
        pytest.param({"reference": ""}, "text_blank", id="without a reference"),
    ],
)
def test_refused(ledger: Ledger, body: dict[str, Any], code: str) -> None:
    assert ledger.refusal("cascade.applied", GUIZHOU, {"person": ANN, **body}).reason.code == code


def test_a_reference_is_used_once_by_each_author_for_each_person(ledger: Ledger) -> None:
    items = [ledger.item("cascade.applied", GUIZHOU, {"person": ANN}) for _ in range(2)]
    assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [None, "reference_used"]
    apply(ledger)
    assert ledger.refusal("cascade.applied", GUIZHOU, {"person": ANN}).reason.code == "reference_used"
    apply(ledger, person=person(2))
    apply(ledger, CHONGQING)


def test_another_writing_of_a_reference_is_held(ledger: Ledger) -> None:
    ledger.say("cascade.applied", GUIZHOU, {"person": ANN, "reference": "黔联〔2025〕1号"})
    rejected = ledger.refusal("cascade.applied", GUIZHOU, {"person": ANN, "reference": "黔联[2025]01号"})
    assert (rejected.reason.code, rejected.reason.field, rejected.held) == ("written_otherwise", "reference", True)
    ledger.say("cascade.applied", CHONGQING, {"person": ANN, "reference": "黔联[2025]01号"})


@pytest.mark.parametrize("reference", ["黔联\u200b1号", "黔联\u00ad1号", "黔联\u200f1号"])
def test_what_a_file_may_not_say_no_statement_says(ledger: Ledger, reference: str) -> None:
    rejected = ledger.refusal("cascade.applied", GUIZHOU, {"person": ANN, "reference": reference})
    assert (rejected.reason.code, rejected.reason.field, rejected.held) == (
        "text_forbidden_character", "reference", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("author", "body", "code"),
    [
        pytest.param(CHONGQING, {}, "not_the_author", id="by another division"),
        pytest.param(GUIZHOU, {"cascade": "00000000-0000-7000-8000-00000000ffff"}, "unknown_cascade", id="nothing"),
        pytest.param(GUIZHOU, {"lifted_on": "2025-04-30"}, "dates_out_of_order", id="before it began"),
        pytest.param(GUIZHOU, {"lifted_on": "2999-12-31"}, "date_implausible", id="centuries ahead"),
    ],
)
def test_lift_refused(ledger: Ledger, author: str, body: dict[str, Any], code: str) -> None:
    cascade = apply(ledger)
    assert ledger.refusal("cascade.lifted", author, {"cascade": str(cascade.id), **body}).reason.code == code


def test_lifted_once(ledger: Ledger) -> None:
    cascade = str(apply(ledger).id)
    items = [ledger.item("cascade.lifted", GUIZHOU, {"cascade": cascade}) for _ in range(2)]
    assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [None, "already_lifted"]
    ledger.say("cascade.lifted", GUIZHOU, {"cascade": cascade})
    assert ledger.refusal("cascade.lifted", GUIZHOU, {"cascade": cascade}).reason.code == "already_lifted"


def test_what_is_held_cannot_be_lifted(ledger: Ledger) -> None:
    cascade = ledger.say("cascade.applied", GUIZHOU, {"person": ANN}, status="pending")
    ledger.set_status(cascade, "held")
    assert ledger.refusal("cascade.lifted", GUIZHOU, {"cascade": str(cascade.id)}).reason.code == "not_in_force"
