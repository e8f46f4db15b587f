"""Why a file or one of its rows is not taken. No sentence repeats the content of a cell: it may be a name."""

from sync.wire.refusals import say

_FILES = {
    "file_unreadable": ("The file cannot be read: {why}.", "无法读取文件：{why}。"),
    "not_a_province": (
        "This is not a province's node; cases are handled and files taken in where the province's key is.",
        "本节点不是省级节点；案件办理和文件导入应在省级节点进行。",
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
    "number_unreadable": ("{field} must be a whole number in digits.", "{field}应为阿拉伯数字整数。"),
    "flag_unreadable": ("{field} must be true or false.", "{field}应为 true 或 false（是或否）。"),
    "person_mismatch": ("The lifelong ID and the code belong to different people.", "终身编号与人员代码不属于同一人。"),
}

SENTENCES = _FILES | _ROWS
"""Code -> (English, Chinese) template."""

UNDER = {"row_malformed_cells": "row_malformed"}
"""Sentences that say more under a code that exists: callers act on the code, people read the sentence."""

say(SENTENCES, under=UNDER)
