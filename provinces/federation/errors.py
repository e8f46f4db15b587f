"""What a local federation refuses; every message says what to do."""


class FederationError(RuntimeError):
    """Base of all errors here; `code` is stable."""

    code = "federation_failed"


class UnknownDivisionError(FederationError):
    """A code that is none of the 32 divisions, or one named twice."""

    code = "unknown_division"


class RunsAlreadyError(FederationError):
    """A federation runs in that folder."""

    code = "runs_already"


class NotRunningError(FederationError):
    """There is no federation in that folder, or it is stopped."""

    code = "not_running"


class OtherFederationError(FederationError):
    """The folder holds a federation of other provinces."""

    code = "other_federation"


class PortTakenError(FederationError):
    """Another program listens where a node should."""

    code = "port_taken"


class NodeFailedError(FederationError):
    """A node could not be set up or does not answer."""

    code = "node_failed"


class NotSettledError(FederationError):
    """The nodes were not level within the time allowed."""

    code = "not_settled"


_ALL: tuple[type[FederationError], ...] = (FederationError, *FederationError.__subclasses__())
BY_CODE: dict[str, type[FederationError]] = {error.code: error for error in _ALL}
