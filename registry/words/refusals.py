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
    "unknown_document_kind": ("This kind of document is not in the code list.", "证件类型不在代码表内。"),
    "document_malformed": (
        "The number does not have the form of a document of kind “{kind}”.",
        "证件号码不符合{kind}的格式。",
    ),
    "document_bad_check_digit": ("The check digit of the document number is wrong.", "证件号码校验码错误。"),
    "document_bad_birth_date": (
        "The document number contains a birth date that does not exist.",
        "证件号码中的出生日期不存在。",
    ),
    "name_empty": ("The name is empty.", "姓名为空。"),
    "name_too_long": ("The name is longer than {longest} characters.", "姓名超过{longest}个字符。"),
    "name_forbidden_character": (
        "The name contains a character that cannot be seen or turns the direction of writing.",
        "姓名中含有不可见字符或改变书写方向的字符。",
    ),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
