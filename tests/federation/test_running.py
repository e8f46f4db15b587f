"""A federation of real processes: up, status, settle, down; whatever is killed, it heals or leaves nothing behind."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from provinces.federation import control, state
from registry.conf.postgres.layout import process_lives
from registry.words import lifelong_id

pytestmark = [pytest.mark.federation, pytest.mark.timeout(1800)]

SOURCE = Path(control.__file__).resolve().parents[2]
PROVINCES = "310000,520000"
NOBODY = lifelong_id.make("10000000000000")


def manage(*words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=SOURCE, env=state.inherited_environment(),
        text=True, capture_output=True, check=False, timeout=600, **more,
    )  # fmt: skip


def wait_for(what: Callable[[], object], seconds: float = 90.0) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "nothing happened in time"
        time.sleep(0.2)


def processes_of(directory: Path) -> list[int]:
    """Everything that runs for the federation of a folder, found by command line, environment or place."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid() or not process_lives(int(entry.name)):
            continue
        with contextlib.suppress(OSError):
            told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            if str(directory).encode() in told or str((entry / "cwd").readlink()).startswith(str(directory)):
                found.append(int(entry.name))
    return found


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="payqual-federation-"))
    place.chmod(0o755)
    yield place
    if (place / "supervisor.lock").exists():
        manage("federation", "down", "--dir", str(place))
    try:
        wait_for(lambda: not processes_of(place), 30)
    finally:
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="module")
def shown(directory: Path) -> dict[str, Any]:
    done = manage("federation", "up", "--provinces", PROVINCES, "--dir", str(directory), "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def status(directory: Path) -> list[dict[str, Any]]:
    done = manage("federation", "status", "--dir", str(directory), "--json")
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def healthy(directory: Path) -> bool:
    return all(node["answers"] and node["position"] is not None for node in status(directory))


def test_up_tells_everything_an_experiment_needs(directory: Path, shown: dict[str, Any]) -> None:
    assert list(shown["provinces"]) == PROVINCES.split(",")
    national = shown["national"]
    assert national["administrator"]["token"]
    assert national["regulator"]["token"]
    for node in (national, *shown["provinces"].values()):
        assert requests.get(f"{node['base_url']}/healthz", timeout=10).status_code == 200
        assert node["settings"] == node["environment"]["DJANGO_SETTINGS_MODULE"]
        assert node["admin"]["username"]
        assert node["admin"]["password"]
        for who in ("handler", "approver"):
            assert node[who]["username"]
            assert node[who]["totp_secret"], "whoever binds others comes in with a second factor"
        assert node["handler"]["username"] != node["approver"]["username"]
    for node in shown["provinces"].values():
        assert node["institution"]["code"]
        assert node["institution"]["api_key"]
        assert node["officer"]["token"]
    assert (directory / "federation.json").stat().st_mode & 0o077 == 0


def test_the_keys_open_the_doors_they_are_for(shown: dict[str, Any]) -> None:
    node = shown["provinces"]["310000"]
    line = {
        "person": NOBODY, "institution": node["institution"]["code"],
        "service_on": "2025-09-15", "emergency": False, "role": "ordering",
    }  # fmt: skip
    till = requests.post(
        f"{node['base_url']}/api/v1/payability", json={"lines": [line]}, timeout=30,
        headers={"Authorization": f"Api-Key {node['institution']['api_key']}"},
    )  # fmt: skip
    assert till.status_code == 200, till.text
    office = requests.get(
        f"{node['base_url']}/api/v1/persons/{NOBODY}/standing", timeout=30,
        headers={"Authorization": f"Token {node['officer']['token']}"},
    )  # fmt: skip
    assert office.status_code in (200, 404), office.text


def test_one_browser_comes_in_at_two_nodes_and_stays_in_at_both(directory: Path, shown: dict[str, Any]) -> None:
    """Same host, other ports: a browser hands every cookie of the host to both."""
    nodes = [shown["national"], shown["provinces"]["310000"]]
    codes = json.loads(manage("federation", "codes", "--dir", str(directory), "--json").stdout)
    with requests.Session() as browser:
        for node in nodes:
            base, admin = node["base_url"], node["admin"]
            page = browser.get(f"{base}/admin/login/").text
            given = {"username": admin["username"], "password": admin["password"], **token_of(page)}
            page = browser.post(f"{base}/admin/login/", given).text
            answer = browser.post(
                f"{base}/account/second/", {"code": codes[node["division"]]["admin"], **token_of(page)}
            )
            assert answer.url == f"{base}/admin/"
        for node in nodes:
            assert not browser.get(f"{node['base_url']}/admin/").history, "nobody is sent to the door"


def token_of(page: str) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    return {"csrfmiddlewaretoken": found[1]}


def test_settle_counts_and_every_node_is_level(directory: Path, shown: dict[str, Any]) -> None:
    done = manage("federation", "settle", "--dir", str(directory), "--json")
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts["position"] > 0
    for node in counts["nodes"].values():
        assert node["position"] == counts["position"]
        assert node["outbox"] == {"finished": 1}, "its institution is recorded"
    assert [node["lag"] for node in status(directory)] == [0, 0, 0]


def test_the_printed_environment_runs_commands_on_a_node(shown: dict[str, Any]) -> None:
    node = shown["provinces"]["520000"]
    code = "from django.conf import settings; print(settings.DIVISION)"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code], cwd=SOURCE, text=True,
        env={**state.inherited_environment(), **node["environment"]}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "520000", done.stderr


