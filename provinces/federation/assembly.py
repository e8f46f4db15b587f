"""Puts a federation together: databases, identities, enrolment, rule packs, access, processes."""

import csv
import http.client
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from provinces.federation.console import Console
from provinces.federation.databases import Databases
from provinces.federation.errors import NodeFailedError, PortTakenError
from provinces.federation.hands import agree, take_in
from provinces.federation.processes import Child, Program, Supervisor
from provinces.federation.state import Document, Federation, Node
from registry.conf.ports import is_free

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how much of it is done, and how much there is."""

STEPS = ("database", "tables", "identities", "enrolment", "access", "processes")

_SOURCE = Path(__file__).resolve().parents[2]
_PACKS = _SOURCE / "provinces" / "packs"
_ANSWER_WITHIN = 120.0  # seconds, and as much again for every four nodes: they all start at once


def make_databases(databases: Databases, federation: Federation, progress: Progress) -> None:
    """Run the migrations once, in a template, and copy that for every node."""
    total = len(federation.nodes) + 1
    progress("tables", 0, total)
    databases.ensure("template")
    _migrate(federation.national, databases, "template")
    for done, node in enumerate(federation.nodes, start=1):
        progress("tables", done, total)
        databases.ensure(node.division, template="template")
    progress("tables", total, total)


def update_databases(databases: Databases, federation: Federation, progress: Progress) -> None:
    """Bring the tables of a federation that is started again up to the code, which may be newer."""
    nodes = federation.nodes
    progress("tables", 0, len(nodes))
    for done, node in enumerate(nodes, start=1):
        _migrate(node, databases, node.division)
        progress("tables", done, len(nodes))


def _migrate(node: Node, databases: Databases, name: str) -> None:
    """Make the tables as their owner, and let the role of the processes use them."""
    with Console(node, DATABASE_URL=databases.url(name, owner=True)) as console:
        console.run("migrate", "--verbosity", "0", "--no-input")
        if databases.role:
            console.run("grants", "--role", databases.role)


@contextmanager
def consoles(nodes: Iterable[Node]) -> Iterator[dict[str, Console]]:
    """Open a console on each node; they start side by side."""
    with ExitStack() as stack:
        yield {node.division: stack.enter_context(Console(node)) for node in nodes}


def _on_all[T](work: Callable[[Node], T], nodes: list[Node], advance: Callable[[], None]) -> list[T]:
    """Do something on every node at the same time; the first failure is raised."""

    def one(node: Node) -> T:
        result = work(node)
        advance()
        return result

    with ThreadPoolExecutor(max_workers=len(nodes)) as pool:
        return list(pool.map(one, nodes))


class Assembly:
    """The set-up of a new federation, step by step; `federation` is what stands so far."""

    def __init__(self, federation: Federation, databases: Databases, progress: Progress) -> None:
        self.federation = federation
        self._databases = databases
        self._progress = progress

    def _advance(self, step: str, total: int) -> Callable[[], None]:
        done = 0

        def advance() -> None:
            nonlocal done
            done += 1
            self._progress(step, done, total)

        self._progress(step, 0, total)
        return advance

    def set_up(self) -> None:
        """Give every node its database, its identity, its place in the log, and its accounts."""
        with consoles(self.federation.nodes) as open_consoles:  # they start while the tables are being made
            make_databases(self._databases, self.federation, self._progress)
            national = open_consoles[self.federation.national.division]
            self._pin(_node_init(national, self.federation.national))
            self.federation = self.federation.with_node(_staff(national, self.federation.national))
            provinces = list(self.federation.provinces.values())
            advance = self._advance("identities", len(provinces))
            made = _on_all(lambda node: _node_init(open_consoles[node.division], node), provinces, advance)
            self._enrol(national, provinces, made)
            nodes = self.federation.nodes
            advance = self._advance("access", len(nodes))
            for node in _on_all(lambda node: _admit(open_consoles[node.division], node), nodes, advance):
                self.federation = self.federation.with_node(node)

    def _pin(self, identity: Document) -> None:
        """Have every node know national's key."""
        for node in self.federation.nodes:
            environment = {**node.environment, "PAYQUAL_NATIONAL_KEY": str(identity["public_key"])}
            self.federation = self.federation.with_node(replace(node, environment=environment))

    def _enrol(self, national: Console, provinces: list[Node], made: list[Document]) -> None:
        packs = sorted(str(pack) for pack in _PACKS.glob("*.toml"))
        advance = self._advance("enrolment", len(provinces) + 1)
        for node, identity in zip(provinces, made, strict=True):
            agree(
                national, self.federation.national, "enrol_node", "--division", node.division,
                "--base-url", node.base_url, "--public-key", str(identity["public_key"]),
                "--proof", str(identity["proof"]),
            )  # fmt: skip
            advance()
        agree(national, self.federation.national, "publish_pack", *packs)
        advance()


