"""Boxes on the pages of the work: who it is about, its steps."""

from django.db.models import Model
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.office.admin.fields import shown_day
from provinces.office.codes import ApprovalState, Office
from provinces.office.models import Step
from provinces.office.services.whom import Whom
from registry.doors.admin.titles import titled
from registry.institutions.models import Institution
from registry.people.admin.of_person import STATUS_COLOURS, person_link
from registry.words.persons import Category
from sync.admin.actions import Panel, rows_panel
from sync.admin.base import badge, instant, link_to, table
from sync.models import Statement


def whom_panel(whom: Whom) -> Panel:
    """Return who a step is about, to be compared with the paper in hand."""
    there = gettext("%(institution)s, from %(opened)s")
    ended = gettext("%(institution)s, from %(opened)s until %(cancelled)s")
    codes = {each.institution for each in whom.filings}
    titles = dict(Institution.objects.filter(pk__in=codes).values_list("pk", "name"))
    filings = [
        (there if each.cancelled_on is None else ended)
        % {
            "institution": titles.get(each.institution) or each.institution,
            "opened": shown_day(each.opened_on),
            "cancelled": shown_day(each.cancelled_on),
        }
        for each in whom.filings
    ]
    status = titled(whom.standing.status)
    if whom.standing.term_over:
        status = gettext("%(status)s, term over, not restored") % {"status": status}
    rows = [
        (_("person"), person_link(whom.person)),
        (_("full name"), whom.name or gettext("not known on this node")),
        (_("category"), titled(Category(whom.category)) if whom.category else "–"),
        (_("codes"), "、".join(whom.codes) or "–"),
        (_("filed at"), format_html_join(mark_safe("<br>"), "{}", ((each,) for each in filings)) or "–"),
        (_("standing today"), badge(STATUS_COLOURS[whom.standing.status.value], status)),
    ]
    alarm = ""
    if not whom.filed_there:
        alarm = gettext(
            "The person was not filed at this institution on the days in question. "
            "Make sure that the paper means this person."
        )
    panel = rows_panel(_("who it is"), (_("what"), _("value")), rows)
    return Panel(title=panel.title, content=panel.content, alarm=alarm)


def step_panel(work: Model) -> Panel:
    """Return the steps of a piece of work, the first one first."""
    steps = list(Step.objects.filter(noun=work._meta.model_name, key=str(work.pk)).order_by("id"))
    statements = Statement.objects.in_bulk([step.statement_id for step in steps if step.statement_id])
    headers = (_("step"), _("on"), _("by"), _("office"), _("remark"), _("statement"), _("entered"))
    rows = [
        (
            step.get_name_display(),
            shown_day(step.on),
            step.by,
            titled(Office(step.office)),
            step.remark or "–",
            link_to(statements[step.statement_id]) if step.statement_id in statements else "–",
            instant(step.at),
        )
        for step in steps
    ]
    return Panel(title=_("Steps"), content=table(headers, rows))


def institution_link(code: str) -> str:
    """Return a link to an institution under its name and code."""
    institution = Institution.objects.filter(pk=code).first()
    return link_to(institution) if institution else code


APPROVAL_COLOURS = {
    ApprovalState.PROPOSED: "info",
    ApprovalState.SENT_BACK: "warning",
    ApprovalState.SIGNED: "success",
}
