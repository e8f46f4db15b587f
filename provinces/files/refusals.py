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
    "file_cut_off": (
        "The file ends in the middle of the row on line {line}: it was cut off. Export or copy it anew.",
        "文件在第{line}行中途结束，内容不完整，请重新导出或复制。",
    ),
    "file_changed": (
        "The file changed while it was read. Rows answered so far stand; run it again.",
        "读取期间文件被改动。已答复的行有效，请重新运行。",
    ),
    "header_malformed": (
        "The first line cannot be read as column names: it must be {expected}.",
        "首行无法作为列名读取：应为{expected}。",
    ),
    "columns_unknown": ("Unknown columns: {columns}. Expected: {expected}.", "未知的列：{columns}。应为：{expected}。"),
    "columns_missing": ("Missing columns: {columns}. Expected: {expected}.", "缺少的列：{columns}。应为：{expected}。"),
    "columns_repeated": (
        "Columns named twice: {columns}. Expected: {expected}.",
        "重复的列：{columns}。应为：{expected}。",
    ),
    "quote_unclosed": (
        "A quote opened in the row on line {line} is not closed where a cell ends; where rows begin is in doubt. "
        "Close it, and double each quote inside a cell in quotes.",
        "第{line}行开始的记录中引号未正确闭合，无法确定各行的起止。请补上引号；引号内的引号须双写。",
    ),
}

_ENCODINGS = {
    "encoding_wrong": (
        "The file is not {encoding} text: line {line} (byte {byte} of the file) cannot be read so. Say another "
        "encoding or none, or save the file anew.",
        "文件不是 {encoding} 编码：第{line}行（文件第{byte}字节）无法按此编码读取。"
        "请改选其他编码或不指定编码，或重新保存文件。",
    ),
    "encoding_marked": (
        "The file is marked as {marked}, and {encoding} was said: say no encoding, or save the file anew.",
        "文件标识为 {marked}，与所选的 {encoding} 不符：请不指定编码，或重新保存文件。",
    ),
    "encoding_mixed": (
        "Line {line} is not UTF-8 text, though other lines are (byte {byte} of the file); nothing was taken in. "
        "Save it as CSV UTF-8 or as an Excel workbook (XLSX), or say its encoding (such as --encoding gb18030).",
        "第{line}行不是 UTF-8 编码，而其他行是（文件第{byte}字节）；文件未作任何导入。"
        "请另存为 CSV UTF-8 或 Excel 工作簿（XLSX），或指明编码（如 --encoding gb18030）。",
    ),
    "encoding_unclear": (
        "In which encoding the file is written is in doubt (line {line}): it reads as UTF-8 and as GB18030, and "
        "differently. Save it as CSV UTF-8 or as an Excel workbook (XLSX), or say its encoding (such as --encoding "
        "gb18030).",
        "无法确定文件的编码（第{line}行）：按 UTF-8 与按 GB18030 读取的内容不同。"
        "请另存为 CSV UTF-8 或 Excel 工作簿（XLSX），或指明编码（如 --encoding gb18030）。",
    ),
    "encoding_unclear_words": (
        "In which encoding the file is written is in doubt (line {line}): as GB18030 it has characters that hardly "
        "anybody writes. Save it as CSV UTF-8 or as an Excel workbook (XLSX), or say its encoding (such as --encoding "
        "gb18030).",
        "无法确定文件的编码（第{line}行）：按 GB18030 读取时多为生僻字符。"
        "请另存为 CSV UTF-8 或 Excel 工作簿（XLSX），或指明编码（如 --encoding gb18030）。",
    ),
    "encoding_unknown": (
        "The file is neither UTF-8 nor GB18030 text (line {line}, byte {byte} of the file). Save it as CSV UTF-8 or as "
        "an Excel workbook (XLSX).",
        "文件既不是 UTF-8 也不是 GB18030 编码（第{line}行，文件第{byte}字节）。"
        "请另存为 CSV UTF-8 或 Excel 工作簿（XLSX）。",
    ),
}

