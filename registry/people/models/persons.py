"""People: the lifelong ID, and the vault that knows who is behind it.

The ID travels; the vault does not. Names and document numbers are sealed (encrypted) with a keyed hash beside them for
finding. National's vault knows everybody, a province's those it has filed.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.statements.choices import titled
from registry.words.persons import Category, DocumentKind
from sync.models import Statement
from sync.models.triggers import APPEND_ONLY, NO_DELETE, NO_TRUNCATE

DOCUMENT_KINDS = titled(DocumentKind)
CATEGORIES = titled(Category)


class Person(models.Model):
    """One individual, known by a lifelong ID. The row is also the lock under which the person's facts are stored."""

    lifelong_id = models.CharField(
        max_length=16,
        primary_key=True,
        help_text=_("16 digits, the last two check digits; never reused, never changed."),
    )
    issued_for = models.CharField(max_length=6, help_text=_("Division that asked for the ID."))
    issued_at = models.DateTimeField(help_text=_("When national issued the ID."))
    statement = models.ForeignKey(
        Statement,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("The statement by which national issued the ID."),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["lifelong_id"]
        constraints = [
            models.CheckConstraint(condition=Q(lifelong_id__regex=r"^[0-9]{16}$"), name="person_id_sixteen_digits")
        ]
        triggers = [NO_DELETE, NO_TRUNCATE, pgtrigger.ReadOnly(name="fixed_fields", exclude=["statement"])]

    def __str__(self) -> str:
        i = self.lifelong_id
        return f"{i[:4]}-{i[4:8]}-{i[8:12]}-{i[12:]}"


class Identity(models.Model):
    """What is known of who a person is: name and birth date, sealed. Corrections are new rows."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="identities", help_text=_("Whose identity."))
    name_sealed = models.BinaryField(help_text=_("Name as given, encrypted."))
    name_hash = models.BinaryField(db_index=True, help_text=_("Keyed hash of the normalised name."))
    born_sealed = models.BinaryField(null=True, help_text=_("Birth date, encrypted."))
    name_born_hash = models.BinaryField(
        null=True, db_index=True, help_text=_("Keyed hash of normalised name and birth date together.")
    )
    near_hashes = ArrayField(
        models.BinaryField(),
        default=list,
        editable=False,
        help_text=_("Keyed hashes of name and birth date with each character of the name lost in turn."),
    )
    category = models.CharField(
        max_length=20, choices=CATEGORIES, blank=True, help_text=_("Class of personnel, art. 11 of the procedure.")
    )
    recorded_at = models.DateTimeField(help_text=_("When it was recorded."))

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        permissions = [("open_vault", _("Can see names and document numbers"))]
        ordering = ["person", "-recorded_at", "-id"]
        indexes = [GinIndex(fields=["near_hashes"], name="identity_near")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.person} #{self.pk}"


class Document(models.Model):
    """An identity document of a person; the number is sealed and found by its keyed hash."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="documents", help_text=_("Whose document."))
    kind = models.CharField(max_length=20, choices=DOCUMENT_KINDS, help_text=_("Kind of document."))
    number_sealed = models.BinaryField(help_text=_("Number, encrypted."))
    number_hash = models.BinaryField(help_text=_("Keyed hash of kind and number."))
    recorded_at = models.DateTimeField(help_text=_("When it was recorded."))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["person", "kind", "id"]
        constraints = [models.UniqueConstraint(fields=["number_hash"], name="document_belongs_to_one_person")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.person} {self.kind}"


class PersonCode(models.Model):
    """An opaque external code of a person; many per person, kept with the date it was first recorded."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="codes", help_text=_("Whose code."))
    system = models.CharField(max_length=40, help_text=_("Code system, e.g. nhsa."))
    code = models.CharField(max_length=64, help_text=_("The code, opaque: nothing is read from it."))
    recorded_at = models.DateTimeField(help_text=_("When it was recorded."))

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ["person", "system", "code"]
        constraints = [models.UniqueConstraint(fields=["system", "code"], name="code_belongs_to_one_person")]
        indexes = [models.Index(fields=["code"], name="code_in_any_system")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.system}:{self.code}"


_APPROVED = """
IF OLD.verdict <> 'open' OR NOT EXISTS (
    SELECT FROM sync_proposal WHERE matter = 'held_identity' AND key = NEW.id::text AND state = 'approved'
) THEN
    RAISE EXCEPTION 'a held identity is settled once, by two accounts' USING ERRCODE = 'insufficient_privilege';
END IF;
RETURN NEW;
"""


class HeldIdentity(models.Model):
    """A request for an ID that no machine may answer: it nearly matches somebody. A human says who it is.

    The same request is found again by its digest, so that asking twice makes one case.
    """

    class Ruling(models.TextChoices):
        """What a human said about a held identity."""

        OPEN = "open", _("open")
        SAME = "same", _("the same person")
        OTHER = "other", _("another person")
        REFUSED = "refused", _("refused")

    digest = models.BinaryField(unique=True, help_text=_("Keyed hash of the whole request."))
    asked_by = models.CharField(max_length=6, help_text=_("Division that asked."))
    request_sealed = models.BinaryField(help_text=_("The request, encrypted."))
    code = models.CharField(max_length=60, help_text=_("Why it is held."))
    candidates = models.ManyToManyField(Person, related_name="+", help_text=_("Whom it nearly matches."))
    asked_at = models.DateTimeField(help_text=_("When it was asked first."))
    verdict = models.CharField(
        max_length=8, choices=Ruling.choices, default=Ruling.OPEN, help_text=_("What the human said.")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("The person it turned out to be.")
    )
    settled_by = models.CharField(max_length=150, blank=True, help_text=_("Who settled it, as text."))
    settled_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was settled."))
    reason = models.CharField(max_length=500, blank=True, help_text=_("Why it was settled so."))

    class Meta:
        verbose_name = _("held identity")
        verbose_name_plural = _("held identities")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="open", settled_at__isnull=True)
                | (~Q(verdict="open") & Q(settled_at__isnull=False)),
                name="held_identity_settled_whole",
            )
        ]
        triggers = [
            NO_DELETE,
            NO_TRUNCATE,
            pgtrigger.Trigger(
                name="approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.verdict IS DISTINCT FROM NEW.verdict"),
                func=_APPROVED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by} {self.code} #{self.pk}"
