"""Decisions as a plain application would keep them: one table, no signature, nothing that follows from them."""

from django.db import models


class PlainDecision(models.Model):
    """The members of a `decision.issued`, as columns."""

    person = models.CharField(max_length=16, db_index=True)
    institution = models.CharField(max_length=40)
    case_number = models.CharField(max_length=120)
    item = models.CharField(max_length=20)
    basis_kind = models.CharField(max_length=20)
    basis_authority = models.CharField(max_length=120)
    basis_document = models.CharField(max_length=160)
    legal_basis = models.CharField(max_length=40)
    decided_on = models.DateField()
    degree = models.CharField(max_length=20)
    points = models.SmallIntegerField()
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return f"{self.case_number}/{self.item}"
