"""Runs PostgreSQL where nothing but Python is installed: users share it, and it ends with the last of them.

    with Cluster(Path("var/postgres")).acquire() as lease:
        lease.ensure_database("payqual")
        psycopg.connect(lease.url("payqual"))

See `cluster` for the users' side, `keeper` for the process that owns the server.
"""

from registry.conf.postgres.binaries import Binaries, find_binaries
from registry.conf.postgres.cluster import Cluster, Lease
from registry.conf.postgres.errors import (
    CannotRunAsRootError,
    CannotStartError,
    NoBinariesError,
    NotEnoughDiskError,
    NotReadyError,
    OtherVersionError,
    PortTakenError,
    PostgresError,
)

__all__ = [
    "Binaries", "CannotRunAsRootError", "CannotStartError", "Cluster", "Lease", "NoBinariesError",
    "NotEnoughDiskError", "NotReadyError", "OtherVersionError", "PortTakenError", "PostgresError",
    "find_binaries",
]  # fmt: skip
