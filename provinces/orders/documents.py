"""The notice of a cascade, in Chinese: a status that follows from the institution's own, for one person (art. 34).

It says what was done to the institution and on which basis, what follows for the person and from when, how it ends,
and how and until when to object. No points are involved and no term runs: the status ends by an order that lifts it.
"""

from dataclasses import dataclass
from datetime import date

from provinces.notices.documents.addressed import Addressed
from provinces.notices.documents.clauses import FOOT, PROCEDURE, day, objection, off_audit, office_of, unpaid
from provinces.notices.documents.paper import Paper, Section
from registry.packs.pack import Pack
from registry.words.lifelong_id import shown
from registry.words.statuses import Status

_WORDS = {Status.SUSPENDED: "暂停", Status.TERMINATED: "终止"}
_INSTITUTIONS = {
    Status.SUSPENDED: "定点医药机构或者其科室的服务协议、医保服务被暂停",
    Status.TERMINATED: "定点医药机构的服务协议被终止",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeNoticeContent(Addressed):
    """What a notice says of one person named in an order."""

    reference: str
    status: Status
    reason: str
    basis_authority: str
    basis_document: str
    effective_on: date
    pack: Pack


def compose(content: CascadeNoticeContent) -> Paper:
    """Return the notice."""
    return Paper(
        title="定点医药机构相关人员医保支付资格联动处理通知书",
        number=content.number,
        addressee=f"{content.institution_name}并{content.name}：",
        opening=f"根据{PROCEDURE}第三十三条、第三十四条，现将下列人员登记备案状态的处理结果通知如下。",
        rows=_rows(content),
        sections=[
            Section(heading="一、处理结果", paragraphs=_result(content)),
            Section(heading="二、解除", paragraphs=_end(content)),
            # No objection stays a cascade: the pack's parameter is about decisions of points.
            Section(
                heading="三、异议申诉",
                paragraphs=objection(content.pack, about="登记备案状态", explained="处理", stays=False),
            ),
            Section(heading="四、机构应办事项", paragraphs=_duties(content)),
        ],
        signed_by=office_of(content.division),
        dated=day(content.issued_on),
        foot=FOOT,
        whose={content.name: shown(content.person)},
    )


def _rows(content: CascadeNoticeContent) -> list[tuple[str, str]]:
    rows = [
        ("相关人员", content.name),
        ("终身编号", shown(content.person)),
        ("人员代码", "、".join(content.codes)),
        ("定点医药机构", f"{content.institution_name}（{content.institution}）"),
        ("机构状态", _INSTITUTIONS[content.status]),
        ("具体情况", content.reason),
        ("处理依据", f"{content.basis_authority}，{content.basis_document}"),
        ("联动处理编号", content.reference),
        ("人员状态", f"{_WORDS[content.status]}，自{day(content.effective_on)}起"),
    ]
    return [(name, value) for name, value in rows if value]


def _result(content: CascadeNoticeContent) -> list[str]:
    word = _WORDS[content.status]
    return [
        f"因上述机构处理，该人员作为责任人员，自{day(content.effective_on)}起{word}医保支付资格（第三十四条）。"
        "本次处理不记分；与因记分产生的暂停、终止并存的，以较严者为准。",
        unpaid(word),
        f"{word}期间，其他定点医药机构不得为该人员新办登记备案（第三十四条）。",
        *off_audit(content.auditor),
    ]


def _end(content: CascadeNoticeContent) -> list[str]:
    word = _WORDS[content.status]
    return [
        f"本次{word}不设固定期限，至本机构作出解除决定所载之日止；未经解除，不自动恢复。"
        f"解除对编号为“{content.reference}”的联动处理所列人员一并作出，不影响因记分仍在执行的暂停或者终止。"
    ]


def _duties(content: CascadeNoticeContent) -> list[str]:
    return [
        f"请定点医药机构收到后依据本通知书将该人员登记备案状态维护为“{_WORDS[content.status]}”，妥善交接其服务的患者，"
        "并告知本人、向本机构确认本人收到日期，保存记录；非责任人员的状态不变。"
        "拒不及时维护状态造成基金损失的，由定点医药机构承担（第三十三条、第三十四条、第四十六条）。"
    ]
