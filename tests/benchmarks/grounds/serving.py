"""Web servers under measurement: the product's and the plain one start with the same command."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from provinces.federation.processes import Program, Supervisor
from registry.conf.ports import free_ports
from tests.benchmarks.grounds.waiting import until_it_listens

ROOT = Path(__file__).resolve().parents[3]
WORKERS = 2
OPTIONS = (
    "--interface", "wsgi", "--host", "127.0.0.1", "--no-ws", "--log-level", "warning",
    "--workers", str(WORKERS), "--blocking-threads", "2",
)  # fmt: skip


def web(application: str, port: int, environment: Mapping[str, str], log: Path) -> Program:
    """Return the program that serves a WSGI application with granian."""
    return Program(
        name=f"web {application} {port}",
        argv=[sys.executable, "-m", "granian", application, "--port", str(port), *OPTIONS],
        env=environment,
        log=log,
        cwd=ROOT,
        restart=False,
    )


@contextmanager
def serve(application: str, environment: Mapping[str, str], log: Path, port: int = 0) -> Iterator[int]:
    """Serve a WSGI application while the context lasts; gives the port."""
    port = port or free_ports(1)[0]
    with Supervisor() as supervisor:
        child = supervisor.start(web(application, port, environment, log))
        until_it_listens(port, child, log)
        yield port
