"""The notice 处理通知书, in Chinese: what was decided, what follows, how to object, what can be repaired (arts. 29-33).

Everything here is computed before: this module only puts it into words. Dates that count as the first day after a term
are told as the last day of it, as people read terms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from provinces.notices.documents.addressed import Addressed
from provinces.notices.documents.clauses import FOOT, PROCEDURE, day, objection, off_audit, office_of, scored, unpaid
from provinces.notices.documents.paper import Paper, Section
from registry.packs.pack import Pack
from registry.qualification.rules import matching, scoring
from registry.qualification.rules.measures import Measure
from registry.qualification.rules.objection_rules import ObjectionRules
from registry.qualification.rules.repair_rules import RepairAct, RepairRules
from registry.qualification.rules.restoration_rules import RestorationRules
from registry.qualification.rules.scoring_rules import ScoringRules
from registry.qualification.selectors.crossed import Part
from registry.words.bases import LEGAL_BASES, BasisKind
from registry.words.degrees import Degree, Ground
from registry.words.lifelong_id import shown
from registry.words.measures import MeasureKind, Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeContent(Addressed):
    """What a notice says of one decision."""

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
    situation: str
    points: int
    before: int
    total: int
    """The year's sum as the rule pack shows it (O43)."""
    others: Sequence[Part] = ()
    """Whose points of the year are in the sum beside these, with their authorities."""
    measure: Measure
    apart: bool = False
    """Whether the measure is told by a notice of its own, because no notice foresaw it (O26)."""
    repairable: bool
    """Whether a repair may lower these points (O16)."""
    pack: Pack


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
            Section(
                heading="二、异议申诉",
                paragraphs=objection(
                    content.pack,
                    about="记分或者登记备案状态",
                    explained="记分",
                    stays=content.pack[ObjectionRules].stays_effect,
                ),
            ),
            Section(heading="三、修复", paragraphs=_repair(content)),
            Section(heading="四、机构应办事项", paragraphs=_duties(content)),
        ],
        signed_by=office_of(content.division),
        dated=day(content.issued_on),
        foot=FOOT,
        whose={content.name: shown(content.person)},
    )


def _rows(content: NoticeContent) -> list[tuple[str, str]]:
    basis = LEGAL_BASES[content.legal_basis]
    situation = next((each for each in content.pack[ScoringRules].situations if each.name == content.situation), None)
    band = scoring.banded(situation) if situation else basis
    rows = [
        ("相关人员", content.name),
        ("终身编号", shown(content.person)),
        ("人员代码", "、".join(content.codes)),
        ("定点医药机构", f"{content.institution_name}（{content.institution}）"),
        ("机构处理", f"{BasisKind(content.basis_kind).title_zh}，{content.basis_authority}，{content.basis_document}"),
        ("案号及事项", f"{content.case_number}，第{content.item}项"),
        ("处理作出日期", day(content.decided_on)),
        ("行为", content.act),
        ("行为期间", _period(content.conduct_from, content.conduct_to)),
        ("记分依据", f"{basis.title_zh}（{band.low}至{band.high}分）"),
        ("本省规定的情形", situation.title if situation else ""),
        ("责任程度", Degree(content.degree).title_zh),
        ("从轻、从重情形", _ground(content)),
        ("本次记分", f"{content.points}分"),
        *((f"同年度其他记分（{number}）", scored(part)) for number, part in enumerate(content.others, start=1)),
        (f"{content.decided_on.year}年累计", f"本次前{content.before}分，本次后{content.total}分"),
    ]
    return [(name, value) for name, value in rows if value]


def _ground(content: NoticeContent) -> str:
    if content.ground == Ground.NONE:
        return "无"
    reason = matching.titles_of_grounds(content.pack).get(content.ground_reason)
    why = reason.title_zh if reason else content.ground_reason
    return f"{Ground(content.ground).title_zh}：{why}" if why else Ground(content.ground).title_zh


