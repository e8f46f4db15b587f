"""Real processes over one file: killed at any point and run again, or two at once; nothing lost, nothing twice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection

from provinces.files.models import IntakeFile, IntakeRow
from registry.qualification.models import Cascade
from sync import identity, keys
from sync.models import OutboxItem, Statement
from tests.provinces.node import GUIZHOU, NOW, Desk, person, row, table

ROOT = Path(__file__).resolve().parents[2]
ROWS = 2_000

type Start = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def start(transactional_db: None, settings: Any, tmp_path: Path) -> Start:
    """Return what starts the command, as a process of its own, on a file of cascades."""
    settings.NODE_KEY = str(tmp_path / "node.key")
    national = keys.create(tmp_path / "national.key")
    identity.init_province(GUIZHOU, keys.create(tmp_path / "node.key"), "http://127.0.0.1:1", national.public, now=NOW)
    Desk().people(*range(ROWS))
    rows = [row("cascades", person=person(number), reference=f"R{number}") for number in range(ROWS)]
    path = tmp_path / "cases.csv"
    path.write_bytes(table("cascades", rows))
    # The address of the tests' server, whatever its form, with the name of the test database.
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "registry.conf.province",
        "PAYQUAL_DIVISION": GUIZHOU,
        "PAYQUAL_NODE_KEY": str(tmp_path / "node.key"),
        "PAYQUAL_DIR": str(django_settings.NODE_DIR),
    }
    command = [sys.executable, "manage.py", "intake_file", str(path), "--kind", "cascades", "--json"]

    def started() -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    return started


def end(process: subprocess.Popen[str]) -> dict[str, object]:
    """Return the summary of a process that must end well."""
    out, err = process.communicate(timeout=500)
    assert process.returncode == 0, err
    return json.loads(out)


def check_everything_once() -> None:
    assert Cascade.objects.count() == ROWS
    assert len(set(Cascade.objects.values_list("reference", flat=True))) == ROWS
    assert OutboxItem.objects.count() == Statement.objects.count() == ROWS
    assert sorted(Statement.objects.values_list("seq", flat=True)) == list(range(1, ROWS + 1))


@contextmanager
def stuck_after_the_first_batch() -> Iterator[None]:
    """Have the database keep whoever writes answers waiting after the first batch: a time to be killed in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF (SELECT count(*) FROM provinces_intakerow) > 500 THEN PERFORM pg_advisory_xact_lock(500); END IF;"
            " RETURN NULL; END $$;"
            "CREATE TRIGGER stuck AFTER INSERT ON provinces_intakerow EXECUTE FUNCTION stuck();"
            "SELECT pg_advisory_lock(500)"
        )
        yield
        cursor.execute("SELECT pg_advisory_unlock(500)")
        cursor.execute("DROP FUNCTION stuck CASCADE")


def test_killed_and_run_again(start: Start) -> None:
    with stuck_after_the_first_batch():
        killed = start()
        while not IntakeRow.objects.exists() and killed.poll() is None:
            time.sleep(0.02)
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
    before = IntakeRow.objects.count()
    assert before == 500
    assert Cascade.objects.count() == before
    summary = end(start())
    assert summary["resumed"]
    assert (summary["rows_in"], summary["accepted"], summary["duplicate"]) == (ROWS, ROWS, 0)
    check_everything_once()
    again = end(start())
    assert (again["accepted"], again["duplicate"]) == (0, ROWS)
    check_everything_once()


def test_two_at_once(start: Start) -> None:
    processes = [start(), start()]
    summaries = [end(process) for process in processes]
    assert {summary["rows_in"] for summary in summaries} == {ROWS}
    assert all(summary["accepted"] + summary["duplicate"] == ROWS for summary in summaries)  # type: ignore[operator]
    check_everything_once()
    for file in IntakeFile.objects.all():
        assert file.finished_at
        assert file.rows.count() == ROWS
