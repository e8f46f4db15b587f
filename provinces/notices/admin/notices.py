"""Notices: read on record, served, and what was done upon them (arts. 31 to 34, 40)."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override
from unfold.decorators import display

from provinces.notices.codes import NoticeStep, ServingMethod
from provinces.notices.models import Notice, NoticeFollowUp, NoticeServing
from provinces.notices.panels import followed_on
from provinces.notices.services import follow_ups, notices, renewals
from provinces.office.admin.actions import HANDLE, OfficeAction, OfficeAdmin
from provinces.office.admin.fields import choice, day, text
from provinces.office.services.officers import Officer, officer_of
from registry.people.admin.of_person import person_link
from registry.vault.codes.looks import LookDoor
from registry.vault.models import LookRecord
from sync.admin.actions import ActionForm, FormData, Panel, done, rows_panel
from sync.admin.base import Menu, badge, instant, link_to, mono
from sync.admin.titles import Words
from sync.models import Statement
from sync.scope import Scope

FORMS = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}
PRINTED = {"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE], "frame-ancestors": [CSP.NONE]}
"""A printed page brings its own style and nothing else."""


class RenewalForm(ActionForm):
    """Form in which the office says why a notice is made again, or corrected."""

    reason = text(_("reason"), 300)


class ServingForm(ActionForm):
    """Form in which the office enters when and how a notice reached the institution."""

    served_on = day(
        _("served on"),
        today=True,
        help_text=_("The institution's ten working days for an objection run from it (art. 41)."),
    )
    method = choice(_("method"), ServingMethod)


class UpdatedForm(ActionForm):
    """Form in which the office enters that the institution set its record."""

    updated_on = day(_("record updated on"), today=True, help_text=_("When the institution set its record (art. 33)."))


class ReceivedForm(ActionForm):
    """Form in which the office enters that the person received the notice."""

    received_on = day(
        _("received on"), help_text=_("The person's ten working days for an objection run from it (art. 41).")
    )
    document = text(_("document"), 160, required=False, help_text=_("By which the institution confirms it."))


class ReportedForm(ActionForm):
    """Form in which the office enters that the agency reported."""

    reported_on = day(
        _("reported on"), today=True, help_text=_("When it went to the administrative department (arts. 40, 52).")
    )


def _serve(notice: Notice, data: FormData, officer: Officer) -> Notice:
    method = ServingMethod(data["method"])
    return notices.serve(notice, served_on=data["served_on"], method=method, acting=officer, now=now()).notice


def _may_be_received(notice: Notice) -> bool:
    """Return whether the person's receipt may be entered: upon one version of a notice that was served, once."""
    versions = notice.about.notices.filter(number=notice.number)
    taken = NoticeFollowUp.objects.filter(notice__in=versions, name=NoticeStep.RECEIVED_BY_PERSON)
    return NoticeServing.objects.filter(notice__in=versions).exists() and not taken.exists()


def _is_last(notice: Notice) -> bool:
    return not notice.about.notices.filter(version__gt=notice.version).exists()


def _may_be_served(notice: Notice) -> bool:
    return not notice.is_served and _is_last(notice)


def _may_be_updated(notice: Notice) -> bool:
    return bool(notice.status) and hasattr(notice, "serving") and not notice.followed_by(NoticeStep.RECORD_UPDATED)


