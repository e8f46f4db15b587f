"""Why a file or a row is not taken: a stable code and one sentence in English and Chinese.

These are about the file itself, about cells, and about what only intake sees. What a decision or filing may not be is
said by the registry's topics, in `registry.services.refusals` and `registry.words.sentences`; a row answered by them
carries their code. No sentence repeats the content of a cell: it may be a name or a document number.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from registry.words.wording import sentences
from sync.errors import Reason

type Parameter = str | int | date

_FILES = {
    "file_unreadable": ("The file cannot be read: {why}.", "无法读取文件：{why}。"),
    "not_a_province": (
        "This is not a province's node; files are taken in where the province's key is.",
        "本节点不是省级节点；文件应在省级节点导入。",
    ),
    "report_is_file": ("The report would overwrite the file.", "报告文件会覆盖导入文件。"),
    "report_unwritable": ("The report cannot be written: {why}.", "无法写入报告文件：{why}。"),
    "file_empty": (
        "The file is empty; its first line must name the columns: {expected}.",
        "文件为空；首行应为列名：{expected}。",
    ),
    "file_not_utf8": (
        "The file is not UTF-8 text. Save it as CSV UTF-8.",
        "文件不是 UTF-8 编码，请另存为 CSV UTF-8 格式。",
    ),
    "file_changed": (
        "The file changed while it was read. Rows answered so far stand; run it again.",
        "读取期间文件被改动。已答复的行有效，请重新运行。",
    ),
    "header_malformed": ("The first line cannot be read as column names.", "首行无法作为列名读取。"),
    "columns_unknown": ("Unknown columns: {columns}. Expected: {expected}.", "未知的列：{columns}。应为：{expected}。"),
    "columns_missing": ("Missing columns: {columns}. Expected: {expected}.", "缺少的列：{columns}。应为：{expected}。"),
    "columns_repeated": (
        "Columns named twice: {columns}. Expected: {expected}.",
        "重复的列：{columns}。应为：{expected}。",
    ),
    "quote_unclosed": (
        "A quote opened in the row on line {line} is not closed where a cell ends; where rows begin is in doubt.",
        "第{line}行开始的记录中引号未正确闭合，无法确定各行的起止。",
    ),
}

_ROWS = {
    "row_malformed": (
        "Line {line} is not CSV: a quote or carriage return stands where none may stand.",
        "第{line}行不符合 CSV 格式：引号或回车符位置错误。",
    ),
    "row_malformed_cells": (
        "The row on line {line} has {cells} cells; the header has {columns}.",
        "第{line}行有{cells}个单元格，而表头有{columns}列。",
    ),
    "row_not_utf8": (
        "Line {line} is not UTF-8 text (byte {byte} of the file).",
        "第{line}行不是 UTF-8 编码（文件第{byte}字节）。",
    ),
    "row_too_long": ("Line {line} is longer than 64 KiB.", "第{line}行超过 64 KiB。"),
    "missing": ("{field} is required.", "{field}为必填项。"),
    "too_long": ("{field} has more than {longest} characters.", "{field}超过{longest}个字符。"),
    "forbidden_character": (
        "{field} contains a control character or one that cannot be seen or turns the direction of writing.",
        "{field}含有控制字符、不可见字符或改变书写方向的字符。",
    ),
    "date_unreadable": (
        "{field} must be a date that exists, written YYYY-MM-DD.",
        "{field}应为真实存在的日期，格式为 YYYY-MM-DD。",
    ),
    "date_implausible": (
        "The date in {field} must lie between {earliest} and {latest}.",
        "{field}的日期应在{earliest}至{latest}之间。",
    ),
    "dates_out_of_order": ("{later} must not be before {earlier}.", "{later}不得早于{earlier}。"),
    "number_unreadable": ("{field} must be a whole number in digits.", "{field}应为阿拉伯数字整数。"),
    "flag_unreadable": ("{field} must be true or false.", "{field}应为 true 或 false（是或否）。"),
}

_MEANING = {
    "unknown_person": ("Nobody is known under this code.", "没有使用该代码的人员。"),
    "person_mismatch": (
        "The lifelong ID and the code belong to different people.",
        "终身编号与人员代码不属于同一人。",
    ),
    "unknown_decision": (
        "This province has no decision in force with this authority, case number and item.",
        "本省没有该机关、案号及事项的有效记分决定。",
    ),
    "unknown_cascade": (
        "This province has no status in force with this reference about this person.",
        "本省对该人员没有该编号的有效状态。",
    ),
    "unknown_objection": (
        "This province has no objection to this about this person.",
        "本省没有就此提出的该人员异议申诉。",
    ),
    "two_targets": (
        "A row names a decision or, by its reference, a cascade; not both.",
        "每行应指明一项记分决定，或以编号指明一项联动状态，不得同时填写。",
    ),
    "national_unreachable": (
        "The national registry could not be asked. Run the file again later.",
        "无法连接国家库，请稍后重新运行该文件。",
    ),
}

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType({**_FILES, **_ROWS, **_MEANING})
"""Code -> (English, Chinese) template."""

_SAME_CODE = {"row_malformed_cells": "row_malformed"}


def reason(name: str, field: str = "", /, **params: Parameter) -> Reason:
    """Return the reason for a code, the column it is about and what fills the sentence."""
    english, chinese = sentences(SENTENCES[name], field, params)
    return Reason(code=_SAME_CODE.get(name, name), field=field, sentence=english, sentence_zh=chinese)
