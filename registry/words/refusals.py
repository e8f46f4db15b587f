"""Why something that is written under the registry's code lists is not one of them, and why a date is none."""

from sync.wire.refusals import say

SENTENCES = {
    "date_unreadable": (
        "{field} must be a date that exists, written YYYY-MM-DD.",
        "{field}应为真实存在的日期，格式为 YYYY-MM-DD。",
    ),
    "date_implausible": (
        "The date in {field} must lie between {earliest} and {latest}.",
        "{field}的日期应在{earliest}至{latest}之间。",
    ),
    "date_unreadable_end": (
        "{field} must be a date that exists, written YYYY-MM-DD; leave the cell empty for an open end.",
        "{field}应为真实存在的日期，格式为 YYYY-MM-DD；尚无终止日期的，请留空。",
    ),
    "date_implausible_end": (
        "The date in {field} must lie between {earliest} and {latest}; leave the cell empty for an open end.",
        "{field}的日期应在{earliest}至{latest}之间；尚无终止日期的，请留空。",
    ),
    "dates_out_of_order": ("{later} must not be before {earlier}.", "{later}不得早于{earlier}。"),
    "written_otherwise": (
        "{field} is known in another writing, “{known}”: where it is the same, write it like that; where it is "
        "another, a human must say so.",
        "{field}已有另一种写法“{known}”：如属同一事项，请按该写法填写；如确属不同事项，须人工确认。",
    ),
    "malformed_id": (
        "A lifelong ID has 16 digits, in one run or in groups of four.",
        "终身编号应为16位数字，可连写或每4位一组。",
    ),
    "bad_check_digits": ("The check digits of the lifelong ID are wrong.", "终身编号校验码错误。"),
    "unknown_document_kind": (
        "This kind of document is not in the code list: enter one of {allowed}.",
        "证件类型不在代码表内，应填 {allowed} 之一。",
    ),
    "document_malformed": (
        "The number does not have the form of a document of kind “{kind}”.",
        "证件号码不符合{kind}的格式。",
    ),
    "document_bad_check_digit": ("The check digit of the document number is wrong.", "证件号码校验码错误。"),
    "document_bad_birth_date": (
        "The document number contains a birth date that does not exist.",
        "证件号码中的出生日期不存在。",
    ),
    "code_from_spreadsheet": (
        "A spreadsheet has made a number of this code, and its digits are lost: take the code from where it was "
        "exported, into a column formatted as text.",
        "该代码已被电子表格转成数值，原有数字丢失：请将该列设为文本格式，从来源重新导出。",
    ),
    "code_placeholder": (
        "This stands for “none” and is nobody's code: leave system and code empty, and name the person by document or "
        "lifelong ID.",
        "此内容表示“无”，不是任何人的代码：请将代码系统和代码留空，改填证件或终身编号。",
    ),
    "code_form_differs": (
        "A code of {system} is one or two letters and twelve digits, such as D520100000001.",
        "{system}代码应为1至2位字母加12位数字，如 D520100000001。",
    ),
    "code_beside_several": (
        "This code stands beside several people in the file; find out whose it is, and take the rows in without it.",
        "该代码在文件中对应多名人员：请核实归属，其余行去掉该代码后再导入。",
    ),
    "document_column_ruined": (
        "A spreadsheet has rounded the resident IDs in the column {field}: their last digits are zeros (line {line}). "
        "Nothing of the file was taken in: export it anew, with the column formatted as text.",
        "{field}列的居民身份证号码已被电子表格四舍五入，末几位变为0（第{line}行）。文件未作任何导入：请将该列设为文本格式后重新导出。",
    ),
    "name_not_of_person": (
        "The name is not one under which this person is known: check code and lifelong ID, or the name.",
        "该姓名与该人员已登记的姓名不一致：请核对代码、终身编号或姓名。",
    ),
    "name_to_compare_unknown": (
        "This node knows no name of the person to compare with: take the file of persons in first, then this row.",
        "本节点没有该人员的姓名可供核对：请先导入人员文件，再导入本行。",
    ),
    "name_empty": ("The name is empty.", "姓名为空。"),
    "name_too_long": ("The name is longer than {longest} characters.", "姓名超过{longest}个字符。"),
    "name_unknown_character": (
        "The name has a character that only one system's font knows, or a mere part of one: type the character itself.",
        "姓名中含有仅个别系统字库可识别的自造字或偏旁：请输入该字本身。",
    ),
    "name_lost_characters": (
        "Several characters of the name were lost in another system: write the name as it stands on the document.",
        "姓名中有多个字在其他系统中丢失：请按证件填写姓名。",
    ),
    "name_forbidden_character": (
        "The name contains a character that cannot be seen or turns the direction of writing.",
        "姓名中含有不可见字符或改变书写方向的字符。",
    ),
}
"""Code -> (English, Chinese) template."""

UNDER = {"date_implausible_end": "date_implausible", "date_unreadable_end": "date_unreadable"}
"""Sentences that say more under a code that exists: callers act on the code, people read the sentence."""

say(SENTENCES, under=UNDER)