class SupersededFilter(admin.SimpleListFilter):
    """Filter of the notices that do not say any more what stands."""

    title = _("says what stands")
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Words]]:
        return [("again", _("make again")), ("correct", _("to be corrected"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        if self.value() in ("again", "correct"):
            return queryset.filter(superseded__isnull=False, serving__isnull=self.value() == "again")
        return queryset


@admin.register(Notice)
class NoticeAdmin(OfficeAdmin):
    """Pages of notices, every version of each."""

    menu = Menu("procedure", 30, "description")
    list_display = ("number", "version", "person_link", "about_link", "status", "issued_on", "served", "holds")
    list_filter = ("status", SupersededFilter)
    search_fields = ("number", "item__case__case_number", "item__person__lifelong_id", "subject__order__reference",
                     "subject__person__lifelong_id", "unforeseen__decision__case_number",
                     "unforeseen__person__lifelong_id")  # fmt: skip
    search_help_text = _("Number, case number, reference or lifelong ID")
    list_select_related = ("item__case", "subject__order", "unforeseen__decision", "serving", "superseded")
    date_hierarchy = "issued_on"
    fields = ("number", "version", "about_link", "person_link", "status", "issued_on", "issued_by", "made",
              "holds", "corrects_link", "html_digest_hex", "pdf_digest_hex", "read_links", "served", "received_on",
              "record_updated_on", "reported_on")  # fmt: skip
    readonly_fields = fields
    steps = (
        OfficeAction(
            name="serve",
            title=_("enter the serving"),
            duties=HANDLE,
            form=ServingForm,
            take=_serve,
            opens=_may_be_served,
            explanation=_(
                "To the institution where the scored conduct happened, three working days at most (art. 33)."
            ),
        ),
        OfficeAction(
            name="make-again",
            title=_("make the notice again"),
            duties=HANDLE,
            form=RenewalForm,
            take=done(renewals.make_again),
            opens=_may_be_served,
            explanation=_(
                "With what stands now, under the same number. The former versions stay, and are not served any more."
            ),
        ),
        OfficeAction(
            name="correct",
            title=_("make a correcting notice"),
            duties=HANDLE,
            form=RenewalForm,
            take=done(renewals.correct),
            opens=lambda notice: notice.is_served and _is_last(notice),
            explanation=_(
                "It was served. What stands now, or that nothing stands any more, is told by a notice with a number of "
                "its own; it is served and received again, and the times for an objection run from it."
            ),
            danger=True,
        ),
        OfficeAction(
            name="record-updated",
            title=_("the institution set its record"),
            duties=HANDLE,
            form=UpdatedForm,
            take=done(follow_ups.record_updated),
            opens=_may_be_updated,
            explanation=_(
                "To the status in the notice that was served on it (art. 33). The working days for it are those of "
                "the province's rule pack; the procedure names none."
            ),
        ),
        OfficeAction(
            name="received",
            title=_("the person received it"),
            duties=HANDLE,
            form=ReceivedForm,
            take=done(follow_ups.received),
            opens=_may_be_received,
            explanation=_(
                "As the institution confirms. Until then it is unknown when the person's time for an objection began, "
                "and the person is not late (art. 41)."
            ),
        ),
        OfficeAction(
            name="reported",
            title=_("reported to the administrative department"),
            duties=HANDLE,
            form=ReportedForm,
            take=done(follow_ups.reported),
            opens=lambda notice: not notice.followed_by(NoticeStep.REPORTED),
            explanation=_(
                "What was scored and what followed (arts. 40, 52). The working days for it are those of the "
                "province's rule pack; the procedure names none."
            ),
        ),
    )

    def visible(self, rows: QuerySet[Notice], scope: Scope) -> QuerySet[Notice]:
        later = Q(item=OuterRef("item")) | Q(subject=OuterRef("subject")) | Q(unforeseen=OuterRef("unforeseen"))
        replaced = Exists(Notice.objects.filter(later, version__gt=OuterRef("version")))
        return super().visible(rows, scope).annotate(is_replaced=replaced)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.read_view)
        return [path("<path:object_id>/read/<slug:form>/", view, name="provinces_notice_read"), *super().get_urls()]

    @method_decorator(csp_override(PRINTED))
    def read_view(self, request: HttpRequest, object_id: str, form: str) -> HttpResponse:
        """Return the document as it was made. It names the person: the opening is recorded."""
        notice = self.get_object(request, unquote(object_id))
        if notice is None or form not in FORMS:
            raise Http404
        officer = officer_of(request.user)
        if not self.has_view_permission(request, notice) or not officer.duties:
            raise PermissionDenied
        content = notices.read(notice, form, acting=officer, now=now())
        name = quote(f"{notice.number}-{notice.version}.{form}" if notice.version > 1 else f"{notice.number}.{form}")
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f"inline; filename=\"notice-{notice.pk}.{form}\"; filename*=UTF-8''{name}",
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(content, content_type=FORMS[form], headers=headers)

    def panels(self, work: Notice) -> Sequence[Panel]:
        doors = (LookDoor.NOTICE_MADE, LookDoor.NOTICE_OPENED)
        looks = LookRecord.objects.filter(person_id=work.person_id, door__in=doors).order_by("-id")[:20]
        rows = [(instant(look.at), look.user_name, look.door) for look in looks]
        return [rows_panel(_("openings of this person's notices"), (_("time"), _("account"), _("door")), rows)]

    @display(description=_("says what stands"))
    def holds(self, notice: Any) -> str:  # noqa: ANN401 - the query adds `is_replaced`
        if not hasattr(notice, "superseded"):
            return badge(None, _("replaced")) if notice.is_replaced else ""
        if notice.is_served:
            return badge("danger", _("to be corrected"))
        return badge("warning", _("make again"))

    @display(description=_("corrects notice"))
    def corrects_link(self, notice: Notice) -> str:
        return link_to(notice.corrects) if notice.corrects else "–"

    @display(description=_("about"))
    def about_link(self, notice: Notice) -> str:
        return link_to(notice.work)

    @display(description=_("person"))
    def person_link(self, notice: Notice) -> str:
        return person_link(notice.person_id)

    @display(description=_("record updated on"))
    def record_updated_on(self, notice: Notice) -> str:
        return followed_on(notice, NoticeStep.RECORD_UPDATED) if notice.status else str(_("no status follows"))

    @display(description=_("received by the person on"))
    def received_on(self, notice: Notice) -> str:
        return followed_on(notice, NoticeStep.RECEIVED_BY_PERSON)

    @display(description=_("reported on"))
    def reported_on(self, notice: Notice) -> str:
        return followed_on(notice, NoticeStep.REPORTED)

    @display(description=_("made"), ordering="made_at")
    def made(self, notice: Notice) -> str:
        return instant(notice.made_at)

    @display(description=_("SHA-256 of the page"))
    def html_digest_hex(self, notice: Notice) -> SafeString:
        return mono(bytes(notice.html_digest).hex())

    @display(description=_("SHA-256 of the PDF document"))
    def pdf_digest_hex(self, notice: Notice) -> SafeString:
        return mono(bytes(notice.pdf_digest).hex())

    @display(description=_("document"))
    def read_links(self, notice: Notice) -> SafeString:
        page, pdf = (reverse("admin:provinces_notice_read", args=(notice.pk, form)) for form in FORMS)
        return format_html(
            '<a class="pq-link" href="{}">{}</a> · <a class="pq-link" href="{}">PDF</a> '
            '<span class="pq-subtle">{}</span>',
            page, _("page"), pdf, _("Every opening is recorded."),
        )  # fmt: skip

    @display(description=_("served"))
    def served(self, notice: Notice) -> SafeString:
        serving = NoticeServing.objects.filter(notice=notice).first()
        if serving is None:
            return badge("warning", _("not yet"))
        statement = Statement.objects.filter(pk=serving.statement_id).first() if serving.statement_id else None
        return format_html("{} {} {}", serving.served_on, serving.get_method_display(), link_to(statement))


@admin.register(NoticeServing)
class NoticeServingAdmin(OfficeAdmin):
    """Pages of servings: when each notice reached its institution."""

    list_display = ("served_on", "notice_link", "method", "by")
    list_filter = ("method",)
    search_fields = ("notice__number",)
    search_help_text = _("Number of the notice")
    date_hierarchy = "served_on"
    fields = ("notice_link", "served_on", "method", "by", "entered")
    readonly_fields = fields

    @display(description=_("notice"))
    def notice_link(self, serving: NoticeServing) -> str:
        return link_to(serving.notice)

    @display(description=_("entered"), ordering="at")
    def entered(self, serving: NoticeServing) -> str:
        return instant(serving.at)


@admin.register(NoticeFollowUp)
class NoticeFollowUpAdmin(OfficeAdmin):
    """Pages of what was done after notices were served."""

    list_display = ("on", "notice_link", "name", "by")
    list_filter = ("name",)
    search_fields = ("notice__number",)
    search_help_text = _("Number of the notice")
    date_hierarchy = "on"
    fields = ("notice_link", "name", "on", "by", "entered")
    readonly_fields = fields

    @display(description=_("notice"))
    def notice_link(self, taken: NoticeFollowUp) -> str:
        return link_to(taken.notice)

    @display(description=_("entered"), ordering="at")
    def entered(self, taken: NoticeFollowUp) -> str:
        return instant(taken.at)