def _result(content: NoticeContent) -> list[str]:
    measure = content.measure
    if content.apart:
        reached = "终止" if measure.kind is MeasureKind.TERMINATION else "暂停"
        return [
            f"{measure.year}年累计记分{content.total}分，达到{reached}医保支付资格的标准；起算日期、期限由作出末次记分的经办机构"
            "另行制作通知书告知（第二十九条、第三十一条）。"
        ]
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
    lead = content.pack[RestorationRules].lead_working_days
    found = [
        f"{measure.year}年累计记分{content.total}分，达到9分未达到12分，自{day(measure.starts_on)}起暂停医保支付资格"
        f"{measure.months}个月，至{_last_day(measure.term_ends_on)}届满（第二十九条）。",
        unpaid("暂停"),
        f"暂停期满不自动恢复。可自期满前{lead}个工作日起，由本人申请、经定点医药机构同意后向本机构提出恢复申请，"
        "未在任何机构登记备案的直接申请；评估通过后恢复，恢复后本年度记分继续累计（第三十九条）。",
    ]
    return [*found, *off_audit(content.auditor)]


def _termination(content: NoticeContent) -> list[str]:
    measure = content.measure
    assert measure.bar_ends_on is not None
    how = "一次性记满12分" if measure.mode is Mode.AT_ONCE else "累计记分达到12分"
    found = [
        f"{measure.year}年{how}（累计{content.total}分），自{day(measure.starts_on)}起终止医保支付资格；"
        f"自终止之日起{measure.bar_years}年内，即至{_last_day(measure.bar_ends_on)}，不得再次登记备案（第二十九条）。",
        unpaid("终止"),
        f"限制期满不自动恢复。可自期满前{content.pack[RestorationRules].lead_working_days}个工作日起，由本人申请、经定点医药机构同意"
        "后提出评估申请；未在任何机构登记备案的，直接向本机构或者最后登记备案地的经办机构申请。评估通过后，须重新作出服务承诺并"
        "重新登记备案（第三十九条）。",
    ]
    return [*found, *off_audit(content.auditor)]


def _repair(content: NoticeContent) -> list[str]:
    rules = content.pack[RepairRules]
    if not content.repairable:
        return ["一次性记满12分的，不予修复。"]
    if rules.points_per_year == 0 and not rules.months_per_year:
        return ["本省规则未设修复。"]
    found = [
        "主动改正并参与本机构医保管理的，可由本人申请、经定点医药机构同意后向本机构申请修复，"
        f"修复不得超过已有的记分和期限{_caps(rules)}（第三十八条）。"
    ]
    if rules.acts:
        acts = "；".join(f"{name}（{_act(act)}）" for name, act in sorted(rules.acts.items()))
        found.append(f"可修复的行为：{acts}。")
    return found


def _caps(rules: RepairRules) -> str:
    """Return what the pack caps in a year; nothing where it caps nothing (O16)."""
    caps = []
    if rules.points_per_year is not None:
        caps.append(f"每一年度减少记分合计不超过{rules.points_per_year}分")
    if rules.months_per_year is not None:
        caps.append(f"缩短期限合计不超过{rules.months_per_year}个月")
    return "；" + "，".join(caps) if caps else ""


def _act(act: RepairAct) -> str:
    times = "" if act.times_per_year is None else f"，每一年度至多{act.times_per_year}次"
    return f"每次至多{act.points}分、{act.months}个月{times}"


def _duties(content: NoticeContent) -> list[str]:
    duty = "告知本人并向本机构确认本人收到日期，组织约谈、培训，保存记录"
    if content.measure.kind is MeasureKind.NOTICE:
        return [f"请定点医药机构收到后{duty}（第三十六条、第四十一条）。"]
    return [
        f"请定点医药机构收到后依据本通知书维护该人员登记备案状态，妥善交接其服务的患者，{duty}；"
        "拒不及时维护状态造成基金损失的，由定点医药机构承担（第三十三条、第三十六条、第四十六条）。"
    ]


def _last_day(ends_on: date) -> str:
    return day(ends_on - timedelta(days=1))


def _period(first: date | None, last: date | None) -> str:
    if first and last and first != last:
        return f"{day(first)}至{day(last)}"
    only = first or last
    return day(only) if only else ""
