"""What a local federation is made of, as it lies in `federation.json`.

D/federation.json   everything a user of the federation needs, secrets included: mode 0600
D/processes.json    what runs now, written by the supervisor
D/supervisor.lock   held by the supervisor while it lives
D/supervisor.log    D/postgres/   D/<division>/ (key, logs, reports of one node)
"""

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from provinces.federation.errors import PortTakenError, UnknownDivisionError
from registry.conf.ports import free_ports, is_free
from registry.words.divisions import NATIONAL, PROVINCES

_HOST = "127.0.0.1"
# The caller's own settings are meant for another node; its proxy does not know these.
_NOT_INHERITED = (
    "PAYQUAL_", "DJANGO_", "DATABASE_URL", "BROKER_URL", "CELERY_", "GRANIAN_", "VIRTUAL_ENV", "UV",
)  # fmt: skip
_WITHOUT_PROXY = {"NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}


type Document = dict[str, Any]
"""JSON that the commands and processes of one federation write for each other, as `json` reads it back."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """One node of the federation: where it answers, how to run commands on it, who may enter."""

    division: str
    name: str
    name_zh: str
    port: int
    base_url: str
    settings: str
    environment: dict[str, str]
    admin: dict[str, str] = field(default_factory=dict)
    institution: dict[str, str] = field(default_factory=dict)
    officer: dict[str, str] = field(default_factory=dict)
    handler: dict[str, str] = field(default_factory=dict)
    """Who proposes here, and brings files in."""
    approver: dict[str, str] = field(default_factory=dict)
    """Who approves here what the handler proposed."""
    administrator: dict[str, str] = field(default_factory=dict)
    regulator: dict[str, str] = field(default_factory=dict)

    @property
    def is_national(self) -> bool:
        return self.division == NATIONAL

    @property
    def directory(self) -> Path:
        return Path(self.environment["PAYQUAL_DIR"])

    @property
    def database_url(self) -> str:
        return self.environment["DATABASE_URL"]

    def process_environment(self) -> dict[str, str]:
        """Return the whole environment of a process of this node."""
        return {**inherited_environment(), **self.environment, **_WITHOUT_PROXY, "PYTHONUNBUFFERED": "1"}


@dataclass(frozen=True, kw_only=True)
class Federation:
    """National and its provinces, in a folder."""

    directory: Path
    national: Node
    provinces: dict[str, Node]
    ready: bool = False

    @property
    def nodes(self) -> list[Node]:
        return [self.national, *self.provinces.values()]

    def with_node(self, node: Node) -> "Federation":
        if node.is_national:
            return replace(self, national=node)
        return replace(self, provinces={**self.provinces, node.division: node})

    def save(self) -> None:
        document = {**asdict(self), "directory": str(self.directory)}
        write_private(self.directory / "federation.json", document)


def inherited_environment() -> dict[str, str]:
    """Return what a node's process takes over from whoever starts the federation."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_NOT_INHERITED)}


def write_private(path: Path, document: Mapping[str, object]) -> None:
    """Write JSON for the owner's eyes, all or nothing."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
    half.replace(path)


def read_json(path: Path) -> Document | None:
    """Return what a JSON file holds; None where there is no file."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return None


def load(directory: Path) -> Federation | None:
    """Return the federation of a folder, running or not; None where there is none."""
    document = read_json(directory / "federation.json")
    if document is None:
        return None
    return Federation(
        directory=directory,
        national=Node(**document["national"]),
        provinces={division: Node(**node) for division, node in document["provinces"].items()},
        ready=document["ready"],
    )


def lock(directory: Path) -> int | None:
    """Take the supervisor's place in a folder until the descriptor is closed; None when it is taken."""
    descriptor = os.open(directory / "supervisor.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_supervised(directory: Path) -> bool:
    """Say whether a supervisor lives in the folder."""
    if not (directory / "supervisor.lock").exists():
        return False
    descriptor = lock(directory)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


def check_divisions(divisions: Sequence[str]) -> list[str]:
    """Return the divisions in order. Raises `UnknownDivisionError`."""
    unknown = [code for code in divisions if code not in PROVINCES]
    if unknown:
        known = ", ".join(f"{division.code} {division.name_en}" for division in PROVINCES.values())
        raise UnknownDivisionError(f"No such division: {', '.join(unknown)}. There are: {known}.")
    if not divisions:
        raise UnknownDivisionError("Name at least one province, as in --provinces 310000,520000.")
    if len(set(divisions)) != len(divisions):
        raise UnknownDivisionError("A province is named twice.")
    return sorted(divisions)


def plan(
    directory: Path, divisions: Sequence[str], database_urls: Mapping[str, str], first_port: int | None = None
) -> Federation:
    """Lay out a new federation: ports, addresses, secrets. Raises `PortTakenError`."""
    codes = [NATIONAL, *divisions]
    ports = _ports(len(codes), first_port)
    national_url = f"http://{_HOST}:{ports[0]}"
    nodes = {
        code: _node(directory, code, port, database_urls[code], national_url)
        for code, port in zip(codes, ports, strict=True)
    }
    return Federation(directory=directory, national=nodes.pop(NATIONAL), provinces=nodes)


def _ports(count: int, first: int | None) -> list[int]:
    if first is None:
        return free_ports(count)
    ports = list(range(first, first + count))
    taken = [str(port) for port in ports if not is_free(port)]
    if taken:
        raise PortTakenError(f"Another program listens on port {', '.join(taken)}; choose another --first-port.")
    return ports


def _node(directory: Path, division: str, port: int, database_url: str, national_url: str) -> Node:
    national = division == NATIONAL
    folder, base_url = directory / division, f"http://{_HOST}:{port}"
    settings = f"registry.conf.{'national' if national else 'province'}"
    environment = {
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": database_url,
        "PAYQUAL_DIVISION": division,
        "PAYQUAL_DIR": str(folder),
        "PAYQUAL_BASE_URL": base_url,
        "PAYQUAL_NATIONAL_URL": national_url,
        "PAYQUAL_NODE_KEY": str(folder / "node.key"),
        "PAYQUAL_SECRET_KEY": secrets.token_urlsafe(48),
        "PAYQUAL_VAULT_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "PAYQUAL_ALLOWED_HOSTS": f"{_HOST},localhost",
        "PAYQUAL_INSECURE_HTTP": "1",
    }
    return Node(
        division=division,
        name="National registry" if national else PROVINCES[division].name_en,
        name_zh="国家" if national else PROVINCES[division].name_zh,
        port=port,
        base_url=base_url,
        settings=settings,
        environment=environment,
    )
