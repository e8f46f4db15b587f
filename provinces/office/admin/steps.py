"""Every step that was taken, the latest first."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from provinces.office.kinds import kind_named
from provinces.office.models import Step
from sync.admin.base import Menu, ViewOnlyAdmin, instant, link_to


@admin.register(Step)
class StepAdmin(ViewOnlyAdmin):
    """Who did what to which piece of work."""

    menu = Menu("procedure", 120, "footprint")
    needs_everything = True
    list_display = ("entered", "work_link", "name", "on", "by", "office", "remark")
    list_display_links = ("entered",)
    list_filter = ("name", "office")
    search_fields = ("by", "remark")
    search_help_text = _("Account or remark")
    ordering = ("-id",)
    fields = ("work_link", "name", "on", "entered", "by", "office", "remark", "statement_id")
    readonly_fields = fields

    @display(description=_("entered"), ordering="at")
    def entered(self, step: Step) -> str:
        return instant(step.at)

    @display(description=_("piece of work"))
    def work_link(self, step: Step) -> str:
        kind = kind_named(step.noun)
        if kind is not None:
            return link_to(kind.model._default_manager.filter(pk=step.key).first())
        return f"{step.noun} {step.key}"