_WORKBOOKS = {
    "workbook_old": (
        "The file is an old workbook (.xls) or has a password: open it and save it as an Excel workbook (.xlsx) "
        "without a password.",
        "文件为旧版工作簿（.xls）或设有密码：请打开后另存为 Excel 工作簿（.xlsx），且不设密码。",
    ),
    "workbook_is_page": (
        "The file is a web page or XML, whatever its name says: open it and save it as an Excel workbook (.xlsx).",
        "文件实为网页或 XML（与扩展名无关）：请打开后另存为 Excel 工作簿（.xlsx）。",
    ),
    "workbook_unreadable": (
        "The workbook cannot be read: it is damaged, cut off, or no Excel workbook. Open it and save it anew as "
        "Excel workbook (.xlsx).",
        "无法读取工作簿：文件已损坏、不完整，或不是 Excel 工作簿。请打开后重新另存为 Excel 工作簿（.xlsx）。",
    ),
    "workbook_too_large": (
        "The workbook is larger than {most} MiB, or than {unpacked} MiB unpacked: split it, or save it as CSV UTF-8.",
        "工作簿超过{most} MiB，或解压后超过{unpacked} MiB：请拆分，或另存为 CSV UTF-8。",
    ),
    "sheet_unknown": (
        "The workbook has no sheet of that name; it has: {sheets}.",
        "工作簿中没有该名称的工作表；现有：{sheets}。",
    ),
    "sheet_unsaid": (
        "Several sheets have content: {sheets}. Say which one (--sheet), or delete the others.",
        "有多个工作表含有内容：{sheets}。请指明工作表（--sheet），或删除其余工作表。",
    ),
    "sheet_of_no_workbook": (
        "A sheet was said, and the file is no workbook: say none.",
        "指明了工作表，但文件不是工作簿：请不指明工作表。",
    ),
    "sheet_empty": (
        "The sheet is empty; its first row must name the columns: {expected}.",
        "工作表为空；首行应为列名：{expected}。",
    ),
    "cells_merged": (
        "Cells are merged ({cells}): of which row they are is in doubt. Unmerge them and fill each cell.",
        "存在合并单元格（{cells}），无法确定所属的行：请取消合并并逐格填写。",
    ),
    "cells_hidden": (
        "Row {line} of the sheet is hidden: show all rows and clear the filter, or delete what is not to be taken in.",
        "工作表第{line}行被隐藏：请显示全部行并清除筛选，或删除不需导入的行。",
    ),
    "cells_hidden_column": (
        "Column {column} of the sheet is hidden: show it, or delete it.",
        "工作表{column}列被隐藏：请显示或删除该列。",
    ),
}

_ROWS = {
    "row_malformed": (
        "Line {line} is not CSV: a quote or carriage return stands where none may stand. Put the cell in quotes and "
        "double each quote in it.",
        "第{line}行不符合 CSV 格式：引号或回车符位置错误。请将该单元格置于引号内，其中的引号须双写。",
    ),
    "row_malformed_cells": (
        "The row on line {line} has {cells} cells; the header has {columns}.",
        "第{line}行有{cells}个单元格，而表头有{columns}列。",
    ),
    "row_too_long": ("Line {line} is longer than 64 KiB.", "第{line}行超过 64 KiB。"),
    "cell_formula": (
        "{field} holds a formula: copy the column and paste it as values.",
        "{field}为公式：请复制该列并“选择性粘贴—数值”。",
    ),
    "cell_error": (
        "{field} holds an error of the spreadsheet, such as #N/A: enter the value, or leave the cell empty.",
        "{field}为电子表格错误值（如 #N/A）：请填写正确的值，或留空。",
    ),
    "cell_date": (
        "A spreadsheet has made a date or time of {field}: format the column as text and enter it anew.",
        "{field}已被电子表格转成日期或时间：请将该列设为文本格式后重新填写。",
    ),
    "cell_number_format": (
        "{field} is a number that the spreadsheet shows otherwise than it is: format the column as text and enter "
        "what is to be read.",
        "{field}为数值，其显示内容与实际数值不同：请将该列设为文本格式后填写应读取的内容。",
    ),
    "missing": ("{field} is required: fill the cell in.", "{field}为必填项，请填写。"),
    "too_long": ("{field} may have {longest} characters at most.", "{field}不得超过{longest}个字符。"),
    "forbidden_character": (
        "{field} contains a control character or one that cannot be seen or turns the direction of writing: delete "
        "it and type it anew.",
        "{field}含有控制字符、不可见字符或改变书写方向的字符：请清空后重新录入。",
    ),
    "number_unreadable": ("{field} must be a whole number in digits.", "{field}应为阿拉伯数字整数。"),
    "flag_unreadable": ("{field} must be true or false.", "{field}应为 true 或 false（是或否）。"),
    "person_mismatch": (
        "The lifelong ID and the code belong to different people: correct one, or leave it out.",
        "终身编号与人员代码不属于同一人：请更正其一，或仅填一项。",
    ),
}

SENTENCES = _FILES | _ENCODINGS | _WORKBOOKS | _ROWS
"""Code -> (English, Chinese) template."""

UNDER = {
    "cells_hidden_column": "cells_hidden",
    "encoding_marked": "encoding_wrong",
    "encoding_unclear_words": "encoding_unclear",
    "row_malformed_cells": "row_malformed",
    "sheet_empty": "file_empty",
    "workbook_is_page": "workbook_old",
}
"""Sentences that say more under a code that exists: callers act on the code, people read the sentence."""

say(SENTENCES, under=UNDER)
