"""A topic is one folder: a room that is installed beside the others is in the file, on the pages, in the API, in the
log, in intake and in the README check, and no other room knows of it.
"""

import os
import subprocess
import sys

import pytest
from django.db import connection

from registry.conf.env import ROOT


@pytest.mark.django_db
def test_a_topic_is_one_folder() -> None:
    database = connection.settings_dict
    place = f"{database['HOST'] or ''}".replace("/", "%2F")
    user = f"{database['USER']}:{database['PASSWORD']}@" if database["USER"] else ""
    url = f"postgres://{user}{place}:{database['PORT']}/{database['NAME']}"
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.architecture.gifts.proof"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.architecture.gifts.settings", "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-4000:]
    assert ran.stdout.split() == ["proved"]


def test_no_other_room_names_it() -> None:
    packages = ("registry", "provinces", "sync")
    files = [path for package in packages for path in (ROOT / package).rglob("*.py")]
    assert [path for path in files if "gift" in path.read_text(encoding="utf-8")] == []
