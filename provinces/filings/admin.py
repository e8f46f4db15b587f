"""The desk of agreements and filings: record, file, move, cancel, retire by form (arts. 8 to 18)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from provinces.filings import services as filing_services
from provinces.filings.services import AgreementTerms, Entry
from provinces.office.admin.actions import HANDLE, OfficeAction, OfficeAdmin, handles
from provinces.office.admin.fields import PersonField, choice, day, lines, person_of, text
from provinces.office.codes import Duty
from provinces.office.selectors import own_division
from provinces.office.services.officers import Officer, officer_of
from registry.institutions.models import Agreement, AgreementEnd
from registry.people.admin.of_person import person_link
from registry.qualification.models import Filing
from registry.qualification.selectors import watchlists
from registry.words.persons import Category
from registry.words.remedies import CancellationReason, CommitmentForm
from sync.admin.actions import ActionForm, FormData, Panel, rows_panel
from sync.admin.base import link_to


class AgreementForm(ActionForm):
    """Form of a service agreement."""

    institution = text(_("institution"), 40, help_text=_("Code of the institution."))
    number = text(_("agreement number"), 80)
    valid_from = day(_("valid from"))
    valid_to = day(_("valid to"), help_text=_("First day after its term."))


class EndForm(ActionForm):
    """Form in which an agreement ends before its term."""

    ended_on = day(_("ended on"), today=True, help_text=_("First day on which it no longer holds."))
    reason = lines(_("reason"), 200)


class EntryForm(ActionForm):
    """Form of a filing with its commitment."""

    person = PersonField()
    institution = text(_("institution"), 40, help_text=_("Code of the institution."))
    opened_on = day(_("filed on"), today=True)
    category = choice(_("category"), Category)
    role = text(
        _("role"),
        40,
        required=False,
        help_text=_("At a retail pharmacy a code that the rule pack names, such as head or pharmacist (art. 11)."),
    )
    practice_type = text(_("practice type"), 60, required=False)
    practice_category = text(_("practice category"), 60, required=False)
    practice_scope = text(_("practice scope"), 120, required=False)
    job_title = text(_("job title"), 60, required=False)
    commitment_version = text(
        _("commitment version"), 40, help_text=_("Version of the text that was signed (art. 19).")
    )
    commitment_signed_on = day(_("commitment signed on"), today=True)
    commitment_form = choice(_("commitment form"), CommitmentForm)


class MoveForm(EntryForm):
    """Form in which a person moves to another institution."""

    def prepare(self) -> None:
        """Take over what does not change with the institution; the commitment is made anew."""
        del self.fields["person"]
        for name in ("category", "role", "practice_type", "practice_category", "practice_scope", "job_title"):
            self.initial.setdefault(name, getattr(self.work, name))


class CancelForm(ActionForm):
    """Form in which a filing is cancelled."""

    cancelled_on = day(_("cancelled on"), today=True, help_text=_("First day on which it no longer holds."))
    reason = choice(
        _("reason"), [reason for reason in CancellationReason if reason is not CancellationReason.MOVED]
    )  # fmt: skip


def _entry(data: FormData, **more: Any) -> Entry:
    given: FormData = {**data, **more}
    given["category"] = Category(given["category"])
    given["commitment_form"] = CommitmentForm(given["commitment_form"])
    return Entry(**given)


def _record(_work: None, data: FormData, officer: Officer) -> Agreement:
    return filing_services.record_agreement(AgreementTerms(**data), acting=officer, now=now())


def _end(agreement: Agreement, data: FormData, officer: Officer) -> Agreement:
    return filing_services.end_agreement(agreement, **data, acting=officer, now=now())


def _file(_work: None, data: FormData, officer: Officer) -> Filing:
    return filing_services.file(_entry(data), acting=officer, now=now())


def _move(filing: Filing, data: FormData, officer: Officer) -> Filing:
    return filing_services.move(filing, _entry(data, person=filing.person_id), acting=officer, now=now())


def _cancel(filing: Filing, data: FormData, officer: Officer) -> Filing:
    reason = CancellationReason(data["reason"])
    return filing_services.cancel(filing, cancelled_on=data["cancelled_on"], reason=reason, acting=officer, now=now())


BEGIN = (
    OfficeAction(
        name="agreement",
        title=_("record an agreement"),
        duties=HANDLE,
        form=AgreementForm,
        take=_record,
        explanation=_("Without an agreement in force nobody is filed at an institution (arts. 8, 13)."),
    ),
    OfficeAction(
        name="file",
        title=_("file a person"),
        duties=HANDLE,
        form=EntryForm,
        take=_file,
        explanation=_(
            "Agreement, commitment, filing, in this order. After a termination it is a new filing, once "
            "the bar is over (arts. 13, 21, 39). Many at once: by file."
        ),
    ),
)
OF_FILING = (
    OfficeAction(
        name="move",
        title=_("move"),
        duties=HANDLE,
        form=MoveForm,
        take=_move,
        explanation=_("The old filing ends on the day on which the new one begins (art. 17)."),
    ),
    OfficeAction(
        name="cancel",
        title=_("cancel or retire"),
        duties=HANDLE,
        form=CancelForm,
        take=_cancel,
        explanation=_("Contract ended, retired, off the post: an operation, not a status (art. 18)."),
    ),
)
OF_AGREEMENT = (OfficeAction(name="end", title=_("end the agreement"), duties=HANDLE, form=EndForm, take=_end),)


class DeskPage:
    """The pages of the desk, reached from the navigation."""

    def __init__(self, page: OfficeAdmin) -> None:
        self.page = page

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Show the forms, and open filings of whom or where the address asks."""
        if not self.page.has_view_permission(request):
            raise PermissionDenied
        officer = officer_of(request.user)
        given = request.GET.get("q", "").strip()
        may = handles() and Duty.HANDLE in officer.duties
        context = self.page.admin_site.each_context(request) | {
            "title": _("Agreements and filings"),
            "opts": self.page.opts,
            "beginnings": BEGIN if may else (),
            "panels": _found(given, may=may) if given else (),
            "given": given,
        }
        return TemplateResponse(request, "provinces/admin/desk.html", context)

    def begin(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show the form that begins something, and take it."""
        return self._pass(request, _named(BEGIN, name), None)

    def step(self, request: HttpRequest, name: str, key: UUID) -> HttpResponse:
        """Show the form of a step about a filing or an agreement, and take it."""
        action = _named((*OF_FILING, *OF_AGREEMENT), name)
        model: type[Agreement] | type[Filing] = Agreement if action in OF_AGREEMENT else Filing
        work = model.objects.in_force().filter(pk=key, author=own_division()).first()
        if work is None:
            raise Http404
        return self._pass(request, action, work)

    def _pass(self, request: HttpRequest, action: OfficeAction, work: Agreement | Filing | None) -> HttpResponse:
        if not (self.page.has_view_permission(request) and handles() and action.allows(request)):
            raise PermissionDenied
        return self.page.answer(request, action, work, back=reverse("admin:provinces_desk"))


def _named(actions: Sequence[OfficeAction], name: str) -> OfficeAction:
    action = next((each for each in actions if each.name == name), None)
    if action is None:
        raise Http404
    return action


def _found(given: str, *, may: bool) -> list[Panel]:
    today = localdate()
    try:
        person = person_of(given)
    except ValidationError:
        person = ""
    periods = watchlists.open_filings(own_division(), person=person, institution="" if person else given, today=today)
    rows = [
        (
            person_link(period.person_id),
            period.institution,
            period.opened_on,
            period.filing.get_category_display() or "–",
            _links(OF_FILING, period.filing) if may else link_to(period.filing),
        )
        for period in periods
    ]
    headers = (_("person"), _("institution"), _("filed on"), _("category"), _("steps"))
    panels = [rows_panel(_("open filings"), headers, rows)]
    return panels if person else [*panels, _agreements(given, may=may)]


def _agreements(institution: str, *, may: bool) -> Panel:
    ended = dict(AgreementEnd.objects.in_force().filter(agreement__institution=institution)
                 .values_list("agreement_id", "ended_on"))  # fmt: skip
    rows = [
        (
            one.number,
            one.valid_from,
            one.valid_to,
            ended.get(one.pk, "–"),
            _links(OF_AGREEMENT, one) if may and one.pk not in ended else "–",
        )
        for one in Agreement.objects.in_force().filter(institution=institution, author=own_division())
    ]
    headers = (_("agreement number"), _("valid from"), _("valid to"), _("ended on"), _("steps"))
    return rows_panel(_("agreements"), headers, rows)


def _links(actions: Sequence[OfficeAction], work: Agreement | Filing) -> SafeString:
    links = [
        format_html(
            '<a class="pq-link" href="{}">{}</a>', reverse("admin:provinces_desk_step", args=(action.name, work.pk)),
            action.title,
        )
        for action in actions
    ]  # fmt: skip
    return format_html(" · ".join(["{}"] * len(links)), *links)
