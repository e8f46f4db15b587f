"""Real processes over one file: killed at any point and run again, or two at once; nothing lost, nothing twice."""

import io
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
from provinces.intake.services import intake
from registry.qualification.models import Cascade
from sync import identity, keys, matters
from sync.models import OutboxItem, Statement
from tests.accounts import SECOND, account
from tests.provinces.node import CLERK, GUIZHOU, NOW, Desk, person, row, table

ROOT = Path(__file__).resolve().parents[2]
ROWS = 2_000

type Start = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def start(transactional_db: None, settings: Any, tmp_path: Path) -> Start:
    """Return what starts the approval of a file of cascades, as a process of its own."""
    settings.NODE_KEY = str(tmp_path / "node.key")
    national = keys.create(tmp_path / "national.key")
    identity.init_province(GUIZHOU, keys.create(tmp_path / "node.key"), "http://127.0.0.1:1", national.public, now=NOW)
    Desk().people(*range(ROWS))
    rows = [row("cascades", person=person(number), reference=f"R{number}") for number in range(ROWS)]
    account(CLERK), account(SECOND)
    file = io.BytesIO(table("cascades", rows))
    taken = intake.take_file("cascades", file, name="cases.csv", acting=CLERK, clock=lambda: NOW)
    assert taken.proposal is not None
    digest = matters.digest(taken.proposal)
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
    command = [sys.executable, "manage.py", "approve", digest, "--acting", SECOND]

    def started() -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    return started


def end(process: subprocess.Popen[str]) -> str:
    """Return what a process said that must end well."""
    out, err = process.communicate(timeout=500)
    assert process.returncode == 0, err
    return out


def status(process: subprocess.Popen[str]) -> int:
    """Return how a process ended."""
    process.communicate(timeout=500)
    return process.returncode


def run() -> IntakeFile:
    """Return the one run that carried the file out."""
    return IntakeFile.objects.get(rehearsed=False)


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
            " IF (SELECT count(*) FROM provinces_intakerow r JOIN provinces_intakefile f ON f.id = r.file_id"
            " WHERE NOT f.rehearsed) > 500 THEN PERFORM pg_advisory_xact_lock(500); END IF;"
            " RETURN NULL; END $$;"
            "CREATE TRIGGER stuck AFTER INSERT ON provinces_intakerow EXECUTE FUNCTION stuck();"
            "SELECT pg_advisory_lock(500)"
        )
        yield
        cursor.execute("SELECT pg_advisory_unlock(500)")
        cursor.execute("DROP FUNCTION stuck CASCADE")


def test_killed_and_run_again(start: Start) -> None:
    answered = IntakeRow.objects.filter(file__rehearsed=False)
    with stuck_after_the_first_batch():
        killed = start()
        while not answered.exists() and killed.poll() is None:
            time.sleep(0.02)
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
    before = answered.count()
    assert before == 500
    assert Cascade.objects.count() == before
    assert "carried out" in end(start()), "approved is approved: whoever comes goes on"
    assert (run().rows_in, run().accepted, run().duplicate) == (ROWS, ROWS, 0)
    check_everything_once()
    assert status(start()) != 0, "nothing waits any more"
    check_everything_once()


def test_two_at_once(start: Start) -> None:
    processes = [start(), start()]
    statuses = [status(process) for process in processes]
    assert 0 in statuses
    check_everything_once()
    assert (run().rows_in, run().accepted) == (ROWS, ROWS)
    assert run().finished_at
    assert run().rows.count() == ROWS
