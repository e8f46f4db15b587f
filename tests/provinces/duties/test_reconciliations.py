"""An institution's own list against the standing of a day: every row answered, counts that add up (arts. 35, 46)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from provinces.duties import statuses
from provinces.duties.codes import DifferenceKind, DutyStep
from provinces.duties.models import Reconciliation, ReconciliationRow
from provinces.duties.selectors import clocks
from provinces.duties.services import reconciliations
from provinces.office import kinds
from provinces.office.codes import Duty
from provinces.office.models import Step
from registry.people.models import PersonCode
from registry.words.deadlines import DeadlineName, DeadlineState
from registry.words.lifelong_id import shown
from sync.wire.refusals import Refused
from tests.provinces.node import HOSPITAL, person
from tests.provinces.office import ANNA, SUSPENDING, OfficeDesk, at, officer
from tests.provinces.procedure.refusing import code

NOW = at(2026, 3, 20)
ON = date(2026, 3, 20)
HEADER = "终身编号,姓名,状态,起始日期"

type Rows = list[tuple[int, str, str, str, str]]


def run(content: str | bytes, **given: Any) -> Reconciliation:
    whole = {"institution": HOSPITAL, "on": ON, "name": "状态.csv", "acting": ANNA, "now": NOW, **given}
    data = content.encode() if isinstance(content, str) else content
    return reconciliations.run(whole.pop("institution"), data, **whole)


def listed(*rows: str, header: str = HEADER) -> str:
    return "\r\n".join([header, *rows, ""])


def counts(found: Reconciliation) -> tuple[int, int, int, int, int]:
    return found.rows_in, found.same, found.different, found.refused, found.missing


def differences(found: Reconciliation) -> list[tuple[int, str, str]]:
    return [(row.number, row.kind, row.person or row.code) for row in found.rows.all()]


ONE, TWO, THREE = person(1), person(2), person(3)
RIGHT = (f"{ONE},测试甲,暂停,2026/3/9", f"{TWO},测试乙,正常,", f"{THREE},测试丙,正常,2025-01-02")


@pytest.fixture
def suspended(office: OfficeDesk) -> OfficeDesk:
    """Person 1 is suspended from 9 March 2026 on; three are filed at the hospital."""
    office.issued(replace(SUSPENDING, suspension_months=2))
    return office


class TestComparing:
    def test_a_list_that_agrees(self, suspended: OfficeDesk) -> None:
        found = run(listed(*RIGHT))
        assert counts(found) == (3, 3, 0, 0, 0)
        assert (found.by, found.at, found.name, found.institution) == ("anna", NOW, "状态.csv", HOSPITAL)
        assert Step.objects.get(name=DutyStep.RECONCILED).on == ON

    @pytest.mark.parametrize(
        ("first", "kind"),
        [
            pytest.param(f"{ONE},,正常,", DifferenceKind.STATUS, id="they say normal, we say suspended"),
            pytest.param(f"{ONE},,终止,", DifferenceKind.STATUS, id="they say terminated"),
            pytest.param(f"{ONE},,暂停,2026-03-10", DifferenceKind.SINCE, id="another first day"),
            pytest.param(f"{ONE},,暂停,", None, id="no first day is none that differs"),
            pytest.param(f"{ONE},,suspended,2026-03-09", None, id="the status by its code"),
            pytest.param(f" {shown(ONE)},, 暂停 ,", None, id="blanks, and in groups of four"),
            pytest.param(f"{ONE},,,", DifferenceKind.UNKNOWN_THERE, id="no status there"),
        ],
    )
    def test_a_row(self, suspended: OfficeDesk, first: str, kind: DifferenceKind | None) -> None:
        found = run(listed(first, *RIGHT[1:]))
        assert counts(found) == (3, 2 if kind else 3, 1 if kind else 0, 0, 0)
        assert [row.kind for row in found.rows.all()] == ([kind] if kind else [])

    def test_both_sides_of_a_difference_are_kept(self, suspended: OfficeDesk) -> None:
        (row,) = run(listed(f"{ONE},,正常,2025-01-02", *RIGHT[1:])).rows.all()
        assert (row.number, row.person, row.theirs, row.ours) == (1, ONE, "normal", "suspended")
        assert (row.their_since, row.our_since) == (date(2025, 1, 2), date(2026, 3, 9))

    def test_of_the_day_asked_about(self, suspended: OfficeDesk) -> None:
        before = run(listed(f"{ONE},,正常,", *RIGHT[1:]), on=date(2026, 3, 8))
        assert counts(before) == (3, 3, 0, 0, 0)

    def test_a_term_that_is_over_does_not_begin_anew(self, suspended: OfficeDesk) -> None:
        later = at(2026, 8, 3)
        assert counts(run(listed(*RIGHT), on=date(2026, 8, 3), now=later)) == (3, 3, 0, 0, 0)

    def test_who_is_missing_unknown_or_not_filed(self, suspended: OfficeDesk) -> None:
        suspended.desk.people(4)
        found = run(listed(f"{TWO},,正常,", f"{person(4)},,正常,", f"{person(77)},,正常,"))
        assert counts(found) == (3, 1, 2, 0, 2)
        assert differences(found) == [
            (0, "missing_there", ONE), (0, "missing_there", THREE), (2, "not_filed_here", person(4)),
            (3, "unknown_here", ""),
        ]  # fmt: skip

    def test_what_cannot_be_read_is_refused_row_by_row(self, suspended: OfficeDesk) -> None:
        third = f"{THREE},,正常,"
        bad = (f"{ONE},,停牌,", "1234,,正常,", f"{TWO},,正常,2026-02-30", third, third, ",某某,正常,", "x")
        found = run(listed(*bad))
        assert counts(found) == (7, 1, 0, 6, 1)
        assert [(row.number, row.code) for row in found.rows.filter(kind="unreadable")] == [
            (1, "unknown_status"), (2, "malformed_id"), (3, "date_unreadable"), (5, "person_listed_before"),
            (6, "nobody_in_row"), (7, "row_malformed"),
        ]  # fmt: skip
        assert all(row.sentence and row.sentence_zh for row in found.rows.filter(kind="unreadable"))

    def test_no_name_and_no_unknown_cell_is_kept(self, suspended: OfficeDesk) -> None:
        found = run(listed("测试甲,某某人,正常,", f"{ONE},某某人,暂停,", header="人员代码,姓名,状态,起始日期"))
        assert counts(found)[:4] == (2, 0, 2, 0)
        kept = [*Reconciliation.objects.values(), *ReconciliationRow.objects.values()]
        assert not any("某某人" in str(value) or "测试甲" in str(value) for row in kept for value in row.values())


class TestCodes:
    HEADER = "person,system,code,status"

    @pytest.mark.parametrize(
        ("first", "outcome"),
        [
            pytest.param(",,d1,暂停", None, id="a code"),
            pytest.param(",s,d1,暂停", None, id="a code and its system"),
            pytest.param(f"{ONE},s,d1,暂停", None, id="both agree"),
            pytest.param(f"{ONE},s,d2,暂停", "person_mismatch", id="of another person"),
            pytest.param(",,twice,暂停", "code_of_several", id="of two people"),
            pytest.param(",t,twice,暂停", "unknown_here", id="nobody of this system"),
        ],
    )
    def test_a_person_by_code(self, suspended: OfficeDesk, first: str, outcome: str | None) -> None:
        for number, system in ((1, "u"), (2, "v")):
            PersonCode.objects.create(person_id=person(number), system=system, code="twice", recorded_at=NOW)
        found = run(listed(first, ",,d2,正常", ",,d3,正常", header=self.HEADER))
        assert found.same == (3 if outcome is None else 2)
        assert [row.code or row.kind for row in found.rows.filter(number=1)] == ([outcome] if outcome else [])


class TestFiles:
    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(listed(*RIGHT).encode(), id="UTF-8"),
            pytest.param(listed(*RIGHT).encode("utf-8-sig"), id="UTF-8 with a mark"),
            pytest.param(listed(*RIGHT).encode("gb18030"), id="as spreadsheets here write it"),
            pytest.param(listed(*RIGHT, header='"person","name","status","since"').encode("gb18030"), id="quoted"),
            pytest.param(listed(*RIGHT, header="国家医保相关人员代码,姓名,登记备案状态,状态起始日期".replace(
                "国家医保相关人员代码", "终身编号")).replace("\r\n", "\n").encode("gb18030"), id="other words, LF"),
        ],
    )  # fmt: skip
    def test_is_read_as_it_is_written_here(self, suspended: OfficeDesk, content: bytes) -> None:
        assert counts(run(content)) == (3, 3, 0, 0, 0)

    @pytest.mark.parametrize(
        ("content", "refusal"),
        [
            (b"", "file_empty"),
            (listed(*RIGHT, header="终身编号,身份证号,状态,起始日期").encode(), "columns_unknown"),
            (listed("x,y", header="终身编号,起始日期").encode(), "columns_missing"),
            (listed("正常", header="状态").encode(), "nobody_in_columns"),
            (listed(*RIGHT).encode("utf-16-le"), "encoding_unknown"),
            (listed('"' + ONE + ",,正常,").encode(), "quote_unclosed"),
            (b"x" * (5 * 1024 * 1024 + 1), "file_too_large"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_refuses_the_file(self, suspended: OfficeDesk, content: bytes, refusal: str) -> None:
        assert code(lambda: run(content)) == refusal

    def test_says_which_columns_in_the_words_of_such_lists(self, suspended: OfficeDesk) -> None:
        with pytest.raises(Refused) as rejected:
            run(listed("x,y", header="终身编号,起始日期").encode())
        assert rejected.value.reason.sentence_zh == (
            "缺少的列：状态/status。应为：终身编号/person,代码系统/system,人员代码/code,姓名/name,状态/status,起始日期/since。"
        )

    def test_bytes_of_another_encoding_refuse_the_file(self, suspended: OfficeDesk) -> None:
        mixed = listed(*RIGHT).encode() + f"{person(77)},测试丁,正常,\r\n".encode("gb18030")
        assert code(lambda: run(mixed)) == "encoding_mixed"

    def test_all_words_of_the_procedure_are_known(self) -> None:
        assert set(statuses.WORDS) == {"normal", "正常", "suspended", "暂停", "terminated", "终止"}


class TestRun:
    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"on": date(2026, 3, 21)}, "in_the_future"),
            ({"on": date(1999, 1, 1)}, "date_implausible"),
            ({"institution": "H999"}, "institution_unknown"),
            ({"acting": officer("ben", Duty.APPROVE)}, "duty_missing"),
        ],
    )
    def test_refuses(self, suspended: OfficeDesk, given: dict[str, Any], refusal: str) -> None:
        assert code(lambda: run(listed(*RIGHT), **given)) == refusal

    def test_never_changed_and_always_adding_up(self, suspended: OfficeDesk) -> None:
        run(listed(f"{ONE},,正常,"))
        for table in (Reconciliation, ReconciliationRow):
            for attempt in (
                lambda table=table: table.objects.update(id=9),
                lambda table=table: table.objects.all().delete(),
            ):
                with pytest.raises(DatabaseError), transaction.atomic():
                    attempt()
        wrong = Reconciliation.objects.get()
        wrong.pk, wrong.same = None, wrong.same + 1
        with pytest.raises(IntegrityError, match="adds_up"), transaction.atomic():
            wrong.save(force_insert=True)

    def test_next_due_only_where_the_pack_sets_months(self, suspended: OfficeDesk) -> None:
        assert clocks.next_reconciliation(HOSPITAL, ON) is None
        suspended.sets(date(2026, 1, 1), deadlines__reconciliation_months=2)
        assert clocks.next_reconciliation(HOSPITAL, ON) == date(2026, 3, 1)

        def states() -> list[tuple[DeadlineState, date | None, str]]:
            return [
                (clock.state, clock.deadline.due_on, clock.work.pk)
                for clock in kinds.due(ON)
                if clock.deadline.name is DeadlineName.RECONCILIATION
            ]

        assert states() == [(DeadlineState.LATE, date(2026, 3, 1), HOSPITAL)]
        run(listed(*RIGHT))
        assert states() == [(DeadlineState.RUNNING, date(2026, 5, 20), HOSPITAL)]
