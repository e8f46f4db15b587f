"""Provinces as rows, so that officers can be given permissions on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Province(models.Model):
    """One of the 32 divisions; the object on which officers' permissions hang."""

    division = models.CharField(max_length=6, primary_key=True, help_text=_("GB/T 2260 code."))
    name_zh = models.CharField(max_length=60, help_text=_("Name in Chinese."))
    name_en = models.CharField(max_length=60, help_text=_("Name in English."))

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["division"]
        permissions = [("see_province", _("Can see the people, decisions and statements of this province"))]

    def __str__(self) -> str:
        return f"{self.division} {self.name_zh}"
