"""Where sessions are kept: Django's store over a table that also says whose they are, and until when they go on."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now as clock

from registry.accounts.models import AccountSession
from registry.accounts.models.sessions import shown_key
from registry.accounts.services import sessions
from registry.accounts.services.origins import Origin, current_origin

BEGUN = "_begun"
"""Under which key a session says since when, and from where."""
_ACCOUNT = "_auth_user_id"
_SEEN_EVERY = timedelta(seconds=30)


class SessionStore(DatabaseStore):
    """A session is not found any more when nobody used it for a while, or when its hours are over."""

    _row: AccountSession | None = None

    @classmethod
    def get_model_class(cls) -> type[AccountSession]:
        return AccountSession

    def create_model_instance(self, data: dict[str, Any]) -> AccountSession:
        """Return the row of a session with what it says of itself."""
        now = clock()
        begun = data.setdefault(BEGUN, _begun(current_origin(), now))
        row: AccountSession = super().create_model_instance(data)  # type: ignore[assignment]
        row.id = shown_key(row.session_key)
        row.account_id = int(data[_ACCOUNT]) if data.get(_ACCOUNT) else None
        row.started_at = parse_datetime(begun["at"]) or now
        row.seen_at = now
        row.address, row.agent = begun["address"], begun["agent"]
        return row

    def begin(self, origin: Origin, now: datetime) -> None:
        """Count the session's hours from now on: somebody came in."""
        self[BEGUN] = _begun(origin, now)

    def seen(self, now: datetime) -> None:
        """Note that the session is used; not with every request, since each would be a row written."""
        if self._row is not None and now - self._row.seen_at >= _SEEN_EVERY:
            AccountSession.objects.filter(pk=self._row.pk).update(seen_at=now)

    def _get_session_from_db(self) -> AccountSession | None:
        row: AccountSession | None = super()._get_session_from_db()  # type: ignore[misc]
        if row is None:
            return None
        if sessions.end_over(row, now=clock()):
            self._session_key = None
            return None
        self._row = row
        return row

    @classmethod
    def clear_expired(cls) -> None:
        """End the sessions that are over (`manage.py clearsessions`, and by the clock)."""
        sessions.end_all_over(clock())


def _begun(origin: Origin, now: datetime) -> dict[str, str]:
    return {"at": now.isoformat(), "address": origin.address, "agent": origin.agent}