@pytest.mark.parametrize("provinces", [PROVINCES, "330000"], ids=["the same", "others"])
def test_a_second_up_in_the_same_folder_is_refused(directory: Path, shown: dict[str, Any], provinces: str) -> None:
    done = manage("federation", "up", "--provinces", provinces, "--dir", str(directory))
    assert done.returncode == 1
    assert "runs in" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("what", ["520000 web", "520000 worker", "000000 web"])
def test_a_killed_process_is_started_again(directory: Path, shown: dict[str, Any], what: str) -> None:
    processes = json.loads((directory / "processes.json").read_text())["processes"]
    os.kill(processes[what]["pid"], signal.SIGKILL)

    def replaced() -> bool:
        now = json.loads((directory / "processes.json").read_text())["processes"][what]
        return now["pid"] not in (None, processes[what]["pid"])

    wait_for(replaced)
    wait_for(lambda: healthy(directory))


def test_a_killed_database_comes_back(directory: Path, shown: dict[str, Any]) -> None:
    server = json.loads((directory / "postgres" / "server.json").read_text())
    os.kill(server["pid"], signal.SIGKILL)
    wait_for(lambda: not process_lives(server["pid"]))
    wait_for(lambda: healthy(directory))
    assert manage("federation", "settle", "--dir", str(directory)).returncode == 0


@pytest.mark.long
def test_a_killed_supervisor_takes_everything_along_and_up_starts_the_same_again(
    directory: Path, shown: dict[str, Any]
) -> None:
    position = status(directory)[0]["position"]
    supervisor = json.loads((directory / "processes.json").read_text())["supervisor"]
    os.kill(supervisor, signal.SIGKILL)
    wait_for(lambda: not processes_of(directory))
    done = manage("federation", "status", "--dir", str(directory))
    assert done.returncode == 1
    assert "is stopped" in done.stderr
    others = manage("federation", "up", "--provinces", "330000", "--dir", str(directory))
    assert others.returncode == 1
    assert "holds a federation of 310000, 520000" in others.stderr
    again = manage("federation", "up", "--provinces", PROVINCES, "--dir", str(directory), "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout) == shown, "addresses, keys and tokens are the same"
    assert status(directory)[0]["position"] >= position
    assert manage("federation", "settle", "--dir", str(directory)).returncode == 0


def test_down_stops_everything_and_keeps_the_data(directory: Path, shown: dict[str, Any]) -> None:
    done = manage("federation", "down", "--dir", str(directory))
    assert done.returncode == 0, done.stderr
    assert processes_of(directory) == []
    assert (directory / "federation.json").exists()
    again = manage("federation", "down", "--dir", str(directory), "--delete")
    assert again.returncode == 0, again.stderr
    assert "not running" in again.stdout
    assert not (directory / "federation.json").exists()


def _heed_ctrl_c() -> None:
    """Have a child heed Ctrl-C: a shell that starts tests in the background has it ignored by all that follows."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_while_it_starts_leaves_nothing_running(tmp_path: Path) -> None:
    directory = tmp_path / "f"
    with subprocess.Popen(
        [sys.executable, "manage.py", "federation", "up", "--provinces", "310000", "--dir", str(directory)],
        cwd=SOURCE, env=state.inherited_environment(), stderr=subprocess.PIPE, text=True, preexec_fn=_heed_ctrl_c,
    ) as up:  # fmt: skip
        wait_for(lambda: (directory / "postgres" / "server.json").exists())
        os.kill(up.pid, signal.SIGINT)
        _, said = up.communicate(timeout=120)
    assert up.returncode == 130
    assert "nothing is left running" in said
    assert processes_of(directory) == []


def test_a_starter_killed_outright_leaves_nothing_running(tmp_path: Path) -> None:
    directory = tmp_path / "f"
    with subprocess.Popen(
        [sys.executable, "manage.py", "federation", "up", "--provinces", "310000", "--dir", str(directory)],
        cwd=SOURCE, env=state.inherited_environment(), stderr=subprocess.DEVNULL,
    ) as up:  # fmt: skip
        wait_for(lambda: (directory / "postgres" / "server.json").exists())
        up.kill()
    wait_for(lambda: not processes_of(directory))
