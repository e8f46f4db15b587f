"""D1 to D30: cases derived from the national text, as files that provinces hand in and answers that others read.

Each vector has a person of its own, known everywhere under the code of its name. `A` is Guizhou, which decides most;
`B` is Shanghai, which follows, decides some, and whose doors are asked. Rounds are handed in one after the other,
with the federation settled in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

A, B = "520000", "310000"
AT_A, AT_B = "H520000000001", "H310000000001"
"""The hospitals that every node of a local federation begins with."""

MORE_INSTITUTIONS = {
    A: {
        "H520000000002": "general_hospital",
        "P520000000001": "retail_pharmacy",
        "P520000000002": "retail_pharmacy",
        "P520000000003": "retail_pharmacy",
    },
    B: {"H310000000002": "general_hospital"},
}

BASES = {1: "other_1_3", 4: "regulation_38", 7: "claim_for_ineligible", 10: "regulation_40"}
MONTHS = {9: "2", 10: "3", 11: "6"}
"""What the notices of these cases state, since no text of A or B gives a number for nine points."""
INSIDE = "2025-07-01"
"""Inside every term of a decision of 20 June 2025."""

ELSEWHERE = {
    "D22": "late notices: deadlines are told by the procedure's own pages and commands, and tested with them",
    "D30": "loss borne by the institution: `loss.borne` is the procedure's topic, and tested with it",
}
"""What other parts of the system carry; their tests name the vector."""

type Cells = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a file of a province, and what becomes of it: accepted, or the code of its refusal."""

    kind: str
    cells: Cells
    province: str = A
    round: int = 1
    outcome: str = "accepted"
    sentence: str = ""
    """What the sentence of a refusal contains."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a till is asked, and what it answers."""

    verdict: str
    reason: str
    institution: str = AT_B
    service_on: str = INSIDE
    emergency: bool = False
    role: str = "ordering"


@dataclass(frozen=True, kw_only=True)
class Vector:
    """A case: what is handed in, and what is read at national and at B. `standing` is by day asked about."""

    name: str
    rows: tuple[Row, ...]
    standing: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    till: tuple[Line, ...] = ()
    before: Mapping[str, Any] = field(default_factory=dict)
    """The standing inside the term as the log had it after the first round."""


def filed(at: str = AT_A, **more: str) -> Row:
    province = f"{at[1:3]}0000"
    round_ = int(more.pop("round", "1"))
    outcome, sentence = more.pop("outcome", "accepted"), more.pop("sentence", "")
    cells = {"institution": at, "opened_on": "2025-01-02", "role": "physician", **more}
    return Row(kind="filings", province=province, cells=cells, round=round_, outcome=outcome, sentence=sentence)


def decided(points: int, on: str = "2025-06-20", *, province: str = A, outcome: str = "accepted", **more: str) -> Row:
    cells = {
        "institution": {A: AT_A, B: AT_B}[province], "item": "1", "basis_kind": "penalty",
        "basis_authority": "示例医疗保障局", "basis_document": "示例医保罚〔2025〕1号",
        "legal_basis": BASES[points - (points - 1) % 3], "decided_on": on, "degree": "general", "points": str(points),
        "case_number": f"{province}-{on}",
        "notice_served_on": on,
    }  # fmt: skip
    if points in MONTHS:
        cells["suspension_months"] = MONTHS[points]
    return Row(
        kind="decisions", province=province, cells=cells | more, outcome=outcome, round=1 if province == A else 2
    )


CASE = {"basis_authority": "示例医疗保障局", "case_number": f"{A}-2025-06-20", "item": "1"}
OBJECTION = {**CASE, "lodged_on": "2025-07-01", "lodged_by": "person", "signed": "true", "sealed": "true"}
NOTICE = Row(
    kind="notices",
    cells={**CASE, "number": "通知1号", "issued_on": "2025-06-24", "served_on": "2025-06-26"},
)

RECEIPT = Row(kind="receipts", cells={**CASE, "received_on": "2025-06-26", "document": "回执1号"})
"""The person had it in hand on the day of the serving: their own ten working days run from then (O39)."""


def objected(*, round: int = 1, outcome: str = "accepted", **more: str) -> Row:
    return Row(kind="objections", cells=OBJECTION | more, round=round, outcome=outcome)


