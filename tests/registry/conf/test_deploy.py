"""The production settings pass Django's own deployment checks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(("settings", "division"), [("national", "000000"), ("province", "310000")])
def test_check_deploy_has_nothing_to_say(settings: str, division: str, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PAYQUAL_", "DJANGO_"))}
    environment |= {
        "PAYQUAL_DIR": str(tmp_path),
        "PAYQUAL_DIVISION": division,
        "PAYQUAL_BASE_URL": "https://registry.example",
        # No database is asked: the check concerns settings, and an empty one would have nothing to say.
        "DATABASE_URL": "postgresql://payqual@127.0.0.1:1/none",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment | {"DJANGO_SETTINGS_MODULE": f"registry.conf.{settings}"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
