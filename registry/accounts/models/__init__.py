"""Tables of accounts beside Django's own: events, second factors, sessions, tries."""

from registry.accounts.models.events import AccountEvent
from registry.accounts.models.factors import Factor, RecoveryCode
from registry.accounts.models.sessions import AccountSession
from registry.accounts.models.tries import Tries

__all__ = ["AccountEvent", "AccountSession", "Factor", "RecoveryCode", "Tries"]
