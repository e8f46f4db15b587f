"""The command: a report beside the file, a summary, exit statuses."""

import csv
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError

from provinces.files import report
from provinces.files.models import IntakeFile, IntakeRow
from provinces.intake.services import intake
from provinces.management.commands import intake_file
from registry.people.models import PersonCode
from registry.words.lifelong_id import shown
from sync import outbox
from sync.models import Proposal, Statement
from tests.accounts import SECOND, account
from tests.provinces.node import CLERK, NOW, Desk, National, person, row, table


@pytest.fixture
def national(monkeypatch: pytest.MonkeyPatch) -> National:
    """Have the command ask a stand-in."""
    found = National()
    monkeypatch.setattr(intake_file, "NationalClient", lambda: found)
    return found


def run(path: Path, kind: str = "cascades", **options: Any) -> str:
    """Have one account bring a file in, and where it asks for it another approve it."""
    account(CLERK), account(SECOND)
    out = StringIO()
    call_command("intake_file", str(path), kind=kind, stdout=out, **{"acting": CLERK, **options})
    for digest in re.findall(r"approve ([0-9a-f]{64}) ", out.getvalue()):
        place = options.get("report") or path.with_name(f"{path.stem}.report.csv")
        call_command("approve", digest, acting=SECOND, report=Path(place), stdout=out)
    return out.getvalue()


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def refusal(path: Path, kind: str = "cascades", **options: Any) -> CommandError:
    with pytest.raises(CommandError) as error:
        run(path, kind, **options)
    return error.value


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Return a file of three cascades: one fine, one repeated, one with a day that does not exist."""
    rows = [
        row("cascades", person=person(1), reference="R1", reason="=cmd|'/c calc'!A1"),
        row("cascades", person=person(1), reference="R1", reason="=cmd|'/c calc'!A1"),
        row("cascades", person=person(2), applied_on="2025-02-30"),
    ]
    path = tmp_path / "cases.csv"
    path.write_bytes(b"\xef\xbb\xbf" + table("cascades", rows))
    return path


def test_a_report_with_one_line_per_row(desk: Desk, national: National, cases: Path) -> None:
    out = run(cases, acting="a clerk")
    assert "rows in 3  accepted 1  held 0  refused 1  duplicate 1" in out
    assert "date_unreadable: 1" in out
    found = lines(cases.with_name("cases.report.csv"))
    assert [tuple(line.values())[:4] for line in found] == [
        ("1", "accepted", "", ""),
        ("2", "duplicate", "", ""),
        ("3", "refused", "date_unreadable", "applied_on"),
    ]
    assert list(found[0]) == list(report.HEADER)
    assert found[0]["person"] == shown(person(1))
    assert found[0]["statement"] == found[1]["statement"]
    assert found[2]["sentence_zh"] == "申请或生效日期（applied_on）应为真实存在的日期，格式为 YYYY-MM-DD。"
    file = IntakeFile.objects.get(kind="cascades", rehearsed=False)
    assert (file.name, file.acting) == ("cases.csv", "a clerk")


def test_a_summary_for_programs(desk: Desk, national: National, cases: Path, tmp_path: Path) -> None:
    out = tmp_path / "elsewhere.csv"
    summary = json.loads(run(cases, report=out, json=True))
    assert re.fullmatch("[0-9a-f]{64}", summary.pop("approve"))
    assert summary == {
        "kind": "cascades",
        "read_as": "utf-8",
        "rows_in": 3,
        "accepted": 1,
        "held": 0,
        "refused": 1,
        "duplicate": 1,
        "codes": {"date_unreadable": 1},
        "resumed": False,
        "report": str(out),
    }
    assert len(lines(out)) == 3


def test_persons_carry_their_lifelong_id(desk: Desk, national: National, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(table("persons", [{"system": "s", "code": "D1"}, {"system": "s", "code": "D2"}]))
    run(path, "persons")
    assert [line["person"] for line in lines(tmp_path / "people.report.csv")] == [
        shown(person(9000)),
        shown(person(9001)),
    ]


def test_rows_that_wait_for_national_say_so(desk: Desk, national: National, tmp_path: Path) -> None:
    national.reachable = False
    path = tmp_path / "people.csv"
    path.write_bytes(table("persons", [{"system": "s", "code": "D1"}]))
    assert "run the same file again" in run(path, "persons")
    assert lines(tmp_path / "people.report.csv")[0]["code"] == "national_unreachable"
    national.reachable = True
    assert "accepted 1" in run(path, "persons")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "file_empty", id="empty"),
        pytest.param(b"reference\nR1\n", "columns_missing", id="columns missing"),
        pytest.param("reference\n".encode("utf-16-le"), "encoding_unknown", id="UTF-16 without a mark"),
    ],
)
def test_a_file_that_cannot_be_taken(desk: Desk, tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(data)
    error = refusal(path)
    assert error.returncode == 2
    assert code in str(error)
    assert not IntakeFile.objects.filter(kind="cascades").exists()
    assert list(tmp_path.glob("*.report.csv")) == []


def test_a_file_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    assert "no such file" in str(refusal(tmp_path / "nothing.csv"))
    assert "no such file" in str(refusal(tmp_path / "nowhere" / "nothing.csv")), "before the place of its report"
    assert "not a file" in str(refusal(tmp_path))


def test_a_refusal_for_programs(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(table("cascades", []) + b'\n"\n')
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("intake_file", str(path), kind="cascades", acting=CLERK, json=True, stdout=out)
    assert error.value.returncode == 2
    refused = json.loads(out.getvalue())["refused"]
    assert (refused["code"], refused["line"]) == ("quote_unclosed", 2)
    assert refused["sentence_zh"]


def test_where_no_report_can_be_written_nothing_is_done(desk: Desk, cases: Path, tmp_path: Path) -> None:
    assert "report_unwritable" in str(refusal(cases, report=tmp_path / "nowhere" / "out.csv"))
    assert "report_is_file" in str(refusal(cases, report=cases))
    assert not IntakeFile.objects.filter(kind="cascades").exists()


def test_only_a_province_takes_files_in(db: None, cases: Path) -> None:
    error = refusal(cases)
    assert error.returncode == 2
    assert "not_a_province" in str(error)


def test_stopped_by_hand(desk: Desk, national: National, cases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(intake, "take_file", stop)
        error = refusal(cases)
    assert error.returncode == 130
    assert "run the same file again" in str(error)


def test_a_node_without_its_key(desk: Desk, national: National, cases: Path, settings: Any) -> None:
    settings.NODE_KEY = str(cases.with_name("nothing.key"))
    error = refusal(cases)
    assert error.returncode == 1
    assert "key_file_missing" in str(error)
    assert not IntakeRow.objects.filter(file__kind="cascades").exists()


def test_a_database_that_fails_on_the_way(
    desk: Desk, national: National, cases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "author", fail)
        error = refusal(cases)
    assert error.returncode == 1
    assert "accepted 1" in run(cases)


def test_a_kind_there_is_not(desk: Desk, cases: Path) -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("intake_file", str(cases), "--kind", "points")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        pytest.param("nobody", "account_unknown", id="no account"),
        pytest.param("gone", "account_inactive", id="switched off"),
        pytest.param("anna", "right_missing", id="without the duty"),
    ],
)
def test_who_brings_a_file_in_has_an_account_with_the_duty(desk: Desk, cases: Path, name: str, why: str) -> None:
    User.objects.create(username="gone", is_superuser=True, is_active=False)
    assert why in str(refusal(cases, acting=name))
    assert not IntakeFile.objects.filter(kind="cascades").exists()


class TestByTwo:
    """A file whose rows bind somebody is rehearsed, shown, and approved by another account."""

    def test_nothing_is_stated_before(self, desk: Desk, national: National, cases: Path) -> None:
        account(SECOND)
        out = StringIO()
        call_command("intake_file", str(cases), kind="cascades", acting=CLERK, stdout=out)
        assert "nothing is stated yet" in out.getvalue()
        assert not Statement.objects.filter(topic="cascade.applied").exists()
        found = lines(cases.with_name("cases.report.csv"))
        assert [line["outcome"] for line in found] == ["accepted", "duplicate", "refused"]
        assert {line["statement"] for line in found} == {""}, "what was rehearsed is no statement"
        (digest,) = re.findall(r"approve ([0-9a-f]{64}) ", out.getvalue())
        with pytest.raises(CommandError, match="four_eyes"):
            call_command("approve", digest, acting=CLERK)
        with pytest.raises(CommandError, match="right_missing"):
            call_command("approve", digest, acting="anna")
        with pytest.raises(CommandError, match="not_proposed"):
            call_command("approve", "0" * 64, acting=SECOND)
        assert not Statement.objects.filter(topic="cascade.applied").exists()
        waiting = StringIO()
        call_command("proposals", stdout=waiting)
        assert digest in waiting.getvalue()
        call_command("approve", digest[:12], acting=SECOND)
        statement = Statement.objects.get(topic="cascade.applied")
        assert (statement.proposal.proposed_by.username, statement.proposal.approved_by.username) == (CLERK, SECOND)

    def test_a_file_waits_once(self, desk: Desk, national: National, cases: Path) -> None:
        call_command("intake_file", str(cases), kind="cascades", acting=CLERK, stdout=StringIO())
        assert "proposal_waits" in str(refusal(cases, acting=CLERK))

    def test_what_says_nothing_new_asks_nobody(self, desk: Desk, national: National, cases: Path) -> None:
        run(cases)
        again = run(cases)
        assert "rows in 3  accepted 0  held 0  refused 1  duplicate 2" in again
        assert "approve" not in again
        assert Proposal.objects.filter(matter="intake_file").count() == 1

    def test_who_did_not_like_it(self, desk: Desk, national: National, cases: Path) -> None:
        account(SECOND)
        out = StringIO()
        call_command("intake_file", str(cases), kind="cascades", acting=CLERK, json=True, stdout=out)
        call_command("approve", json.loads(out.getvalue())["approve"], acting=SECOND, refuse="文号有误", stdout=out)
        assert not Statement.objects.filter(topic="cascade.applied").exists()
        assert run(cases), "it may be brought in again"
        assert Statement.objects.filter(topic="cascade.applied").count() == 1

    def test_nothing_more_is_stated_than_was_shown(self, desk: Desk, national: National, tmp_path: Path) -> None:
        """A row that was held when it was shown, and would be accepted now, is brought in again."""
        path = tmp_path / "cases.csv"
        rows = [row("cascades", person=person(1)), row("cascades", person="", system="s", code="new", reference="R2")]
        path.write_bytes(table("cascades", rows))
        national.reachable = False
        out = StringIO()
        call_command("intake_file", str(path), kind="cascades", acting=CLERK, json=True, stdout=out)
        summary = json.loads(out.getvalue())
        assert (summary["accepted"], summary["held"]) == (1, 1)
        PersonCode.objects.create(person_id=person(2), system="s", code="new", recorded_at=NOW)
        account(SECOND)
        call_command("approve", summary["approve"], acting=SECOND, report=tmp_path / "done.csv", stdout=out)
        found = [(line["outcome"], line["code"]) for line in lines(tmp_path / "done.csv")]
        assert found == [("accepted", ""), ("refused", "changed_since_seen")]
