"""Why a request for an identity is refused or held, in both languages. No sentence repeats the request."""

from registry.words.errors import CodeRefused
from registry.words.sentences import SENTENCES
from sync.errors import Reason

_SENTENCES = {
    "identity_missing": (
        "An identity needs a document, an external code, or both.",
        "身份信息须包含证件或外部代码，或两者兼有。",
    ),
    "document_incomplete": (
        "A document needs its kind and its number.",
        "证件须同时提供类型和号码。",
    ),
    "code_incomplete": ("An external code needs its system.", "外部代码须同时提供代码系统。"),
    "code_malformed": (
        "A code has 1 to 64 visible characters, its system 1 to 40, without blanks at the ends.",
        "代码为1至64个可见字符，代码系统为1至40个可见字符，首尾不得有空格。",
    ),
    "name_missing": ("A document needs the name of its holder.", "提供证件时须填写姓名。"),
    "born_on_missing": (
        "A document that does not contain the birth date needs it beside it.",
        "证件号码不含出生日期时，须另行提供出生日期。",
    ),
    "born_on_malformed": (
        "The birth date is not a date as YYYY-MM-DD.",
        "出生日期不是有效日期（YYYY-MM-DD）。",
    ),
    "born_on_implausible": (
        "The birth date lies before 1900 or in the future.",
        "出生日期早于1900年或晚于今日。",
    ),
    "born_on_differs": (
        "The birth date is not the one in the document number.",
        "出生日期与证件号码中的日期不一致。",
    ),
    "unknown_category": ("The category of personnel is not in the code list.", "人员类别不在代码表内。"),
    "text_expected": ("The value must be text.", "该值须为文本。"),
    "name_differs": (
        "The document or code is known under another name; a human must look.",
        "该证件或代码已登记在另一姓名下，须人工核实。",
    ),
    "birth_date_differs": (
        "The document or code is known with another birth date; a human must look.",
        "该证件或代码已登记的出生日期不同，须人工核实。",
    ),
    "identity_split": (
        "The document belongs to one person and the code to another; a human must look.",
        "证件与代码分属两名人员，须人工核实。",
    ),
    "near_match": (
        "Somebody with this name and birth date is known under other papers; a human must look.",
        "已有同名且出生日期相同的人员以其他证件登记，须人工核实。",
    ),
    "second_resident_id": (
        "The person would have a second resident ID; a human must look.",
        "该人员将出现第二个居民身份证号码，须人工核实。",
    ),
    "identity_refused": (
        "A human looked at this request and refused it.",
        "该请求经人工核实后不予受理。",
    ),
    "unknown_person": ("Nobody is known under this document or code.", "该证件或代码下无登记人员。"),
}


def reason(code: str, field: str = "") -> Reason:
    """Return the reason for a code of this module."""
    english, chinese = _SENTENCES[code]
    return Reason(code=code, field=field, sentence=english, sentence_zh=chinese)


def from_code_list(error: CodeRefused) -> Reason:
    """Return the reason for what a code list refused; its parameters never hold the refused value."""
    english, chinese = SENTENCES[error.code]
    return Reason(
        code=error.code,
        field=error.field,
        sentence=english.format(**error.params),
        sentence_zh=chinese.format(**error.params),
    )
