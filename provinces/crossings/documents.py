"""The notice of a threshold that no notice foresaw, in Chinese: points of several decisions together (O26, art. 29).

It says whose points were summed, since when the status holds by law, from which day its term or bar is counted and how
long it lasts, what it means for costs, how it ends, and how and until when to object.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from provinces.notices.documents.addressed import Addressed
from provinces.notices.documents.clauses import FOOT, PROCEDURE, day, objection, off_audit, office_of, scored, unpaid
from provinces.notices.documents.paper import Paper, Section
from registry.packs.pack import Pack
from registry.qualification.rules.measures import Measure
from registry.qualification.rules.objection_rules import ObjectionRules
from registry.qualification.rules.restoration_rules import RestorationRules
from registry.qualification.selectors.crossed import Part
from registry.words.divisions import PROVINCES
from registry.words.lifelong_id import shown
from registry.words.measures import MeasureKind

_WORDS = {MeasureKind.SUSPENSION: "暂停", MeasureKind.TERMINATION: "终止"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingNoticeContent(Addressed):
    """What a notice says of one measure that no notice foresaw."""

    parts: Sequence[Part]
    measure: Measure
    """As it is with what is stated."""
    merged_on: date | None
    """When two files of the person were found to be one, where that is how the points came together."""
    pack: Pack


def compose(content: CrossingNoticeContent) -> Paper:
    """Return the notice."""
    return Paper(
        title="定点医药机构相关人员医保支付资格累计记分处理通知书",
        number=content.number,
        addressee=f"{content.institution_name}并{content.name}：",
        opening=f"根据{PROCEDURE}第二十七条至第三十四条，下列人员多项记分累计达到处理标准，而各项记分的处理通知书均未载明"
        "该处理结果，现将处理结果通知如下。",
        rows=_rows(content),
        sections=[
            Section(heading="一、处理结果", paragraphs=_result(content)),
            Section(heading="二、异议申诉", paragraphs=_objection(content)),
            Section(heading="三、恢复与修复", paragraphs=_end(content)),
            Section(heading="四、机构应办事项", paragraphs=_duties(content)),
        ],
        signed_by=office_of(content.division),
        dated=day(content.issued_on),
        foot=FOOT,
        whose={content.name: shown(content.person)},
    )


def _rows(content: CrossingNoticeContent) -> list[tuple[str, str]]:
    rows = [
        ("相关人员", content.name),
        ("终身编号", shown(content.person)),
        ("人员代码", "、".join(content.codes)),
        ("定点医药机构", f"{content.institution_name}（{content.institution}）"),
        *((f"记分（{number}）", scored(part)) for number, part in enumerate(content.parts, start=1)),
        (f"{content.measure.year}年累计", _total(content)),
    ]
    return [(name, value) for name, value in rows if value]


def _total(content: CrossingNoticeContent) -> str:
    total, recorded = content.measure.points_total, sum(part.points for part in content.parts)
    return f"{total}分" if total == recorded else f"{recorded}分，扣除修复后为{total}分"


def _result(content: CrossingNoticeContent) -> list[str]:
    measure = content.measure
    word = _WORDS[measure.kind]
    if content.merged_on:
        how = f"经确认该人员的两份档案属于同一人，记分自{day(content.merged_on)}起合并计算，"
    else:
        several = len({part.author for part in content.parts}) > 1
        how = "各省级医疗保障经办机构分别记分，" if several else ""
    since = f"{how}{measure.year}年累计{measure.points_total}分，自{day(measure.starts_on)}起{word}医保支付资格。"
    return [since, _length(measure), unpaid(word), *off_audit(content.auditor)]


def _length(measure: Measure) -> str:
    counted = day(measure.counts_from)
    if measure.kind is MeasureKind.SUSPENSION:
        assert measure.term_ends_on is not None
        return (
            f"暂停期限{measure.months}个月，自{counted}起计算，至{_last_day(measure.term_ends_on)}届满（第二十九条）。"
        )
    assert measure.bar_ends_on is not None
    return (
        f"自{counted}起{measure.bar_years}年内，即至{_last_day(measure.bar_ends_on)}，不得再次登记备案（第二十九条）。"
    )


def _objection(content: CrossingNoticeContent) -> list[str]:
    found = objection(
        content.pack,
        about="本次登记备案状态",
        explained="累计记分及处理",
        stays=content.pack[ObjectionRules].stays_effect,
    )
    others = [PROVINCES[part.author].name_zh for part in content.parts if part.author != content.division]
    if others:
        where = "、".join(dict.fromkeys(others))
        found.append(f"对{where}所记分值有异议的，向作出该项记分的经办机构提出（第四十一条）。")
    return found


def _end(content: CrossingNoticeContent) -> list[str]:
    lead = content.pack[RestorationRules].lead_working_days
    if content.measure.kind is MeasureKind.SUSPENSION:
        first = (
            f"暂停期满不自动恢复。可自期满前{lead}个工作日起，由本人申请、经定点医药机构同意后向本机构提出恢复申请，"
            "未在任何机构登记备案的直接申请；评估通过后恢复，恢复后本年度记分继续累计（第三十九条）。"
        )
    else:
        first = (
            f"限制期满不自动恢复。可自期满前{lead}个工作日起，由本人申请、经定点医药机构同意后提出评估申请；"
            "未在任何机构登记备案的，直接向本机构或者最后登记备案地的经办机构申请。评估通过后，须重新作出服务承诺并"
            "重新登记备案（第三十九条）。"
        )
    return [first, "申请修复记分的，向作出该项记分的经办机构提出（第三十八条）。"]


def _duties(content: CrossingNoticeContent) -> list[str]:
    return [
        f"请定点医药机构收到后依据本通知书将该人员登记备案状态维护为“{_WORDS[content.measure.kind]}”，妥善交接其服务的患者，"
        "告知本人并向本机构确认本人收到日期，组织约谈、培训，保存记录；"
        "拒不及时维护状态造成基金损失的，由定点医药机构承担（第三十三条、第三十六条、第四十六条）。"
    ]


def _last_day(ends_on: date) -> str:
    return day(ends_on - timedelta(days=1))
