"""One thing in two writings: held on the own node, whichever file says it, and nothing follows from it (O21)."""

from registry.qualification.models import Annulment, Cascade, CascadeLift, Decision, NoticeServed, Objection
from registry.qualification.selectors.standings import standing
from registry.words.statuses import Status
from sync.models import OutboxItem, Statement
from tests.provinces.node import NOW, Desk, person, row

ONE = person(1)
AS_SIGNED, OTHERWISE = "黔医保罚〔2025〕1号", "黔医保罚[2025]1号"


def test_five_points_stay_five_under_other_brackets(desk: Desk) -> None:
    rows = [row("decisions", person=ONE, case_number=number) for number in (AS_SIGNED, OTHERWISE)]
    assert desk.outcomes("decisions", *rows) == ["accepted", "held written_otherwise"]
    assert standing(ONE, NOW.date()).status is Status.NORMAL
    held = Statement.objects.get(status="held")
    assert OutboxItem.objects.filter(statement=held).exists()  # national's humans see it

    # The same row again is the same question, and the first writing is known.
    assert desk.outcomes("decisions", *rows) == ["duplicate", "held written_otherwise"]
    assert Statement.objects.filter(topic="decision.issued").count() == 2
    assert Decision.objects.in_force().count() == 1


def test_a_row_that_names_a_decision_in_another_writing_waits(desk: Desk) -> None:
    desk.outcomes("decisions", row("decisions", person=ONE, case_number=AS_SIGNED))
    for kind, model in (("annulments", Annulment), ("notices", NoticeServed), ("objections", Objection)):
        about = {} if kind == "annulments" else {"person": ONE}
        assert desk.outcomes(kind, row(kind, case_number=OTHERWISE, **about)) == ["held written_otherwise"], kind
        assert not model.objects.exists()
    answer = desk.answers("annulments", row("annulments", case_number=OTHERWISE))[0]
    assert answer.field == "case_number"
    assert AS_SIGNED in answer.sentence_zh
    assert desk.outcomes("annulments", row("annulments", case_number=AS_SIGNED)) == ["accepted"]


def test_a_cascade_lifted_under_other_brackets_is_no_second_cascade(desk: Desk) -> None:
    applied = row("cascades", person=ONE, reference="黔联〔2025〕1号")
    assert desk.outcomes("cascades", applied) == ["accepted"]
    lifted = {**applied, "reference": "黔联［2025］1号", "lifted_on": "2025-08-01"}
    assert desk.outcomes("cascades", lifted) == ["held written_otherwise"]
    assert (Cascade.objects.count(), CascadeLift.objects.count()) == (1, 0)
    assert desk.outcomes("cascades", {**applied, "lifted_on": "2025-08-01"}) == ["accepted"]
    assert standing(ONE, NOW.date()).status is Status.NORMAL


def test_an_agreement_ended_under_another_number_is_no_second_agreement(desk: Desk) -> None:
    recorded = row("agreements", number="协议〔2025〕1号")
    assert desk.outcomes("agreements", recorded) == ["accepted"]
    ended = {**recorded, "number": "协议(2025)1号", "ended_on": "2025-07-01"}
    assert desk.outcomes("agreements", ended) == ["held written_otherwise"]
    assert desk.outcomes("agreements", {**recorded, "number": "协议(2025)1号"}) == ["held written_otherwise"]
