"""What lies in a cluster's folder, and how its users and its keeper tell each other things.

data/           PostgreSQL's own
run/            the unix socket, when the path is short enough; else a folder under the system's temp
users.lock      shared lock: somebody uses the server; exclusive: the keeper stops it
keeper.lock     exclusive lock: this process is the keeper
server.json     where a server that answers is found; absent while there is none
failure.json    why the last keeper gave up
port            the TCP port of the last run, used again when free, so that addresses stay the same
password        for TCP connections (the socket needs none: its folder is closed to other accounts)
postgres.log, keeper.log
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import stat
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

SUPERUSER = "payqual"
APPLICATION = "payqual_app"
"""Role of web servers and workers: owns nothing."""
# sun_path holds 108 bytes; the socket's own name takes up to 20.
_LONGEST_SOCKET_FOLDER = 80
# URL parsers lower the case of host names, and the folder stands there, quoted.
_SURVIVES_A_URL = re.compile(r"[a-z0-9/._-]+")


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where a server answers; `socket_folder` is None when it is reached by TCP alone."""

    pid: int
    port: int
    socket_folder: str | None


@dataclass(frozen=True)
class Layout:
    """Names and small files of one cluster's folder."""

    directory: Path

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def log(self) -> Path:
        return self.directory / "postgres.log"

    def lock(self, name: str) -> int:
        """Open `users` or `keeper` lock; the caller locks and closes it."""
        return os.open(self.directory / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def keeper_lives(self) -> bool:
        lock = self.lock("keeper")
        try:
            return not try_lock(lock, fcntl.LOCK_SH)  # shared: two who look do not take each other for a keeper
        finally:
            os.close(lock)

    def read_json(self, name: str) -> dict[str, object] | None:
        try:
            return dict(json.loads((self.directory / name).read_text()))
        except (FileNotFoundError, ValueError):
            return None

    def write_json(self, name: str, value: dict[str, object]) -> None:
        """Write all or nothing: readers look at any moment."""
        half = self.directory / f".{name}.{os.getpid()}"
        half.write_text(json.dumps(value))
        half.replace(self.directory / name)

    def forget(self, name: str) -> None:
        (self.directory / name).unlink(missing_ok=True)

    def endpoint(self) -> Endpoint | None:
        found = self.read_json("server.json")
        return Endpoint(**found) if found else None  # type: ignore[arg-type]

    def announce(self, endpoint: Endpoint) -> None:
        self.write_json("server.json", asdict(endpoint))

    def password(self) -> str:
        return (self.directory / "password").read_text().strip()

    def socket_folder(self, owner: tuple[int, int] | None) -> str | None:
        """Make the folder of the unix socket, closed to everybody else; None when no path will do."""
        digest = hashlib.sha256(os.fsencode(self.directory)).hexdigest()[:12]
        places = [self.directory / "run"]
        for temp in (tempfile.gettempdir(), "/tmp"):  # noqa: S108
            places.append(Path(temp) / f"payqual-{os.geteuid()}-{digest}")  # noqa: PERF401
        for place in places:
            name = str(place)
            if len(os.fsencode(name)) > _LONGEST_SOCKET_FOLDER or not _SURVIVES_A_URL.fullmatch(name):
                continue
            place.mkdir(mode=0o700, exist_ok=True)
            found = place.lstat()
            # The system's temp is everybody's: a folder or link that another account put there is not ours.
            ours = place.parent == self.directory or found.st_uid in {os.geteuid(), *(owner or ())[:1]}
            if not stat.S_ISDIR(found.st_mode) or not ours:
                continue
            place.chmod(0o700)
            if owner:
                os.chown(place, *owner)
            return name
        return None

    def remove_socket_folder(self, name: str | None) -> None:
        """Remove the socket's folder where it is not in the cluster's own."""
        if name and not Path(name).is_relative_to(self.directory):
            shutil.rmtree(name, ignore_errors=True)


def try_lock(descriptor: int, kind: int) -> bool:
    """Take a lock if it is to be had at once."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def process_lives(pid: int) -> bool:
    """Say whether `pid` runs; a zombie does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return not Path("/proc/self").exists()