def cascaded(status: str) -> Row:
    cells = {
        "institution": "H520000000002",
        "status": status,
        "reason": "协议处理",
        "applied_on": "2025-06-20",
        "notice_served_on": "2025-06-20",
    }
    return Row(kind="cascades", cells={"reference": "黔医保协〔2025〕1号", **cells})


def is_(status: str, points: int | None = None, year: int = 2025, **more: Any) -> dict[str, Any]:
    """Return the standing on a day: the status, the year's points, and other members of the answer."""
    return {"status": status, **({} if points is None else {"points": {str(year): points}}), **more}


SUSPENDED = {"term_over": False, "term_ends_on": "2025-08-20"}

VECTORS = (
    Vector(name="D1", rows=(filed(), decided(8)), standing={INSIDE: is_("normal", 8)}),
    Vector(name="D2", rows=(filed(), decided(9)), standing={INSIDE: is_("suspended", 9, **SUSPENDED)}),
    Vector(
        name="D3",
        rows=(filed(), decided(6, "2025-03-10"),
              decided(3, "2025-05-20", province=B, measure="suspension", suspension_months="2")),
        standing={"2025-05-19": is_("normal", 6), "2025-05-20": is_("suspended", 9)},
    ),
    Vector(
        name="D4",
        rows=(filed(), decided(6, "2025-12-31"), decided(6, "2026-01-01")),
        standing={"2026-02-01": {"status": "normal", "points": {"2025": 6, "2026": 6}}},
    ),
    Vector(
        name="D5",
        rows=(filed(), decided(9, "2026-01-12", conduct_from="2025-11-03", conduct_to="2025-11-20")),
        standing={"2026-02-01": is_("suspended", 9, 2026)},
    ),
    Vector(name="D6", rows=(filed(), decided(4), decided(3, item="2")), standing={INSIDE: is_("normal", 7)}),
    Vector(
        name="D7",
        rows=(filed(), decided(5), decided(2, outcome="case_number_used")),
        standing={INSIDE: is_("normal", 5)},
    ),
    Vector(
        name="D8",
        rows=(
            filed(), filed(AT_B), decided(5), decided(4, province=B, measure="suspension", suspension_months="2"),
            filed("H520000000002", opened_on=INSIDE, round="3", outcome="person_suspended", sentence="2025-08-20"),
        ),
        standing={INSIDE: is_("suspended", 9)},
        till=(Line(verdict="not_payable", reason="suspended"),
              Line(verdict="not_payable", reason="suspended", institution=AT_A)),
    ),
    Vector(
        name="D9",
        rows=(
            *(filed(f"P52000000000{number}", category="pharmacy_head", role="head") for number in (1, 2, 3)),
            decided(4, institution="P520000000001"),
            decided(5, institution="P520000000002", item="2", suspension_months="2"),
        ),
        standing={INSIDE: is_("suspended", 9)},
        till=tuple(
            Line(verdict="not_payable", reason="suspended", institution=f"P52000000000{number}", role="dispensing")
            for number in (1, 2, 3)
        ),
    ),
    Vector(
        name="D10",
        rows=(
            filed(), decided(9, "2025-03-10"), decided(3, "2025-08-10", province=B, measure="termination"),
            Row(
                kind="restorations",
                cells={"applied_on": "2025-05-20", "assessed_on": "2025-06-10", "effective_on": "2025-06-11",
                       "passed": "true"},
            ),
        ),
        standing={
            "2025-04-01": is_("suspended", 9),
            "2025-07-01": is_("normal", 9),
            "2025-08-10": is_("terminated", 12, bar_ends_on="2026-08-10"),
        },
    ),
    Vector(
        name="D11",
        rows=(filed(), decided(12, reached="at_once")),
        standing={INSIDE: is_("terminated", 12, bar_ends_on="2028-06-20")},
    ),
    Vector(
        name="D12",
        rows=(filed(), decided(7, legal_basis="regulation_38", outcome="points_outside_band")),
        standing={INSIDE: is_("normal", points=None) | {"points": {}}},
    ),
    Vector(
        name="D13",
        rows=(filed(), decided(7, legal_basis="regulation_38", ground="severe", ground_reason="instigated_others")),
        standing={INSIDE: is_("normal", 7)},
    ),
    Vector(
        name="D14",
        rows=(filed(), decided(9, legal_basis="regulation_40", ground="lenient", ground_reason="loss_made_good")),
        standing={INSIDE: is_("suspended", 9)},
    ),
    Vector(
        name="D15",
        rows=(
            filed(),
            decided(6, legal_basis="regulation_40", ground="lenient", ground_reason="loss_made_good",
                    outcome="two_bands_off"),
        ),
        standing={INSIDE: is_("normal")},
    ),
    Vector(
        name="D16",
        rows=(filed(), decided(5, basis_kind="", outcome="basis_required")),
        standing={INSIDE: is_("normal")},
    ),
    Vector(
        name="D17",
        rows=(filed(AT_B), decided(9)),
        till=(Line(verdict="not_payable", reason="suspended"),),
    ),
    Vector(
        name="D18",
        rows=(filed(AT_B), decided(9)),
        till=(Line(verdict="payable_as_emergency", reason="suspended", emergency=True),),
    ),
    Vector(
        name="D19",
        rows=(filed(AT_B), decided(9)),
        till=(Line(verdict="payable", reason="normal", service_on="2025-06-19"),),
    ),
    Vector(
        name="D20",
        rows=(filed(AT_B), decided(9)),
        standing={"2025-08-20": is_("suspended", 9, term_over=True)},
        till=(Line(verdict="not_payable", reason="suspended_term_over", service_on="2025-08-20"),),
    ),
    Vector(
        name="D21",
        rows=(
            filed(), decided(8, notice_served_on="2025-06-26"), NOTICE, RECEIPT,
            objected(lodged_on="2025-07-11", outcome="objection_late"), objected(lodged_on="2025-07-10", round=2),
        ),
        standing={
            "2025-07-09": is_("normal", 8, objection_pending=False),
            "2025-07-10": is_("normal", 8, objection_pending=True),
        },
    ),
    Vector(name="D23", rows=(filed("H520000000002"), filed(AT_B)), standing={INSIDE: is_("normal")},
           till=(Line(verdict="payable", reason="normal"),)),
    Vector(
        name="D24",
        rows=(filed("H520000000002"), filed(AT_B), cascaded("suspended")),
        standing={INSIDE: is_("suspended") | {"points": {}, "term_ends_on": None}},
        till=(Line(verdict="not_payable", reason="suspended"),),
    ),
    Vector(
        name="D25",
        rows=(
            filed(cancelled_on="2025-06-25", cancellation_reason="moved"), decided(9),
            filed(AT_B, opened_on=INSIDE, round="2", outcome="person_suspended", sentence="2025-08-20"),
        ),
        standing={INSIDE: is_("suspended", 9)},
        till=(Line(verdict="not_payable", reason="not_filed"),),
    ),
    Vector(
        name="D26",
        rows=(
            filed(), decided(8),
            objected(signed="false", outcome="objection_incomplete"),
            objected(sealed="false", round=2, outcome="objection_incomplete"),
        ),
        standing={INSIDE: is_("normal", 8, objection_pending=False)},
    ),
    Vector(
        name="D27",
        rows=(filed(), decided(6, legal_basis="claim_for_ineligible", outcome="points_outside_band"),
              decided(8, item="2")),
        standing={INSIDE: is_("normal", 8)},
    ),
    Vector(
        name="D28",
        rows=(filed(AT_B, category="fee_audit", role="auditor"), decided(9, province=B)),
        standing={INSIDE: is_("suspended", 9)},
        till=(Line(verdict="not_payable", reason="suspended", role="auditing"),),
    ),
    Vector(
        name="D29",
        rows=(
            filed(), filed(AT_B), decided(9, notice_served_on="2025-06-26"), NOTICE, objected(),
            Row(
                kind="settlements",
                cells={**CASE, "outcome": "changed", "settled_on": "2025-07-20", "points": "8", "document": "复核1号"},
                round=2,
            ),
        ),
        before=is_("suspended", 9, objection_pending=True),
        standing={INSIDE: is_("normal", 8, objection_pending=True),
                  "2025-07-20": is_("normal", 8, objection_pending=False)},
        till=(Line(verdict="payable", reason="normal"), Line(verdict="payable", reason="normal", institution=AT_A)),
    ),
)  # fmt: skip
"""D3, D8, D10: points of two provinces add up. D28: only `ordering` decides, and an auditor orders nothing."""
