"""What figures stand on: one PostgreSQL server, and federations laid out on it one after another."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg

from provinces.federation import assembly, state
from provinces.federation.databases import Databases, open_databases
from provinces.federation.processes import Program, Supervisor
from provinces.federation.state import Federation, Node
from registry.words.divisions import NATIONAL
from tests.benchmarks.desks.desk import Desk
from tests.benchmarks.grounds import serving
from tests.benchmarks.grounds.waiting import until, until_it_listens

type Tell = Callable[[str], None]
"""Hears what is being done."""


class Ground:
    """A server and a folder; a context manager. Own server in the folder, or the one of `DATABASE_URL`."""

    def __init__(self, directory: Path, tell: Tell) -> None:
        self.directory = directory.absolute()
        self.tell = tell
        self._databases: Databases | None = None

    def __enter__(self) -> "Ground":
        self.directory.mkdir(parents=True, exist_ok=True)
        self._databases = open_databases(self.directory, os.environ.get("DATABASE_URL", "").strip())
        return self

    def __exit__(self, *error: object) -> None:
        self.databases.release()

    @property
    def databases(self) -> Databases:
        assert self._databases is not None
        return self._databases

    def version(self) -> str:
        """Return which PostgreSQL it is."""
        url = self.fresh("bench")
        with psycopg.connect(url) as connection:
            return connection.info.parameter_status("server_version") or ""

    def fresh(self, name: str) -> str:
        """Make an empty database and return its address."""
        self.databases.drop(name)
        self.databases.ensure(name)
        return self.databases.url(name, owner=True)

    @contextmanager
    def federation(self, divisions: Sequence[str]) -> Iterator["Standing"]:
        """Lay out a federation of real nodes, enrolled and empty of cases, none of them running yet."""
        codes = (NATIONAL, *sorted(divisions))
        for name in ("template", *codes):
            self.databases.drop(name)
        folder = self.directory / "nodes"
        shutil.rmtree(folder, ignore_errors=True)
        planned = state.plan(folder, sorted(divisions), {code: self.databases.url(code) for code in codes})
        for node in planned.nodes:
            node.directory.mkdir(mode=0o700, parents=True)
        work = assembly.Assembly(planned, self.databases, self._progress)
        work.set_up()
        try:
            with Standing(work.federation, self.tell) as standing:
                yield standing
        finally:
            for name in ("template", *codes):
                self.databases.drop(name)

    def _progress(self, step: str, done: int, total: int) -> None:
        if done == total:
            self.tell(f"{step}: {total}")


class Standing:
    """A federation whose processes are started one by one, as a figure needs them; a context manager."""

    def __init__(self, federation: Federation, tell: Tell) -> None:
        self.federation = federation
        self.tell = tell
        self._stack = ExitStack()

    def __enter__(self) -> "Standing":
        self._supervisor = self._stack.enter_context(Supervisor())
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    @property
    def supervisor(self) -> Supervisor:
        return self._supervisor

    @property
    def national(self) -> Node:
        return self.federation.national

    def province(self, at: int = 0) -> Node:
        """Return one of the provinces, in the order of their codes."""
        return list(self.federation.provinces.values())[at]

    def serve(self, node: Node) -> None:
        """Start a node's web server with the options that the plain one has too."""
        log = node.directory / "logs" / "web.log"
        program = serving.web("registry.conf.wsgi:application", node.port, node.process_environment(), log)
        child = self._supervisor.start(replace(program, name=f"{node.division} web"))
        until_it_listens(node.port, child, log)
        until(f"{node.name} is healthy", lambda: assembly.answers(node))

    def work(self, node: Node) -> None:
        """Start a node's worker, as the product does."""
        self._supervisor.start(self._worker(node))

    def stop(self, node: Node, what: str) -> None:
        """Stop a node's web server or worker."""
        self._supervisor.stop(f"{node.division} {what}")

    def desk(self, node: Node) -> Desk:
        """Open a process of the node in which functions can be called."""
        return self._stack.enter_context(Desk(node))

    def _worker(self, node: Node) -> Program:
        programs = assembly.programs(node, len(self.federation.provinces))
        return next(program for program in programs if program.name.endswith("worker"))
