"""What the province's rule pack allows and proposes: for a draft to be made, and beside the points that were stated."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.cases.models import Case, CaseItem
from provinces.cases.services import shares
from registry.doors.admin.titles import titled
from registry.packs.pack import Pack
from registry.qualification.rules import scoring
from registry.qualification.rules.scoring_rules import ScoringRules
from registry.words.degrees import Degree, Ground
from sync.admin.actions import Panel, rows_panel


def rules_panel(case: Case) -> Panel:
    """Return the points of every situation that the basis of a case allows, before anything is chosen (art. 25)."""
    pack = shares.pack_of_case(case)
    rows = [
        _row(name, titled(situation), pack)
        for name, situation in scoring.situations(pack).items()
        if case.basis_kind in scoring.kinds_of(scoring.basis_of(name, pack), pack)
    ]
    headers = (
        _("situation"),
        _("points allowed"),
        *(titled(degree) for degree in Degree),
        titled(Ground.LENIENT),
        titled(Ground.SEVERE),
        _("proposed from an amount on"),
    )
    return rows_panel(_("what the rule pack allows and proposes"), headers, rows)


def _row(name: str, title: str, pack: Pack) -> tuple[object, ...]:
    plain, lenient, severe = (scoring.proposed(name, Degree.GENERAL, ground, pack) for ground in Ground)
    degrees = [scoring.proposed(name, degree, Ground.NONE, pack).default for degree in Degree]
    amounts = "；".join(
        gettext("%(points)s from %(amount)s yuan") % {"points": each.points, "amount": f"{each.from_yuan:,}"}
        for each in pack[ScoringRules].amount_thresholds
        if each.legal_basis == plain.legal_basis
    )
    return (title, _range(plain), *degrees, _with(lenient), _with(severe), amounts or "–")


def _range(found: scoring.Proposal) -> str:
    return f"{found.low}–{found.high}"


def _with(found: scoring.Proposal) -> str:
    return gettext("%(range)s, proposed %(points)s") % {"range": _range(found), "points": found.default}


def points_panel(item: CaseItem) -> Panel:
    """Return the points of an item beside what the pack allows and proposes, with an alarm where they differ."""
    found = shares.proposal_of(item)
    rows = [
        (_("points stated"), item.points),
        (_("points proposed"), found.default),
        (_("points allowed"), _range(found)),
        (_("amount in yuan"), "–" if item.amount_yuan is None else f"{item.amount_yuan:,}"),
    ]
    alarms = []
    if item.points != found.default:
        alarms.append(
            gettext(
                "The points stated differ from those that the rule pack proposes (%(stated)s, not %(proposed)s). "
                "A proposal binds nobody (art. 25)."
            )
            % {"stated": item.points, "proposed": found.default}
        )
    if others := shares.of_the_same_type(item):
        alarms.append(
            gettext(
                "Other acts of this type are scored in the case (items %(items)s). The rules add up different types "
                "and are silent on acts of one type: make sure that each of them is to be scored (art. 26)."
            )
            % {"items": ", ".join(each.item for each in others)}
        )
    panel = rows_panel(_("points stated and proposed"), (_("what"), _("value")), rows)
    return Panel(title=panel.title, content=panel.content, alarm=" ".join(alarms))
