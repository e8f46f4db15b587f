"""The notice 处理通知书, in Chinese: what was decided, what follows, how to object, what can be repaired (arts. 29-33).

Everything here is computed before: this module only puts it into words. Dates that count as the first day after a term
are told as the last day of it, as people read terms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from provinces.documents.paper import Paper, Section
from registry.codes.bases import LEGAL_BASES, BasisKind
from registry.codes.degrees import GROUND_REASONS, Degree, Ground, Reached
from registry.codes.divisions import PROVINCES
from registry.codes.lifelong_id import shown
from registry.codes.measures import MeasureKind
from registry.rules.measures import Measure
from registry.rules.packs import Pack
from registry.rules.values import ObjectionReviewer

PROCEDURE = "《医疗保障定点医药机构相关人员医保支付资格管理经办规程（试行）》（医保办发〔2024〕34号）"
OBJECTION_WORKING_DAYS = 10

_SHORT = {
    "110000": "京", "120000": "津", "130000": "冀", "140000": "晋", "150000": "蒙", "210000": "辽", "220000": "吉",
    "230000": "黑", "310000": "沪", "320000": "苏", "330000": "浙", "340000": "皖", "350000": "闽", "360000": "赣",
    "370000": "鲁", "410000": "豫", "420000": "鄂", "430000": "湘", "440000": "粤", "450000": "桂", "460000": "琼",
    "500000": "渝", "510000": "川", "520000": "黔", "530000": "滇", "540000": "藏", "610000": "陕", "620000": "甘",
    "630000": "青", "640000": "宁", "650000": "新", "660000": "兵",
}  # fmt: skip

_REVIEWERS = {
    ObjectionReviewer.SAME_LEVEL_DEPARTMENT: "同级医疗保障行政部门",
    ObjectionReviewer.DECIDING_DEPARTMENT: "作出处理决定的部门",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeContent:
    """What a notice says of one decision."""

    division: str
    number: str
    issued_on: date
    person: str
    name: str
    codes: Sequence[str]
    institution: str
    institution_name: str
    basis_kind: str
    basis_authority: str
    basis_document: str
    case_number: str
    item: str
    act: str
    decided_on: date
    conduct_from: date | None
    conduct_to: date | None
    legal_basis: str
    degree: str
    ground: str
    ground_reason: str
    reached: str
    points: int
    before: int
    total: int
    measure: Measure
    auditor: bool
    """Whether the person audits fees: such a person is taken off audit work, too (医保发〔2024〕23号 §3)."""
    pack: Pack


def number_of(division: str, year: int, serial: int) -> str:
    """Return the number of a notice."""
    return f"{_SHORT[division]}医保支付资格通〔{year}〕{serial:05d}号"


def office_of(division: str) -> str:
    """Return the agency that issues a division's notices."""
    return f"{PROVINCES[division].name_zh}医疗保障经办机构"


def compose(content: NoticeContent) -> Paper:
    """Return the notice."""
    return Paper(
        title="定点医药机构相关人员医保支付资格处理通知书",
        number=content.number,
        addressee=f"{content.institution_name}并{content.name}：",
        opening=f"根据{PROCEDURE}第二十四条至第三十三条，现就下列人员的医保支付资格记分及处理结果通知如下。",
        rows=_rows(content),
        sections=[
            Section(heading="一、处理结果", paragraphs=_result(content)),
            Section(heading="二、异议申诉", paragraphs=_objection(content)),
            Section(heading="三、修复", paragraphs=_repair(content)),
            Section(heading="四、机构应办事项", paragraphs=_duties(content)),
        ],
        signed_by=office_of(content.division),
        dated=_day(content.issued_on),
        foot="本通知书由系统制作，一式多份，内容以送达文本为准。",
    )


def _rows(content: NoticeContent) -> list[tuple[str, str]]:
    basis = LEGAL_BASES[content.legal_basis]
    rows = [
        ("相关人员", content.name),
        ("终身编号", shown(content.person)),
        ("人员代码", "、".join(content.codes)),
        ("定点医药机构", f"{content.institution_name}（{content.institution}）"),
        ("机构处理", f"{BasisKind(content.basis_kind).title_zh}，{content.basis_authority}，{content.basis_document}"),
        ("案号及事项", f"{content.case_number}，第{content.item}项"),
        ("处理作出日期", _day(content.decided_on)),
        ("行为", content.act),
        ("行为期间", _period(content.conduct_from, content.conduct_to)),
        ("记分依据", f"{basis.title_zh}（{basis.low}至{basis.high}分）"),
        ("责任程度", Degree(content.degree).title_zh),
        ("从轻、从重情形", _ground(content)),
        ("本次记分", f"{content.points}分"),
        (f"{content.decided_on.year}年累计", f"本次前{content.before}分，本次后{content.total}分"),
    ]
    return [(name, value) for name, value in rows if value]


