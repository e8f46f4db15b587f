"""The keeper: one detached process per cluster that owns the server and stops it when the last user leaves.

Users hold a shared lock on `users.lock`. The keeper tries for the exclusive one: it gets it when nobody is
left, however they went, since the kernel frees the locks of killed processes too. Holding it, it stops the
server and ends; a user who arrives meanwhile waits for the lock and starts a new keeper.

A killed server is started again on the same address. A killed keeper takes the server with it where the
system can do that (Linux); elsewhere the next keeper adopts the server it finds.
"""

import contextlib
import fcntl
import logging
import os
import signal
import sys
import time
from pathlib import Path

from registry.conf.postgres.errors import CannotStartError, PostgresError
from registry.conf.postgres.layout import Endpoint, Layout, try_lock
from registry.conf.postgres.server import Preparation, Server, adopt, launch, prepare

log = logging.getLogger("payqual.postgres")

_LOOK_EVERY = 0.1  # seconds
_TRIES = 10
_RESTARTS_ALLOWED = 5
_RESTARTS_WITHIN = 60.0  # seconds


class Keeper:
    """Runs the server of one folder for as long as somebody uses it."""

    def __init__(self, directory: Path) -> None:
        self.layout = Layout(directory)
        self.users = self.layout.lock("users")
        self.server: Server | None = None
        self.told_to_stop = False
        self._starts: list[float] = []

    def run(self) -> None:
        """Keep until nobody is left; return at once when another keeper is at work."""
        lock = self.layout.lock("keeper")
        for _ in range(_TRIES):  # somebody who only looks holds it for a moment
            if try_lock(lock, fcntl.LOCK_EX):
                break
            time.sleep(0.01)
        else:
            return
        self.layout.forget("failure.json")
        self.layout.forget("server.json")
        try:
            self._keep()
        except PostgresError as error:
            log.error("%s", error)
            self._report(error.code, str(error))
        except Exception as error:
            log.exception("unexpected")
            self._report(PostgresError.code, f"{type(error).__name__}: {error}")
        finally:
            with contextlib.suppress(OSError):
                self.layout.forget("server.json")
            if self.server:
                self.server.stop()
                log.info("server %s stopped", self.server.pid)
                self.layout.remove_socket_folder(self.server.endpoint.socket_folder)

    def _report(self, code: str, message: str) -> None:
        with contextlib.suppress(OSError):  # the folder itself may be gone
            self.layout.write_json("failure.json", {"code": code, "message": message})

    def _keep(self) -> None:
        preparation = prepare(self.layout)
        self.server = adopt(self.layout)
        if self.server:
            self.layout.announce(self.server.endpoint)
            log.info("adopted the running server %s", self.server.pid)
        while not self._nobody_left():
            if self.server is None or not self.server.lives():
                self._start(preparation)
            time.sleep(_LOOK_EVERY)

    def _start(self, preparation: Preparation) -> None:
        now = time.monotonic()
        self._starts = [at for at in self._starts if now - at < _RESTARTS_WITHIN] + [now]
        if len(self._starts) > _RESTARTS_ALLOWED + 1:
            raise CannotStartError(f"The server died {_RESTARTS_ALLOWED} times in a minute; see {self.layout.log}.")
        self.layout.forget("server.json")
        self.server = launch(self.layout, preparation)
        endpoint: Endpoint = self.server.endpoint
        self.layout.announce(endpoint)
        log.info("server %s answers on port %s", endpoint.pid, endpoint.port)

    def _nobody_left(self) -> bool:
        """Say whether to stop; from then on the exclusive lock is ours until this process ends."""
        try:
            same = os.stat(self.layout.directory / "users.lock").st_ino == os.fstat(self.users).st_ino
        except FileNotFoundError:
            same = False  # somebody deleted the folder: its users cannot be counted any more
        return self.told_to_stop or not same or try_lock(self.users, fcntl.LOCK_EX)


def keep_detached(directory: Path) -> None:
    """Become a process of its own session, child of nobody here, and keep."""
    if os.fork():
        os._exit(0)
    os.setsid()
    os.chdir("/")
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(process)d %(message)s")
    keeper = Keeper(directory)

    def stop(*_: object) -> None:
        keeper.told_to_stop = True

    signal.signal(signal.SIGTERM, stop)
    keeper.run()
    # Ends without Python's clean-up, so that the locks go last and together.
    logging.shutdown()
    os._exit(0)
