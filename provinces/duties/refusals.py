"""Why a duty of the procedure is not entered as done, and why a row of a list of statuses cannot be read."""

from sync.wire.refusals import say

_DUTIES = {
    "document_missing": (
        "Give the number of the document that shows it (art. {article}).",
        "须填写相应记录或文书的编号（第{article}条）。",
    ),
    "nobody_reminded": ("Name at least one person who was present (art. 36).", "须至少列明一名参加人员（第36条）。"),
    "reminder_entered_before": (
        "This talk or training of this person on this day has been entered before (art. 36).",
        "该人员当日的该项谈话、培训或重点监管此前已登记（第36条）。",
    ),
    "nothing_to_tell": (
        "This measure is not in force, or the person is filed at no institution of this province (art. 34).",
        "该项处理未生效，或该人员在本省没有有效登记备案，无须告知（第34条）。",
    ),
    "told_before": ("The institution was told of this measure before (art. 34).", "该机构此前已获告知（第34条）。"),
    "order_about_nothing": (
        "Name the reconciliation that showed it, or the person whose status it is (art. 46).",
        "须指明相关的状态核查或相关人员（第46条）。",
    ),
    "run_of_another": (
        "This reconciliation is about another institution (art. 46).",
        "该次状态核查的对象为其他机构（第46条）。",
    ),
    "nothing_differs": (
        "This reconciliation found no difference: there is nothing to correct (art. 46).",
        "该次状态核查未发现差异，无须整改（第46条）。",
    ),
    "order_document_used": (
        "This number is used by another order to correct (art. 46).",
        "该文号已用于另一份责令整改通知（第46条）。",
    ),
}

_RECONCILIATIONS = {
    "file_too_large": (
        "The file is larger than {most} MiB; send the list in parts.",
        "文件超过{most} MiB，请分次上传。",
    ),
    "nobody_in_columns": (
        "The first line needs the column “person” (lifelong ID) or “code”.",
        "首行须有“终身编号”（person）或“人员代码”（code）列。",
    ),
    "unknown_status": (
        "The status is one of normal, suspended, terminated (art. 16).",
        "状态应为正常、暂停或终止之一（第16条）。",
    ),
    "nobody_in_row": ("The row names nobody: it needs a lifelong ID or a code.", "该行未填写终身编号或人员代码。"),
    "code_of_several": (
        "Several people have this code; name the code system, or the lifelong ID.",
        "该代码对应多名人员，请填写代码系统或终身编号。",
    ),
    "person_listed_before": ("The list names this person before.", "名单中该人员重复。"),
}

SENTENCES = _DUTIES | _RECONCILIATIONS
"""Code -> (English, Chinese) template."""

say(SENTENCES)
