"""The notice that corrects one that was served: what it puts in the place of which, or that nothing stands (O45)."""

from dataclasses import replace
from datetime import date

from provinces.notices.documents.addressed import Addressed
from provinces.notices.documents.clauses import FOOT, PROCEDURE, day, office_of
from provinces.notices.documents.paper import Paper, Section
from registry.words.lifelong_id import shown

_TITLE = "（更正）"


def correcting(paper: Paper, *, number: str, issued_on: date) -> Paper:
    """Return a paper as the correction of the notice of a number and day."""
    said = (
        f"本机构{day(issued_on)}作出的处理通知书（{number}）所载内容与现行处理不符，现予更正。"
        "自本通知书送达之日起，以本通知书所载内容为准；异议申诉的期限自收到本通知书之日起计算。"
    )
    return replace(paper, title=paper.title + _TITLE, opening=said + paper.opening)


def withdrawing(head: Addressed, *, number: str, issued_on: date) -> Paper:
    """Return the notice that nothing stands any more of what the notice of a number and day told."""
    rows = [
        ("相关人员", head.name),
        ("终身编号", shown(head.person)),
        ("人员代码", "、".join(head.codes)),
        ("定点医药机构", f"{head.institution_name}（{head.institution}）"),
        ("原通知书", f"{number}，{day(issued_on)}"),
    ]
    return Paper(
        title="定点医药机构相关人员医保支付资格处理通知书" + _TITLE,
        number=head.number,
        addressee=f"{head.institution_name}并{head.name}：",
        opening=f"根据{PROCEDURE}，本机构{day(issued_on)}作出的处理通知书（{number}）所载处理现已撤销、解除或者不再成立，"
        "现通知如下。",
        rows=[(name, value) for name, value in rows if value],
        sections=[
            Section(
                heading="一、处理结果",
                paragraphs=["原通知书不再作为依据。该人员的登记备案状态以国家医保支付资格登记平台现行记录为准。"],
            ),
            Section(
                heading="二、机构应办事项",
                paragraphs=["请定点医药机构收到后告知本人，核对并维护该人员登记备案状态，保存记录（第三十三条）。"],
            ),
        ],
        signed_by=office_of(head.division),
        dated=day(head.issued_on),
        foot=FOOT,
        whose={head.name: shown(head.person)},
    )
