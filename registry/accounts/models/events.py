"""What happened to accounts: kept for ever, and never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.accounts.codes import AccountEventKind
from sync.models.triggers import APPEND_ONLY, NO_TRUNCATE

ADDRESS_LENGTH = 45
AGENT_LENGTH = 200
DETAIL_LENGTH = 300


class AccountEvent(models.Model):
    """Something that happened to an account: what, to whom, by whom, from where; no secret, and nothing mistyped."""

    kind = models.CharField(max_length=40, choices=AccountEventKind.choices(), help_text=_("What happened."))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("Whose account; empty where a name was typed that no account has."),
    )
    account_name = models.CharField(max_length=150, blank=True, help_text=_("Name of the account at that time."))
    acting = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("Account that did it; empty where nobody was signed in, and on the command line."),
    )
    acting_name = models.CharField(max_length=150, blank=True, help_text=_("Name of the acting account at that time."))
    at = models.DateTimeField(db_index=True, help_text=_("When."))
    address = models.CharField(max_length=ADDRESS_LENGTH, blank=True, help_text=_("Internet address it came from."))
    agent = models.CharField(max_length=AGENT_LENGTH, blank=True, help_text=_("What the browser calls itself."))
    detail = models.CharField(
        max_length=DETAIL_LENGTH, blank=True, help_text=_("What in particular: a factor's name, a right, a field.")
    )

    class Meta:
        verbose_name = _("account event")
        verbose_name_plural = _("account events")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["account", "-at"], name="account_events")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.kind} {self.account_name} {self.at}"
