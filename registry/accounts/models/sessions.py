"""Sessions: Django's own, and whose they are, from where, since when, and when they were last seen."""

import hashlib
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.accounts.models.events import ADDRESS_LENGTH, AGENT_LENGTH


def shown_key(session_key: str) -> uuid.UUID:
    """Return under which number a session is spoken of: who learns it cannot find the key that opens the session."""
    return uuid.UUID(bytes=hashlib.sha256(session_key.encode()).digest()[:16])


class AccountSession(AbstractBaseSession):
    """A browser's session; it is over when nobody used it for a while, and in any case after some hours."""

    id = models.UUIDField(primary_key=True, editable=False)
    session_key = models.CharField(
        max_length=40, unique=True, help_text=_("What the browser brings along; shown to nobody.")
    )
    session_data = models.TextField(help_text=_("What the pages remember, signed."))
    expire_date = models.DateTimeField(db_index=True, help_text=_("When the browser's cookie ends."))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        help_text=_("Whose session; empty before somebody came in."),
    )
    started_at = models.DateTimeField(help_text=_("When the account came in."))
    seen_at = models.DateTimeField(help_text=_("When it was last used, to half a minute."))
    address = models.CharField(max_length=ADDRESS_LENGTH, blank=True, help_text=_("Internet address it began from."))
    agent = models.CharField(max_length=AGENT_LENGTH, blank=True, help_text=_("What the browser calls itself."))

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.account or '–'} {self.address}"  # not the key, as Django would have it

    def over(self, now: datetime) -> str:
        """Return by which limit the session is over, idle or absolute; nothing while it goes on."""
        if now >= self.started_at + timedelta(hours=settings.SESSION_HOURS):
            return "absolute"
        return "idle" if now >= self.seen_at + timedelta(minutes=settings.SESSION_IDLE_MINUTES) else ""
