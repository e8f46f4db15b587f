"""A run over a file: batches, breaking off and going on, running again, what was held before."""

import io
import tracemalloc
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provinces.files.models import IntakeFile, IntakeRow
from provinces.intake.services import intake, runs
from provinces.intake.services.runs import Taken
from registry.institutions.models import Institution
from registry.qualification.models import Cascade, Decision
from sync import matters, outbox, topics
from sync.models import OutboxItem, Statement
from sync.wire.refusals import FormatRefused, Reason, Refused
from tests.accounts import account, approve
from tests.provinces.node import CLERK, NOW, Desk, person, row, table


def cascades(count: int) -> list[dict[str, str]]:
    return [row("cascades", person=person(1 + number % 3), reference=f"R{number}") for number in range(count)]


def take_file(data: bytes, kind: str = "cascades", **options) -> Taken:
    """Have one account bring a file in, and another approve it."""
    taken = propose_file(data, kind, **options)
    if taken.proposal:
        approve(taken.proposal, now=NOW)
        taken = replace(taken, file=IntakeFile.objects.get(proposal=taken.proposal))
    return taken


def propose_file(data: bytes, kind: str = "cascades", **options) -> Taken:
    account(CLERK)
    return intake.take_file(kind, io.BytesIO(data), name="x.csv", acting=CLERK, clock=lambda: NOW, **options)


class BrokenOffError(Exception):
    """The process was killed."""


def break_off(monkeypatch: pytest.MonkeyPatch, batches: int) -> None:
    """Have a run die inside the batch after so many."""
    author, calls = outbox.author, iter(range(batches))

    def dying(*args, **kwargs):
        authored = author(*args, **kwargs)
        if next(calls, None) is None:
            raise BrokenOffError
        return authored

    monkeypatch.setattr(outbox, "author", dying)