def _node_init(console: Console, node: Node) -> Document:
    pin = [f"--national-key={key}"] if (key := node.environment.get("PAYQUAL_NATIONAL_KEY")) else []
    return console.run_json(
        "node_init", "--division", node.division, "--name", node.name, "--base-url", node.base_url, *pin
    )


def _access(console: Console, *arguments: str) -> dict[str, str]:
    made = console.run_json("create_access", "--json", "--second-factor", *arguments)
    return {key: str(value) for key, value in made.items()}


def _staff(console: Console, node: Node) -> Node:
    """Make the two accounts of a node without which nothing that binds anybody can be done there."""
    if node.is_national:
        proposes, approves = (_access(console, "--admin", name) for name in ("admin", "approver"))
        return replace(node, handler=proposes, approver=approves)
    return replace(
        node,
        handler=_access(console, "--officer", "handler", "--duty", "handle"),
        approver=_access(console, "--officer", "approver", "--duty", "approve"),
    )


def _admit(console: Console, node: Node) -> Node:
    """Make the accounts of one node; a province also gets one institution, with a key of its own."""

    def access(*arguments: str) -> dict[str, str]:
        return _access(console, *arguments)

    address = {"url": f"{node.base_url}/admin/"}
    if node.is_national:
        admin = {**address, **node.handler}
        return replace(node, admin=admin, administrator=admin, regulator=access("--regulator", "regulator"))
    admin = {**address, **access("--admin", "admin")}
    node = _staff(console, node)
    code, name = f"H{node.division}000001", f"{node.name_zh}第一医院（示例）"
    file = node.directory / "institutions.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["institution", "name", "kind", "division"])
        rows.writerow([code, name, "general_hospital", node.division])
    take_in(console, node, "institutions", file)
    return replace(
        node,
        admin=admin,
        officer=access("--officer", "officer"),
        institution={"code": code, "name": name, **access("--institution", code)},
    )


def programs(node: Node, provinces: int) -> list[Program]:
    """Return the two processes of a node: web server and worker."""
    logs = node.directory / "logs"
    # At national every province holds a thread with a long poll, and the kernel may hand all to one worker.
    workers, threads = ("2", provinces + 8) if node.is_national else ("1", 4)
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "registry.conf.wsgi:application",
        "--host", "127.0.0.1", "--port", str(node.port), "--no-ws", "--log-level", "warning",
        "--workers", workers, "--blocking-threads", str(threads),
    ]  # fmt: skip
    worker = [
        sys.executable, "-m", "celery", "-q", "-A", "registry.conf.celery", "worker", "-B", "-P", "threads",
        "-c", "6", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING",
        "--hostname", f"{node.division}@localhost",
    ]  # fmt: skip
    return [
        Program(
            name=f"{node.division} {what}", argv=argv, env=node.process_environment(), cwd=_SOURCE,
            log=logs / f"{what}.log",
        )
        for what, argv in (("web", web), ("worker", worker))
    ]  # fmt: skip


def start_processes(federation: Federation, supervisor: Supervisor, progress: Progress) -> None:
    """Start all processes at once and return when every node answers.

    Raises `PortTakenError` and `NodeFailedError`.
    """
    nodes = federation.nodes
    for node in nodes:
        if not is_free(node.port):
            raise PortTakenError(f"Another program listens on port {node.port}, where {node.name} should.")
    children: dict[str, list[Child]] = {}
    for node in nodes:
        children[node.division] = [supervisor.start(program) for program in programs(node, len(federation.provinces))]
    deadline = time.monotonic() + _ANSWER_WITHIN * (1 + len(nodes) / 4)
    waiting = {node.division: node for node in nodes}
    while waiting:
        progress("processes", len(nodes) - len(waiting), len(nodes))
        for node in list(waiting.values()):
            for child in children[node.division]:
                if not child.alive:
                    raise NodeFailedError(f"{child.program.name} ended: {tail(child.program.log)}")
            if answers(node):
                del waiting[node.division]
        if waiting and time.monotonic() > deadline:
            logs = ", ".join(f"{node.directory}/logs" for node in waiting.values())
            raise NodeFailedError(f"No answer from {', '.join(waiting)} in time; see {logs}")
        time.sleep(0.1)
    progress("processes", len(nodes), len(nodes))


def tail(log: Path, size: int = 600) -> str:
    """Return the end of a log file."""
    try:
        return log.read_text(errors="replace").strip()[-size:] or "without a word"
    except FileNotFoundError:
        return "without a word"


def answers(node: Node, timeout: float = 2.0) -> bool:
    """Say whether a node's web server is healthy."""
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=timeout)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def encode_event(**event: object) -> str:
    """Return one line of the supervisor's report to whoever started it."""
    return json.dumps(event, ensure_ascii=False)
