"""What sync refuses, as typed exceptions; the door turns them into problem documents (RFC 9457)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something was refused or held: a stable code, the field, and a sentence in both languages."""

    code: str
    field: str = ""
    sentence: str = ""
    sentence_zh: str = ""


class SyncError(Exception):
    """Base of everything sync raises. Carries a Reason and the HTTP status at the door."""

    status = 400

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"{reason.code}: {reason.sentence}")
        self.reason = reason


class NotAuthentic(SyncError):
    """The transport signature is missing, wrong, stale or replayed."""

    status = 401


class OutOfScope(SyncError):
    """The node may not do this."""

    status = 403


class LogMismatch(SyncError):
    """What came does not extend the log verified so far."""

    status = 409


class NationalUnreachable(SyncError):
    """National could not be asked; try again later."""

    status = 503
