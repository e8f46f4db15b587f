"""Why a repair, a restoration or an application for one is refused."""

from sync.wire.refusals import say

SENTENCES = {
    "assessed_before": ("A restoration with the same day of effect exists already.", "同一生效日期的恢复评估已存在。"),
    "repair_granted_before": (
        "A repair of the same year for the same act was granted on this day before (art. 38).",
        "同日就同一年度、同一修复行为已准予修复（第38条）。",
    ),
    "assessment_missing": (
        "The bar is over, but no assessment was passed: the person applies for one first, where they were filed "
        "last or at the author of the termination; after it they may be filed (art. 39).",
        "限制期已满，但未经评估通过：本人应先向原登记备案地或者作出终止处理的经办机构申请评估，"
        "评估通过后方可重新登记备案（第39条）。",
    ),
    "application_too_early": (
        "An application may be made from {earliest} on (art. 39).",
        "自{earliest}起方可申请恢复（第39条）。",
    ),
    "lead_unknown": (
        "The working-day calendar for the day from which an application may be made is not published (art. 39).",
        "可申请日期所需的工作日历尚未公布（第39条）。",
    ),
    "nothing_to_restore": (
        "No suspension or termination by points waits for an assessment on that day.",
        "该日不存在因记分产生、须经评估的暂停或终止。",
    ),
    "term_not_over": (
        "The term or bar runs until {term_ends_on}: an assessment takes effect on that day or later.",
        "暂停期限或限制期限至{term_ends_on}届满，评估的生效日期不得早于该日。",
    ),
    "restoration_out_of_scope": (
        "An assessment is made by the author of the suspension or termination, or where the person is filed; who "
        "is filed nowhere is assessed where they were filed last (art. 39).",
        "评估由作出暂停、终止处理的地区或者该人员登记备案地进行；未在任何机构登记备案的，由最后登记备案地进行（"
        "第39条）。",
    ),
    "repair_out_of_scope": (
        "Points are repaired by the division that scored them in that year; a term or bar is shortened by the "
        "author of the measure, or where the person is filed (art. 38).",
        "记分由该年度作出记分决定的地区修复；期限由作出暂停、终止处理的地区或者该人员登记备案地缩短（第38条）。",
    ),
    "consent_missing": (
        "The measure was decided elsewhere: name the document by which the agency of {divisions} consents (arts. "
        "38, 39).",
        "该处理由其他地区作出，须填写{divisions}经办机构同意的文书（第38、39条）。",
    ),
    "nothing_to_repair": (
        "No points of {year} count for the person on that day: a decision counts from its signature, one taken "
        "over from the serving of its notice.",
        "该日该人员没有已生效的{year}年记分：记分自决定签发之日起计算，移交的案件自通知书送达之日起计算。",
    ),
    "repair_above_sum": (
        "At most {most} points can be repaired here: each division repairs what its own decisions of {year} "
        "scored (art. 38).",
        "本地区至多可修复{most}分：各地区仅修复本地区{year}年所作决定的记分（第38条）。",
    ),
    "repair_empty": (
        "A repair lowers points or shortens a term by a positive whole number.",
        "修复应减少记分或缩短期限，且为正整数。",
    ),
    "repair_act_unknown": (
        "The rule pack of the province does not list the act {act}; it lists: {allowed}.",
        "本省规则包未列出修复行为 {act}；所列行为：{allowed}。",
    ),
    "repair_act_used_up": (
        "The rule pack of the province allows the act {act} {times} times for the points of {year}: all are granted.",
        "本省规则包规定修复行为 {act} 对{year}年度记分至多适用{times}次，已全部用完。",
    ),
    "repair_above_recorded": (
        "Of {year}, {most} points are recorded: no more can be repaired.",
        "{year}年度现有记分为{most}分，修复不得超过此数。",
    ),
    "repair_of_no_term": (
        "No term or bar by points of {year} runs on that day: there are no months to shorten.",
        "该日不存在因{year}年度记分产生且尚未届满的暂停或终止期限，无期限可缩短。",
    ),
    "repair_above_term": (
        "The term can be shortened by {most} months at most: its last month remains.",
        "该期限至多可再缩短{most}个月：至少保留1个月。",
    ),
    "repair_above_cap": (
        "The rule pack of the province allows {most} for this repair.",
        "本省规则包对此项修复的上限为{most}。",
    ),
    "repair_excluded": ("12 points reached at once cannot be repaired.", "一次性记满12分的不得修复。"),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