def _ground(content: NoticeContent) -> str:
    if content.ground == Ground.NONE:
        return "无"
    reason = GROUND_REASONS.get(content.ground_reason)
    why = reason.title_zh if reason else content.ground_reason
    return f"{Ground(content.ground).title_zh}：{why}" if why else Ground(content.ground).title_zh


def _result(content: NoticeContent) -> list[str]:
    measure = content.measure
    if measure.kind is MeasureKind.SUSPENSION:
        return _suspension(content)
    if measure.kind is MeasureKind.TERMINATION:
        return _termination(content)
    return [
        f"{measure.year}年累计记分{content.total}分，未达到9分，不暂停医保支付资格。"
        "由定点医药机构对该人员进行提醒、约谈和培训，并留存记录（第二十九条、第三十六条）。"
    ]


def _suspension(content: NoticeContent) -> list[str]:
    measure = content.measure
    assert measure.term_ends_on is not None
    lead = content.pack.restoration.lead_working_days
    found = [
        f"{measure.year}年累计记分{content.total}分，达到9分未达到12分，自{_day(measure.starts_on)}起暂停医保支付资格"
        f"{measure.months}个月，至{_last_day(measure.term_ends_on)}届满（第二十九条）。",
        _unpaid("暂停"),
        f"暂停期满不自动恢复。可自期满前{lead}个工作日起，由本人申请、经定点医药机构同意后向本机构提出恢复申请，"
        "评估通过后恢复；恢复后本年度记分继续累计（第三十九条）。",
    ]
    return [*found, *_audit(content)]


def _termination(content: NoticeContent) -> list[str]:
    measure = content.measure
    assert measure.bar_ends_on is not None
    how = "一次性记满12分" if content.points >= 12 or content.reached == Reached.AT_ONCE else "累计记分达到12分"
    found = [
        f"{measure.year}年{how}（累计{content.total}分），自{_day(measure.starts_on)}起终止医保支付资格；"
        f"自终止之日起{measure.bar_years}年内，即至{_last_day(measure.bar_ends_on)}，不得再次登记备案（第二十九条）。",
        _unpaid("终止"),
        "限制期满后须重新作出服务承诺并重新登记备案（第三十九条）。",
    ]
    return [*found, *_audit(content)]


def _unpaid(status: str) -> str:
    return (
        f"{status}期间提供服务发生的医保费用，医保基金不予支付，急诊、抢救等特殊情形除外；"
        f"{status}在该人员执业的所有定点医药机构同时生效（第十六条、第三十四条、第四十五条、第四十八条）。"
    )


def _audit(content: NoticeContent) -> list[str]:
    return ["该人员从事医疗费用和医保结算审核，定点医药机构应同时停止其审核工作。"] if content.auditor else []


def _objection(content: NoticeContent) -> list[str]:
    stay = (
        "异议办理期间，暂缓执行本次处理。"
        if content.pack.objection_stays_effect
        else "异议办理期间，不停止本次处理的执行。"
    )
    return [
        f"对记分或者登记备案状态有异议的，可自收到本通知书之日起{OBJECTION_WORKING_DAYS}个工作日内，向本机构书面提出；"
        "异议书须有相关人员签字和定点医药机构盖章。逾期未提出的，视为无异议（第四十一条）。",
        f"本机构先行说明记分情况；仍有异议的，移交{_REVIEWERS[content.pack.objection_reviewer]}处理（第四十二条）。{stay}",
    ]


def _repair(content: NoticeContent) -> list[str]:
    rules = content.pack.repair
    at_once = content.points >= 12 or content.reached == Reached.AT_ONCE
    if at_once and rules.excludes_at_once:
        return ["一次性记满12分的，不予修复。"]
    if not rules.points_per_year:
        return ["本省规则未设修复。"]
    months = "" if rules.months_per_year is None else f"，缩短期限合计不超过{rules.months_per_year}个月"
    found = [
        "主动改正并参与本机构医保管理的，可由本人申请、经定点医药机构同意后向本机构申请修复；"
        f"每一年度减少记分合计不超过{rules.points_per_year}分{months}（第三十八条）。"
    ]
    if rules.acts:
        acts = "；".join(
            f"{name}（每次至多{act.points}分、{act.months}个月）" for name, act in sorted(rules.acts.items())
        )
        found.append(f"可修复的行为：{acts}。")
    return found


def _duties(content: NoticeContent) -> list[str]:
    status = (
        ""
        if content.measure.kind is MeasureKind.NOTICE
        else "依据本通知书维护该人员登记备案状态，妥善交接其服务的患者，"
    )
    return [
        f"请定点医药机构收到后{status}告知本人并组织约谈、培训，保存记录；"
        "拒不及时维护状态造成基金损失的，由定点医药机构承担（第三十三条、第三十六条、第四十六条）。"
    ]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _last_day(ends_on: date) -> str:
    return _day(ends_on - timedelta(days=1))


def _period(first: date | None, last: date | None) -> str:
    if first and last and first != last:
        return f"{_day(first)}至{_day(last)}"
    only = first or last
    return _day(only) if only else ""