class TestBreakingOff:
    def test_a_run_goes_on_where_it_was_broken_off(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(runs, "BATCH", 10)
        proposal = propose_file(table("cascades", cascades(35))).proposal
        assert proposal is not None
        with monkeypatch.context() as patch:
            break_off(patch, 2)
            with pytest.raises(BrokenOffError):
                approve(proposal, now=NOW)
        answered = IntakeRow.objects.filter(file__kind="cascades", file__rehearsed=False)
        assert Cascade.objects.count() == answered.count() == 20
        assert matters.carry_out_approved(now=NOW) == 1, "the worker takes it up"
        file = IntakeFile.objects.get(proposal=proposal)
        assert (file.rows_in, file.accepted, file.duplicate) == (35, 35, 0)
        assert Cascade.objects.count() == OutboxItem.objects.filter(statement__topic="cascade.applied").count() == 35
        assert matters.carry_out_approved(now=NOW) == 0

    def test_a_run_that_binds_nobody_is_gone_on_with(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(runs, "BATCH", 10)
        institutions = [row("institutions", institution=f"H{number:011d}") for number in range(35)]
        data = table("institutions", institutions)
        with monkeypatch.context() as patch:
            break_off(patch, 2)
            with pytest.raises(BrokenOffError):
                take_file(data, "institutions")
        seen = []
        taken = take_file(data, "institutions", on_progress=lambda at: seen.append((at.done, at.rows)))
        assert taken.resumed
        assert (taken.file.rows_in, taken.file.accepted, taken.file.duplicate) == (35, 35, 0)
        assert seen == [(10, 35), (20, 35), (30, 35), (35, 35)]

    def test_a_finished_run_again_is_a_new_run(self, desk: Desk) -> None:
        data = table("cascades", cascades(5))
        first, second = take_file(data), take_file(data)
        assert not second.resumed
        assert first.file != second.file
        assert (second.file.accepted, second.file.duplicate) == (0, 5)
        assert Cascade.objects.count() == 5

    def test_persons_recorded_and_not_answered_do_not_exist(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        from provinces.intake.services import intake_persons

        people = [{"system": "nhsa", "code": f"D52010000000{number}"} for number in range(5)]

        def dying(*args, **kwargs):
            raise BrokenOffError

        with monkeypatch.context() as patch:
            patch.setattr(intake_persons, "record", dying)
            with pytest.raises(BrokenOffError):
                desk.take("persons", *people)
        assert not IntakeRow.objects.filter(file__kind="persons").exists()
        assert desk.outcomes("persons", *people) == ["accepted"] * 5

    def test_rows_answered_by_another_process_meanwhile_are_left_alone(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows = [row("institutions", institution=f"H{number:011d}") for number in range(3)]
        from provinces.intake import selectors

        answered, calls = selectors.answered, iter([set()])
        monkeypatch.setattr(selectors, "answered", lambda *args: next(calls, None) or answered(*args))
        file = IntakeFile.objects.create(
            kind="institutions", name="x", digest=intake_digest(rows), acting="other", started_at=NOW, rows_in=3
        )
        IntakeRow.objects.create(file=file, number=2, outcome="refused", code="missing")
        assert desk.outcomes("institutions", *rows) == ["accepted", "refused missing", "accepted"]
        assert Institution.objects.count() == 3


def intake_digest(rows: list[dict[str, str]]) -> bytes:
    import hashlib
    import json

    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


class TestCounting:
    def test_rows_that_cannot_be_read_are_answered_too(self, desk: Desk) -> None:
        data = table("cascades", []) + b"\n"
        good = f"R1,{person(1)},,,,suspended,,,,2025-05-01,2025-05-01,\n".encode()
        taken = take_file(data + good + b"1,2\n" + good + b",,,,,,,,,,,\n")
        answers = [(answer.outcome, answer.code) for answer in taken.answers()]
        assert answers == [
            ("accepted", ""),
            ("refused", "row_malformed"),
            ("duplicate", ""),
            ("refused", "missing"),
        ]
        assert (taken.file.rows_in, taken.file.refused) == (4, 2)

    def test_no_rows_at_all(self, desk: Desk) -> None:
        taken = desk.take("cascades")
        assert taken.file.rows_in == 0
        assert taken.file.finished_at == NOW

    def test_the_database_refuses_counts_that_do_not_add_up(self, desk: Desk) -> None:
        file = desk.take("cascades", *cascades(2)).file
        with pytest.raises(IntegrityError), transaction.atomic():
            IntakeFile.objects.filter(pk=file.pk).update(accepted=F("accepted") + 1)

    def test_unknown_columns_are_refused_before_anything_is_done(self, desk: Desk) -> None:
        with pytest.raises(FormatRefused) as refused:
            desk.take("cascades", {"reference": "R1", "points": "5"})
        assert refused.value.reason.code == "columns_unknown"
        assert not IntakeFile.objects.filter(kind="cascades").exists()

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_whatever_a_file_holds_every_row_has_one_answer(self, desk: Desk, data: st.DataObject) -> None:
        cell = st.sampled_from(["", "R1", "R2", "2025-05-01", "2025-06-01", "suspended", "x\x00", person(1), person(2)])
        one = st.fixed_dictionaries(dict.fromkeys(row("cascades", person=""), cell))
        rows = data.draw(st.lists(one, max_size=12))
        desk.answers("cascades", *rows)
        again = desk.outcomes("cascades", *rows)
        assert "accepted" not in again


class TestHeldBefore:
    @pytest.fixture
    def holding(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Have every decision held, as one that another province has made would be."""
        topic = topics.find("decision.issued")
        assert topic is not None
        why = Reason(code="same_penalty", sentence="A human must look.", sentence_zh="须核实")
        held = Refused(why, held=True)
        monkeypatch.setattr(type(topic.handler), "check", lambda self, items, now: [held for _ in items])

    def test_held_passes_through_and_is_not_said_twice(self, desk: Desk, holding: None) -> None:
        decision = row("decisions", person=person(1))
        first = desk.answers("decisions", decision, decision)
        said = [(each.outcome, each.code, each.sentence_zh) for each in first]
        assert said == [("held", "same_penalty", "须核实")] * 2
        assert first[0].statement_id == first[1].statement_id == Statement.objects.get(status="held").pk
        again = desk.answers("decisions", decision)[0]
        assert (again.outcome, again.code, again.statement_id) == ("held", "same_penalty", first[0].statement_id)
        assert not Decision.objects.exists()
        assert Statement.objects.filter(topic="decision.issued").count() == 1

    def test_a_new_filing_held_has_no_end_yet(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        topic = topics.find("filing.opened")
        assert topic is not None
        why = Refused(Reason(code="look", sentence="Look.", sentence_zh="看"), held=True)
        filing = row("filings", person=person(1), cancelled_on="2025-03-01")
        with monkeypatch.context() as patch:
            patch.setattr(type(topic.handler), "check", lambda self, items, now: [why for _ in items])
            assert desk.outcomes("filings", filing) == ["held look"]
        assert not Statement.objects.filter(topic="filing.cancelled").exists()


def test_what_national_refused_is_tried_again(desk: Desk) -> None:
    decision = row("decisions", person=person(1))
    desk.take("decisions", decision)
    Statement.objects.filter(topic="decision.issued").update(status="refused")
    assert desk.outcomes("decisions", decision) == ["accepted"]
    assert desk.outcomes("decisions", decision) == ["duplicate"]


def test_a_large_file_needs_no_more_memory_than_a_batch(desk: Desk) -> None:
    def peak(count: int) -> int:
        rows = [row("filings", person="1", opened_on=f"2025-01-{1 + n % 28:02d}") for n in range(count)]
        data = io.BytesIO(table("filings", rows))
        tracemalloc.start()
        intake.take_file("filings", data, name="x.csv", acting=CLERK, clock=lambda: NOW)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(600)  # what is loaded once
    assert peak(6_000) < 1.5 * peak(1_500)


def test_queries_grow_with_batches_and_not_with_rows(desk: Desk, django_assert_max_num_queries) -> None:
    desk.people(*range(10, 410))
    rows = [row("cascades", person=person(number), reference=f"R{number}") for number in range(10, 410)]
    desk.take("cascades", *rows[:3])
    with django_assert_max_num_queries(180):  # rehearsed, and carried out
        assert desk.outcomes("cascades", *rows) == ["duplicate"] * 3 + ["accepted"] * 397
    with django_assert_max_num_queries(120):
        assert set(desk.outcomes("cascades", *rows)) == {"duplicate"}
