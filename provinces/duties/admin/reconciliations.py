"""Reconciliations of institutions' own statuses with the standing: upload, differences, report (arts. 35, 46)."""

from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from provinces.duties.admin.corrections import OrderForm, take_order
from provinces.duties.codes import DifferenceKind
from provinces.duties.models import Reconciliation, ReconciliationRow
from provinces.duties.selectors import clocks
from provinces.duties.services import reconciliations
from provinces.files.encodings import TITLES, Encoding
from provinces.files.tables import XLSX, Said
from provinces.office.admin.actions import HANDLE, OfficeAction, OfficeAdmin
from provinces.office.admin.fields import day, shown_day, text
from provinces.office.admin.panels import institution_link
from provinces.office.services.officers import Officer
from registry.doors.admin.titles import titled
from registry.doors.tables import CSV_MEDIA, XLSX_MEDIA, Sheet, workbook
from registry.doors.tables import table as as_csv
from registry.people.admin.of_person import person_link
from registry.words import lifelong_id
from registry.words.fields import titled_zh
from sync.admin.actions import ActionForm, FormData, Panel, rows_panel
from sync.admin.base import Menu, instant, link_to, mono
from sync.admin.of_statements import sentence_of

MOST = 200
HEADER = (
    "row", "kind", "title", "title_zh", "person", "theirs", "ours", "their_since", "our_since", "code", "field",
    "sentence", "sentence_zh",
)  # fmt: skip
"""Columns of the report, as those of every file that is taken away."""


class ListForm(ActionForm):
    """Form that takes an institution's list, and the day to compare it with."""

    institution = text(_("institution"), 40, help_text=_("Code of the institution."))
    on = day(_("day"), today=True, help_text=_("The standing of this day is compared."))
    file = forms.FileField(
        label=_("file"),
        widget=UnfoldAdminFileFieldWidget,
        help_text=_(
            "Excel workbook (XLSX) or CSV. Columns: lifelong ID (终身编号, person) or code "
            "(人员代码, code; 代码系统, system), status (状态, status), since (起始日期, since). A column with names "
            "(姓名, name) may be there; names are never kept."
        ),
    )
    encoding = forms.ChoiceField(
        label=_("encoding"),
        choices=[("", _("as the whole file shows")), *((each.value, title) for each, title in TITLES.items())],
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("Of a CSV file; one that is chosen is strictly kept to."),
    )
    sheet = text(_("sheet"), 31, required=False, help_text=_("Of a workbook with several; empty for its only one."))


def _run(_work: None, data: FormData, officer: Officer) -> Reconciliation:
    file = data["file"]
    said = Said(encoding=Encoding(data["encoding"]) if data["encoding"] else None, sheet=data["sheet"])
    return reconciliations.run(
        data["institution"], file.read(), name=file.name, said=said, on=data["on"], acting=officer, now=now()
    )


