"""Pages of intake files and of the answers to their rows."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from provinces.files.models import IntakeFile, IntakeRow
from registry.people.admin.of_person import person_link
from sync.admin.base import Menu, ViewOnlyAdmin, badge, instant, link_to, mono, tick
from sync.admin.of_statements import STATE_COLOURS, sentence_of
from sync.admin.titles import say_better
from sync.models import Proposal, Statement


@admin.register(IntakeFile)
class IntakeFileAdmin(ViewOnlyAdmin):
    """Runs over files of cases."""

    menu = Menu("intake", 10, "upload_file")
    needs_everything = True
    list_display = (
        "name",
        "kind",
        "acting",
        "started",
        "finished",
        "rows_in",
        "accepted",
        "held",
        "refused",
        "duplicate",
        "rehearsed_tick",
    )
    list_filter = ("kind", "rehearsed")
    search_fields = ("name", "acting")
    search_help_text = _("File name or account")
    fields = (
        "name",
        "kind",
        "read_as",
        "digest_hex",
        "rehearsed_tick",
        "proposal_link",
        "acting",
        "started",
        "finished",
        "rows_in",
        "accepted",
        "held",
        "refused",
        "duplicate",
    )
    readonly_fields = fields

    @display(description=_("rehearsed"), ordering="rehearsed")
    def rehearsed_tick(self, file: IntakeFile) -> str:
        return tick(file.rehearsed)

    @display(description=_("proposal"))
    def proposal_link(self, file: IntakeFile) -> str:
        """Return what two accounts agreed on; of a rehearsed file what waits for that."""
        waits = Proposal.objects.filter(matter="intake_file", content__file=file.pk).first() if file.rehearsed else None
        return link_to(file.proposal or waits)

    @display(description=_("digest (SHA-256)"))
    def digest_hex(self, file: IntakeFile) -> SafeString:
        return mono(bytes(file.digest).hex())

    @display(description=_("started"), ordering="started_at")
    def started(self, file: IntakeFile) -> str:
        return instant(file.started_at)

    @display(description=_("finished"), ordering="finished_at")
    def finished(self, file: IntakeFile) -> str:
        return instant(file.finished_at)


@admin.register(IntakeRow)
class IntakeRowAdmin(ViewOnlyAdmin):
    """Row by row: what became of each, and why."""

    menu = Menu("intake", 20, "table_rows")
    needs_everything = True
    list_display = ("file_link", "number", "outcome_label", "code", "field", "reason", "person_link")
    list_display_links = ("number",)
    list_filter = ("outcome",)
    list_select_related = ("file",)
    search_fields = ("file__name", "code", "person")
    search_help_text = _("File name, reason code, or lifelong ID")
    ordering = ("-file", "number")
    fields = (
        "file_link",
        "number",
        "outcome_label",
        "code",
        "field",
        "reason",
        "person_link",
        "statement_link",
    )
    readonly_fields = fields

    @display(description=_("file"), ordering="file")
    def file_link(self, row: IntakeRow) -> str:
        return link_to(row.file)

    @display(description=_("outcome"), ordering="outcome")
    def outcome_label(self, row: IntakeRow) -> SafeString:
        return badge(STATE_COLOURS.get(row.outcome), row.get_outcome_display())

    @display(description=_("reason"))
    def reason(self, row: IntakeRow) -> str:
        return sentence_of(row)

    @display(description=_("person"), ordering="person")
    def person_link(self, row: IntakeRow) -> str:
        return person_link(row.person) if row.person else ""

    @display(description=_("statement"))
    def statement_link(self, row: IntakeRow) -> str:
        return link_to(Statement.objects.filter(pk=row.statement_id).first()) if row.statement_id else ""


say_better({"rows_in": _("rows read"), "read_as": _("read as")})
