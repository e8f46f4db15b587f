"""Accounts that are a person's own."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.people.models.persons import Person
from sync.models.triggers import NO_DELETE, NO_TRUNCATE


class PersonAccount(models.Model):
    """An account that is a person's own: it reads that person's file and nothing else. Ended, never deleted."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="person_accounts", help_text=_("The account.")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts", help_text=_("Whose own account it is."))
    proof = models.CharField(max_length=200, help_text=_("How it was proved who uses the account."))
    linked_by = models.CharField(max_length=150, help_text=_("Account that linked it, as text."))
    linked_at = models.DateTimeField(help_text=_("When it was linked."))
    ended_by = models.CharField(max_length=150, blank=True, help_text=_("Account that ended it, as text."))
    ended_at = models.DateTimeField(null=True, blank=True, help_text=_("When it ended."))

    class Meta:
        verbose_name = _("person's own account")
        verbose_name_plural = _("people's own accounts")
        ordering = ["-linked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at__isnull=True), name="own_account_of_one"),
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="own_account_one"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="own_account_ended_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("linked_at")), name="own_account_in_order"
            ),
        ]
        triggers = [NO_DELETE, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.user} = {self.person}"