@admin.register(Reconciliation)
class ReconciliationAdmin(OfficeAdmin):
    """Pages of reconciliations, each with its counts."""

    menu = Menu("procedure", 100, "rule_folder")
    list_display = ("number", "institution_shown", "on", "rows_in", "same", "different", "refused", "missing", "by")
    list_display_links = ("number",)
    search_fields = ("institution", "name")
    search_help_text = _("Institution or file name")
    date_hierarchy = "on"
    fields = ("institution_shown", "on", "name", "read_as", "digest_hex", "rows_in", "same", "different", "refused",
              "missing", "by", "ran", "next_due", "report_link")  # fmt: skip
    readonly_fields = fields
    beginnings = (
        OfficeAction(
            name="compare",
            title=_("compare an institution's list"),
            duties=HANDLE,
            form=ListForm,
            take=_run,
            explanation=_(
                "The agency verifies regularly whether institutions keep the statuses of their people (arts. 35, 46). "
                "Rows in are those that agree, that differ and that cannot be read, always."
            ),
        ),
    )
    steps = (
        OfficeAction(
            name="order",
            title=_("propose an order to correct"),
            duties=HANDLE,
            form=OrderForm,
            take=take_order,
            opens=lambda run: bool(run.different or run.missing),
            explanation=_("At once, as the procedure says; somebody else approves it (arts. 46, 50)."),
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.report_view)
        return [path("<path:object_id>/report/", view, name="provinces_reconciliation_report"), *super().get_urls()]

    def report_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Return every difference as a file that a spreadsheet opens; it names people by their IDs only."""
        run = self.get_object(request, unquote(object_id))
        if run is None:
            raise Http404
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        as_workbook = run.read_as.startswith(XLSX)
        rows = map(_cells, run.rows.all())
        content = workbook(Sheet(title="report", header=HEADER, rows=rows)) if as_workbook else as_csv(HEADER, rows)
        name = f"reconciliation-{run.pk}.{'xlsx' if as_workbook else 'csv'}"
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(content, content_type=XLSX_MEDIA if as_workbook else CSV_MEDIA, headers=headers)

    def panels(self, work: Reconciliation) -> Sequence[Panel]:
        rows = list(work.rows.all())
        orders = [(link_to(order), order.get_state_display(), order.ordered_on, order.correct_by)
                  for order in work.orders.order_by("pk")]  # fmt: skip
        headers = (_("document"), _("state"), _("ordered on"), _("correct by"))
        found = [_of_kind(kind, [row for row in rows if row.kind == kind]) for kind in DifferenceKind]
        return [*(panel for panel in found if panel), rows_panel(_("orders to correct"), headers, orders)]

    @display(description=_("number"), ordering="pk")
    def number(self, run: Reconciliation) -> str:
        return f"#{run.pk}"

    @display(description=_("institution"), ordering="institution")
    def institution_shown(self, run: Reconciliation) -> str:
        return institution_link(run.institution)

    @display(description=_("digest (SHA-256)"))
    def digest_hex(self, run: Reconciliation) -> SafeString:
        return mono(bytes(run.digest).hex())

    @display(description=_("run at"), ordering="at")
    def ran(self, run: Reconciliation) -> str:
        return instant(run.at)

    @display(description=_("next due on"))
    def next_due(self, run: Reconciliation) -> str:
        found = clocks.next_reconciliation(run.institution, localdate())
        return shown_day(found) if found else gettext("the rule pack sets no time")

    @display(description=_("report"))
    def report_link(self, run: Reconciliation) -> SafeString:
        address = reverse("admin:provinces_reconciliation_report", args=(run.pk,))
        return format_html('<a class="pq-link" href="{}">{}</a>', address, _("all differences as a file"))


def _of_kind(kind: DifferenceKind, rows: Sequence[ReconciliationRow]) -> Panel | None:
    """Return the differences of a kind; nothing where there are none."""
    if not rows:
        return None
    title = f"{titled(kind)} ({len(rows)})"
    if kind is DifferenceKind.UNREADABLE:
        return rows_panel(title, (_("row"), _("field"), _("reason")), [
            (row.number, _column(row.field), sentence_of(row)) for row in rows[:MOST]
        ])  # fmt: skip
    if kind is DifferenceKind.UNKNOWN_HERE:
        numbers = "、".join(str(row.number) for row in rows[:MOST])
        return Panel(title=title, content=gettext("Rows of the file: %(numbers)s") % {"numbers": numbers})
    headers = (_("row"), _("person"), _("status there"), _("since there"), _("status here"), _("since here"))
    return rows_panel(title, headers, [
        (row.number or "–", person_link(row.person), row.get_theirs_display() or "–", shown_day(row.their_since),
         row.get_ours_display(), shown_day(row.our_since))
        for row in rows[:MOST]
    ])  # fmt: skip


def _column(field: str) -> str:
    """Return a column as the reader's language names it."""
    chinese = (get_language() or "en").startswith("zh")
    return (titled_zh(field) if chinese else field) or "–"


def _cells(row: ReconciliationRow) -> Sequence[object]:
    kind = DifferenceKind(row.kind)
    return (
        row.number or "", kind.value, kind.title_en, kind.title_zh, lifelong_id.shown(row.person), row.theirs, row.ours,
        row.their_since or "", row.our_since or "", row.code, row.field, row.sentence, row.sentence_zh,
    )  # fmt: skip
