"""The supervisor process of a local federation: `python -m provinces.federation.supervise`.

Started detached by `control.start`. Reads its orders from standard input, one JSON object in the first line,
and tells what it does in lines of JSON on standard output until it is ready. Standard input stays open: when
it ends without the word "detach", whoever started it has gone, and everything is stopped.
"""

import contextlib
import json
import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from provinces.federation import assembly, state
from provinces.federation.databases import Databases, open_databases
from provinces.federation.errors import FederationError, OtherFederationError, RunsAlreadyError
from provinces.federation.processes import Supervisor
from provinces.federation.state import Document, Federation
from registry.conf.postgres import PostgresError
from registry.words.divisions import NATIONAL

log = logging.getLogger("payqual.federation")

_LOOK_EVERY = 0.2  # seconds


class StopRequested(BaseException):
    """Somebody asked this process to stop, or has gone."""


def _tell(**event: object) -> None:
    """Report to the starter, who may have gone."""
    with contextlib.suppress(BrokenPipeError, ValueError):
        # One write a line: steps are reported from several threads.
        sys.stdout.write(assembly.encode_event(**event) + "\n")
        sys.stdout.flush()


def _progress(step: str, done: int, total: int) -> None:
    _tell(event="progress", step=step, done=done, total=total)


def _stop(number: int, frame: FrameType | None) -> None:
    raise StopRequested


def _watch_starter() -> None:
    """Wait for "detach"; without it the end of the pipe is the end of the federation."""
    for line in sys.stdin:
        if line.strip() == "detach":
            return
    os.kill(os.getpid(), signal.SIGTERM)


def _plan(directory: Path, orders: Document, databases: Databases) -> Federation:
    """Return the federation to run: the one that lies in the folder, or a new one."""
    divisions = state.check_divisions(orders["provinces"])
    found = state.load(directory)
    if found is not None and found.ready:
        if sorted(found.provinces) != divisions:
            raise OtherFederationError(
                f"{directory} holds a federation of {', '.join(found.provinces)}. Name these, "
                "or another --dir, or remove it with: federation down --delete"
            )
        return found
    for name in ("template", NATIONAL, *divisions):
        databases.drop(name)  # left over from a set-up that was interrupted
    urls = {division: databases.url(division) for division in (NATIONAL, *divisions)}
    return state.plan(directory, divisions, urls, orders.get("first_port"))


def _assemble(directory: Path, orders: Document, databases: Databases, children: Supervisor) -> Federation:
    _progress("database", 1, 1)
    federation = _plan(directory, orders, databases)
    for node in federation.nodes:
        node.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if federation.ready:
        assembly.update_databases(databases, federation, _progress)
    else:
        work = assembly.Assembly(federation, databases, _progress)
        work.set_up()
        federation = work.federation
    assembly.start_processes(federation, children, _progress)
    federation = state.Federation(
        directory=directory, national=federation.national, provinces=federation.provinces, ready=True
    )
    federation.save()
    return federation


def _write_processes(directory: Path, children: Supervisor, before: Document) -> Document:
    shown = {
        name: {"pid": child.pid, "restarts": child.restarts, "last_exit": child.last_exit}
        for name, child in children.children().items()
    }
    now = {"supervisor": os.getpid(), "processes": shown}
    if now != before:
        state.write_private(directory / "processes.json", now)
    return now


def _tend(directory: Path, databases: Databases, children: Supervisor) -> None:
    shown: Document = {}
    looked_at_database = 0.0
    while True:
        children.tend()
        shown = _write_processes(directory, children, shown)
        if time.monotonic() - looked_at_database > 1:
            try:
                databases.tend()
            except PostgresError as error:
                log.error("%s", error)
            looked_at_database = time.monotonic()
        time.sleep(_LOOK_EVERY)


def run(directory: Path, orders: Document) -> int:
    """Set up and run a federation until told to stop; return the exit status."""
    place = state.lock(directory)
    if place is None:
        error: FederationError = RunsAlreadyError(f"A federation runs in {directory} already.")
        _tell(event="failed", code=error.code, message=str(error))
        return 1
    databases: Databases | None = None
    children = Supervisor()
    status = 0
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stop)
        _progress("database", 0, 1)
        databases = open_databases(directory, orders.get("database_url", ""))
        federation = _assemble(directory, orders, databases, children)
        _write_processes(directory, children, {})
        _tell(event="ready", directory=str(federation.directory))
        _tend(directory, databases, children)
    except StopRequested:
        log.info("stopping")
    except Exception as error:
        log.exception("failed")
        code = error.code if isinstance(error, FederationError) else FederationError.code
        _tell(event="failed", code=code, message=str(error) or type(error).__name__)
        status = 1
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        children.close()
        (directory / "processes.json").unlink(missing_ok=True)
        if databases:
            databases.release()
    return status


def main() -> None:
    """Read the orders and run."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    line = sys.stdin.readline()
    if not line:
        return
    orders = json.loads(line)
    directory = Path(orders["directory"])
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_watch_starter, daemon=True).start()
    status = run(directory, orders)
    # The thread that watches standard input would hold up an ordinary exit.
    logging.shutdown()
    os._exit(status)


if __name__ == "__main__":
    main()
