"""Drafting what one person answers for: the form, and the item that comes of it (arts. 23 to 26)."""

from typing import Any

from django.db.models import Model
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.cases.models import Case, CaseItem
from provinces.cases.services import cases, shares
from provinces.cases.services.shares import Share
from provinces.office.admin.fields import PersonField, choice, choices, day, shown_day, text, whole
from provinces.office.services.officers import Officer
from registry.qualification.rules import matching
from registry.qualification.selectors.calendar import start_to_propose
from registry.statements.choices import titled as titled_codes
from registry.statements.days import today
from registry.words.bases import LEGAL_BASES
from registry.words.degrees import GROUND_REASONS, Degree, Ground, Reached
from registry.words.lifelong_id import shown
from sync.admin.actions import ActionForm


class ShareForm(ActionForm):
    """Form of what one person answers for."""

    person = PersonField()
    item = text(_("item"), 40, initial="1", help_text=_("Item of the case: one act or type of violation."))
    act = text(_("act"), 200, help_text=_("The act, in words; one act is scored once (art. 26)."))
    violation = text(
        _("violation"),
        80,
        help_text=_(
            "Type of violation; types add up, and of one type each act unless the rule pack scores them once (art. 26)."
        ),
    )
    situations = choices(
        _("situations"),
        LEGAL_BASES.values(),
        help_text=_("All that the act matches; only the highest counts (art. 26)."),
    )
    legal_basis = choice(_("legal basis"), LEGAL_BASES.values(), help_text=_("Legal basis; it fixes the band."))
    degree = choice(_("degree"), Degree)
    ground = choice(
        _("ground"),
        Ground,
        help_text=_("Low or high in the band, or one band off with a reason (art. 25)."),
        initial=Ground.NONE,
    )
    ground_reason = choice(_("ground reason"), GROUND_REASONS.values(), required=False)
    amount_yuan = whole(
        _("amount in yuan"),
        0,
        10**12,
        required=False,
        help_text=_("Attributable to the person, in whole yuan; some rule packs propose points by it (art. 24)."),
    )
    points = whole(_("points"), 1, 12, help_text=_("The rule pack proposes, the deciding body states (art. 25)."))
    reached = choice(
        _("reached"),
        reversed(Reached),
        help_text=_("Only where the year comes to 12: at once bars for three years."),
        initial=Reached.ACCUMULATED,
    )
    conduct_from = day(_("conduct from"), required=False)
    conduct_to = day(_("conduct to"), required=False)
    suspension_months = whole(
        _("suspension months"),
        1,
        6,
        required=False,
        help_text=_("Where the province's rules leave the length to the decision, or to differ from their number."),
    )
    suspension_starts_on = day(
        _("suspension starts on"),
        required=False,
        help_text=_("First day of a suspension or termination, not before the notice."),
    )

    def prepare(self) -> None:
        """Offer the province's own situations and reasons; begin with what was sent back."""
        case = self.work.case if isinstance(self.work, CaseItem) else self.work
        pack = shares.pack_of_case(case)
        self.fields["situations"].choices = titled_codes(matching.titles_of_situations(pack).values())  # type: ignore[attr-defined]
        reasons = titled_codes(matching.titles_of_grounds(pack).values())
        self.fields["ground_reason"].choices = [("", "–"), *reasons]  # type: ignore[attr-defined]
        self.fields["suspension_starts_on"].help_text = gettext(
            "First day of a suspension or termination, not before the notice. By the province's rules, of a notice "
            "issued today: {day}."
        ).format(day=shown_day(start_to_propose(pack, today(now()))))
        if isinstance(self.work, CaseItem):
            for name in self.fields:
                self.initial[name] = shown(self.work.person_id) if name == "person" else getattr(self.work, name)


def take_draft(work: Case | CaseItem, data: dict[str, Any], officer: Officer) -> Model:
    """Draft what one person answers for: in a case, or in place of an item that was sent back."""
    case, replaces = (work.case, work) if isinstance(work, CaseItem) else (work, None)
    share = Share(**{name: value for name, value in data.items() if value is not None})
    return cases.draft(case, share, acting=officer, now=now(), replaces=replaces)
