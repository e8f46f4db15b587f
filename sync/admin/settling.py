"""A held statement is settled by a human at national: the page that takes the verdict."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextareaWidget

from sync import verdicts
from sync.admin.base import ViewOnlyAdmin, scope_for
from sync.admin.of_statements import sentence_of
from sync.errors import SyncError
from sync.models import Outcome, Receipt, Statement, StatementStatus
from sync.topics import NATIONAL

SETTLE = "sync.change_statement"


class SettlementForm(forms.Form):
    """The verdict on one statement: final, and read by every node."""

    verdict = forms.ChoiceField(
        label=_("verdict"),
        choices=[
            (Outcome.ACCEPTED.value, _("accept: it counts")),
            (Outcome.REFUSED.value, _("refuse: it never counts")),
        ],
        widget=UnfoldAdminRadioSelectWidget,
    )
    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("One sentence for every node to read. Name nobody."),
    )

    def settle(self, statement: Statement) -> bool:
        """Settle the statement; with False, the form carries the refusal and nothing has changed."""
        data = self.cleaned_data
        try:
            verdicts.settle_held(
                statement.pk, Outcome(data["verdict"]), code="looked_at", explanation=data["reason"].strip(), now=now()
            )
        except SyncError as error:
            chinese = (get_language() or "en").startswith("zh")
            self.add_error(None, (chinese and error.reason.sentence_zh) or error.reason.sentence)
            return False
        return True


class SettlingAdmin(ViewOnlyAdmin):
    """A page of statements on which held ones are settled."""

    change_form_template = "sync/admin/statement.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.settle_view)
        return [path("<path:object_id>/settle/", view, name="sync_statement_settle"), *super().get_urls()]

    def may_settle(self, request: HttpRequest) -> bool:
        """Only national settles, and only who may see every province: the doubt is mostly between two of them."""
        allowed = settings.DIVISION == NATIONAL and request.user.has_perm(SETTLE)
        return allowed and scope_for(request).everything

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        extra = (extra_context or {}) | {"may_settle": self.may_settle(request)}
        return super().change_view(request, object_id, form_url, extra)

    def settle_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show why the statement is held, and take the verdict."""
        statement = self.get_object(request, unquote(object_id))
        if statement is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, statement) or not self.may_settle(request):
            raise PermissionDenied
        page = reverse("admin:sync_statement_change", args=(statement.pk,))
        if statement.status != StatementStatus.HELD:
            return HttpResponseRedirect(page)
        form = SettlementForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and form.settle(statement):
            self.log_change(request, statement, [{"changed": {"fields": ["verdict"]}}])
            messages.success(request, _("The statement is settled."))
            return HttpResponseRedirect(page)
        receipt = Receipt.objects.filter(statement=statement).first()
        extra = {
            "form": form,
            "settling": True,
            "why": sentence_of(receipt) if receipt else "",
            "title": _("Settle a held statement"),
        }
        request.method = "GET"  # the page below only shows; a change form refuses anything else
        return self.change_view(request, object_id, extra_context=extra)
