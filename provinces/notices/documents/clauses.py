"""What notices say alike: their numbers, their office, how money and remedies stand (arts. 16, 33, 34, 41, 42, 45)."""

from datetime import date

from registry.packs.pack import Pack
from registry.qualification.rules.objection_rules import ObjectionReviewer, ObjectionRules
from registry.qualification.rules.procedure import OBJECTION_WORKING_DAYS
from registry.qualification.selectors.crossed import Part
from registry.words.divisions import PROVINCES

PROCEDURE = "《医疗保障定点医药机构相关人员医保支付资格管理经办规程（试行）》（医保办发〔2024〕34号）"
FOOT = "本通知书由系统制作，一式多份，内容以送达文本为准。"

POINTS, CASCADE, CROSSING, CORRECTION = "通", "联", "累", "更"
"""The word in a number: notices of points, of cascades, of thresholds that no notice foresaw, and corrections are
counted apart."""

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


def number_of(division: str, year: int, serial: int, word: str = POINTS) -> str:
    """Return the number of a notice."""
    return f"{_SHORT[division]}医保支付资格{word}〔{year}〕{serial:05d}号"


def office_of(division: str) -> str:
    """Return the agency that issues a division's notices."""
    return f"{PROVINCES[division].name_zh}医疗保障经办机构"


def scored(part: Part) -> str:
    """Return one of several decisions whose points are summed: where, by whom, when, how many."""
    where = PROVINCES[part.author].name_zh
    return f"{where}，{part.authority}，案号{part.case_number}，{day(part.decided_on)}作出处理，记{part.points}分"


def unpaid(status: str) -> str:
    """Return what a status means for costs, and where it holds."""
    return (
        f"{status}期间提供服务发生的医保费用，医保基金不予支付，急诊、抢救等特殊情形除外；"
        f"{status}在该人员执业的所有定点医药机构同时生效（第十六条、第三十四条、第四十五条、第四十八条）。"
    )


def off_audit(auditor: bool) -> list[str]:
    """Return that an auditor of fees is taken off that work; nothing for others."""
    return ["该人员从事医疗费用和医保结算审核，定点医药机构应同时停止其审核工作。"] if auditor else []


def objection(pack: Pack, *, about: str, explained: str, stays: bool) -> list[str]:
    """Return how, until when and with whom an objection is made, and who decides it."""
    stay = "异议办理期间，暂缓执行本次处理。" if stays else "异议办理期间，不停止本次处理的执行。"
    return [
        f"对{about}有异议的，相关人员可自本人收到本通知书之日起、定点医药机构可自收到本通知书之日起"
        f"{OBJECTION_WORKING_DAYS}个工作日内，向本机构书面提出；"
        "异议书须有相关人员签字和定点医药机构盖章。逾期未提出的，视为无异议（第四十一条）。",
        f"本机构先行说明{explained}情况；仍有异议的，移交{_REVIEWERS[pack[ObjectionRules].reviewer]}处理（第四十二条）。{stay}",
    ]


def day(on: date) -> str:
    """Return a date as a document writes it."""
    return f"{on.year}年{on.month}月{on.day}日"
