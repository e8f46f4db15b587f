"""One sentence, in English and in Chinese, for every code with which codes and rules refuse something.

Templates are filled with the refusal's parameters, which never hold a name or a document number.
"""

from collections.abc import Mapping
from types import MappingProxyType

_CODES = {
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

_DECISIONS = {
    "basis_required": (
        "Points need a penalty or an agreement handling against the institution, with its legal basis.",
        "记分须以对机构的行政处罚或协议处理及其依据为前提。",
    ),
    "legal_basis_unknown": (
        "The legal basis “{legal_basis}” is not in the code list.",
        "依据代码“{legal_basis}”不在代码表内。",
    ),
    "basis_kind_not_allowed": (
        "“{legal_basis}” does not rest on a basis of kind “{basis_kind}”.",
        "“{legal_basis}”不适用于{basis_kind}。",
    ),
    "points_out_of_range": ("Points must be a whole number from 1 to 12.", "记分应为1至12的整数。"),
    "points_outside_band": (
        "{points} points lie outside the band {low} to {high} of “{legal_basis}” without a {ground} ground: state "
        "`ground` and `ground_reason` (procedure art. 25), or name in `situation` the situation of the province's rule "
        "pack that lifts this basis.",
        "{points}分超出“{legal_basis}”的区间{low}至{high}分，且未记录{ground}情形：请填写从轻从重情形及具体事由（ground、"
        "ground_reason，经办规程第二十五条），或者在 situation 中注明本省规则包所列可使该依据升档的情形。",
    ),
    "situation_not_in_pack": (
        "The rule pack of the province lists no situation “{situation}”.",
        "本省规则包未列出情形“{situation}”。",
    ),
    "situation_elsewhere": (
        "The situation “{situation}” is decided under “{legal_basis}”: name that as legal basis, or another situation.",
        "情形“{situation}”应以“{legal_basis}”为依据：请改填该依据，或者填写其他情形。",
    ),
    "basis_not_matched": (
        "The legal basis is not among the situations that the act matches (art. 26).",
        "所选依据不在该行为符合的情形之中（第26条）。",
    ),
    "not_the_highest": (
        "One act in several situations takes the highest: {highest} (art. 26).",
        "同一行为符合多种情形的，按最高的记分：{highest}（第26条）。",
    ),
    "situation_unknown": (
        "A situation is not in the rule set.",
        "情形不在规则集内。",
    ),
    "situation_not_repeated": (
        "The situation repeats a violation within the year, and no earlier decision of the year about the person is "
        "known: take the situation of the act itself, or state a ground (art. 25).",
        "该情形以年度内再次违规为前提，但未见该人员本年度此前的记分决定：请改选行为本身对应的情形，或者填写从重情形（第25条）。",
    ),
    "start_missing": (
        "The decision leads to a suspension or termination: the notice must say its first day (art. 29).",
        "该决定导致暂停或终止，通知书须写明起始日期（第29条）。",
    ),
    "ground_required": (
        "Points one band off need the reason of the {ground} ground.",
        "跨档记分须写明{ground}的具体情形。",
    ),
    "ground_reason_mismatch": (
        "The reason “{ground_reason}” does not belong to the ground “{ground}”.",
        "情形“{ground_reason}”不属于“{ground}”情形。",
    ),
    "two_bands_off": (
        "{points} points are more than one band away from the band {low} to {high} of “{legal_basis}”.",
        "{points}分与“{legal_basis}”的记分区间{low}至{high}分相差超过一档。",
    ),
    "suspension_months_out_of_range": (
        "A suspension lasts 1 to 6 whole months.",
        "暂停期限应为1至6个整月。",
    ),
    "suspension_months_missing": (
        "{total} points of the year lead to a suspension whose length the province's rules leave to the decision: "
        "state {low} to {high} months.",
        "本年度累计{total}分应暂停支付资格，本省规则未定具体期限，请在决定中写明{low}至{high}个月。",
    ),
    "suspension_months_outside": (
        "For {total} points of the year the province's rules give {low} to {high} months.",
        "本年度累计{total}分的，本省规则规定的暂停期限为{low}至{high}个月。",
    ),
    "suspension_months_fixed": (
        "Months of a suspension that the province's rules give for {total} points of the year: {months}.",
        "本年度累计{total}分的，本省规则规定的暂停期限为{months}个月。",
    ),
    "start_before_notice": (
        "The measure cannot begin before its notice: state {earliest} or a later day; of a case taken over, state when "
        "the notice was served.",
        "处理不得早于处理通知书生效，请填写{earliest}或以后的日期；属移交案件的，请填写通知书送达日期。",
    ),
    "conduct_too_early": (
        "The province scores conduct from {earliest} on only.",
        "本省仅对{earliest}及以后的行为记分。",
    ),
    "dates_out_of_order": ("{later} must not be before {earlier}.", "{later}不得早于{earlier}。"),
    "date_implausible": (
        "The date in {field} must lie between {earliest} and {latest}.",
        "{field}的日期应在{earliest}至{latest}之间。",
    ),
    "unknown_decision": ("There is no such decision about this person.", "该人员无此记分决定。"),
    "already_annulled": ("It has been annulled before.", "此前已被撤销。"),
    "nothing_to_state": (
        "The decision crossed no threshold that its notice did not foresee, or that is over: nothing is stated of it.",
        "该决定未导致通知书未载明的暂停或终止，或者相应处理已经结束，无须另行载明。",
    ),
    "stated_before": (
        "Start and length of this measure have been stated before.",
        "该项处理的起算日期和期限此前已载明。",
    ),
    "start_before_measure": (
        "The term is not counted from before the first day of the measure: state {earliest} or a later day.",
        "期限不得早于处理生效之日起算，请填写{earliest}或以后的日期。",
    ),
    "termination_without_months": (
        "A termination has no months: its bar is one year, or three; leave them empty.",
        "终止不填写月数，限制期限为一年或三年。",
    ),
}

_STANDING = {
    "person_barred": (
        "The person's qualification was terminated; no filing is accepted before {earliest}.",
        "该人员支付资格已终止，{earliest}之前不得登记备案。",
    ),
    "person_terminated": (
        "The person's qualification is terminated.",
        "该人员支付资格处于终止状态。",
    ),
    "person_suspended": (
        "The person's qualification is suspended; no institution may file the person.",
        "该人员支付资格处于暂停状态，任何机构不得为其登记备案。",
    ),
    "filing_backdated": (
        "A filing of the division begins at most {days} days before it is signed, on {earliest} or later. Filings from "
        "before are taken over while a rule pack of the division without this limit holds.",
        "本地区登记备案的起始日期最多可早于提交之日{days}日，不得早于{earliest}；迁入既有登记备案的，应在本地区规则包未设"
        "该期限的时段内办理。",
    ),
    "role_not_managed": (
        "Of a retail pharmacy the division manages only: {roles}; as role enter one of {allowed} (procedure art. 11).",
        "对定点零售药店，本地区仅管理{roles}；岗位（role）应填 {allowed} 之一（经办规程第十一条）。",
    ),
    "assessment_missing": (
        "The bar is over, but no assessment was passed: the person applies for one first, where they were filed last "
        "or at the author of the termination; after it they may be filed (art. 39).",
        "限制期已满，但未经评估通过：本人应先向原登记备案地或者作出终止处理的经办机构申请评估，评估通过后方可重新登记备案（规程第三十九条）。",
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
        "An assessment is made by the author of the suspension or termination, or where the person is filed; who is "
        "filed nowhere is assessed where they were filed last (art. 39).",
        "评估由作出暂停、终止处理的地区或者该人员登记备案地进行；未在任何机构登记备案的，由最后登记备案地进行（规程第三十九条）。",
    ),
    "repair_out_of_scope": (
        "Points are repaired by the division that scored them in that year; a term or bar is shortened by the author "
        "of the measure, or where the person is filed (art. 38).",
        "记分由该年度作出记分决定的地区修复；期限由作出暂停、终止处理的地区或者该人员登记备案地缩短（规程第三十八条）。",
    ),
    "consent_missing": (
        "The measure was decided elsewhere: name the document by which the agency of {divisions} consents "
        "(arts. 38, 39).",
        "该处理由其他地区作出，须填写{divisions}经办机构同意的文书（规程第三十八条、第三十九条）。",
    ),
    "nothing_to_repair": (
        "No points of {year} count for the person on that day: a decision counts from its signature, one taken over "
        "from the serving of its notice.",
        "该日该人员没有已生效的{year}年记分：记分自决定签发之日起计算，移交的案件自通知书送达之日起计算。",
    ),
    "repair_above_sum": (
        "At most {most} points can be repaired here: each division repairs what its own decisions of {year} scored "
        "(art. 38).",
        "本地区至多可修复{most}分：各地区仅修复本地区{year}年所作决定的记分（规程第三十八条）。",
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
    "repair_excluded": (
        "12 points reached at once cannot be repaired.",
        "一次性记满12分的不得修复。",
    ),
    "cascade_status_unknown": (
        "A cascade suspends or terminates; nothing else.",
        "因机构处理产生的状态只能是暂停或终止。",
    ),
    "unknown_cascade": ("There is no such cascade about this person.", "该人员无此联动状态。"),
}

_PROCEDURE = {
    "notice_served_before": (
        "The notice of this decision was served before, on {served_on} (procedure art. 33).",
        "该决定的处理通知书此前已于{served_on}送达（经办规程第三十三条）。",
    ),
    "objection_incomplete": (
        "An objection needs the person's signature and the institution's seal (procedure art. 41).",
        "异议申诉材料须由相关人员签字并加盖机构公章（经办规程第四十一条）。",
    ),
    "objection_pending_already": (
        "Another objection to the same is not settled yet (procedure art. 41).",
        "对同一事项的异议申诉尚未办结（经办规程第四十一条）。",
    ),
    "notice_not_served": (
        "The notice was not served on the institution yet, which hands it on: enter its serving first "
        "(procedure art. 33).",
        "处理通知书尚未送达定点医药机构，应先登记送达（经办规程第三十三条）。",
    ),
    "notice_received_before": (
        "The person received this notice before, on {received_on} (procedure art. 41).",
        "本人此前已于{received_on}收到该处理通知书（经办规程第四十一条）。",
    ),
    "objection_late": (
        "The {days} working days after the receipt of the notice ended on {due_on}; no objection counts as lodged "
        "(procedure art. 41).",
        "自收到处理通知书起{days}个工作日已于{due_on}届满，逾期视为无异议（经办规程第四十一条）。",
    ),
    "unknown_objection": ("There is no such objection about this person.", "该人员无此异议申诉。"),
    "settled_before": (
        "The objection was settled before (procedure art. 44).",
        "该异议申诉此前已办结（经办规程第四十四条）。",
    ),
    "settlement_points_missing": (
        "A change states the new points (procedure art. 44).",
        "变更结果须写明变更后的记分（经办规程第四十四条）。",
    ),
    "settlement_points_unexpected": (
        "Points and months are stated only where they change (procedure art. 44).",
        "仅在变更时填写记分和期限（经办规程第四十四条）。",
    ),
    "settlement_reason_missing": (
        "What is upheld needs its reasons (procedure art. 44).",
        "维持原结果的，须说明理由（经办规程第四十四条）。",
    ),
    "settlement_changes_nothing": (
        "The decision has {points} points already: this is no change (procedure art. 44).",
        "原记分即为{points}分，未作变更（经办规程第四十四条）。",
    ),
    "settlement_worse": (
        "An objection never makes it worse: {field} is at most {most} (procedure art. 44).",
        "异议申诉不得加重处理：{field}不得超过{most}（经办规程第四十四条）。",
    ),
    "cascade_unchangeable": (
        "A status that follows from the institution has no points to change; it is upheld or annulled "
        "(procedure arts. 34, 44).",
        "因机构处理产生的状态没有记分可变更，只能维持或撤销（经办规程第三十四条、第四十四条）。",
    ),
}

_PACKS = {
    "pack_malformed": (
        "The rule pack is not well-formed at {parameter}.",
        "规则包在 {parameter} 处格式错误。",
    ),
    "pack_unknown_division": (
        "The rule pack is for no province-level division.",
        "规则包不属于任何省级区划。",
    ),
    "pack_unknown_parameter": (
        "{parameter} is not a parameter of a rule pack; what is fixed nationally cannot be set.",
        "{parameter} 不是规则包参数；全国统一的规定不得设置。",
    ),
    "pack_source_missing": (
        "The parameter {parameter} has a value without a source.",
        "参数 {parameter} 未注明来源。",
    ),
    "pack_bad_value": (
        "The value of {parameter} is not one that is allowed: {allowed}.",
        "参数 {parameter} 的取值不在允许范围内：{allowed}。",
    ),
    "pack_months_out_of_bounds": (
        "A suspension for {points} points lasts 1 to 6 whole months.",
        "记{points}分的暂停期限应为1至6个整月。",
    ),
    "pack_example_differs": (
        "The example “{title}” does not come out under this pack: {name} is “{found}”, not “{expected}”.",
        "示例“{title}”在本规则包下的结果不符：{name} 为“{found}”，应为“{expected}”。",
    ),
    "pack_months_decreasing": (
        "More points must not be suspended for less time.",
        "记分越高，暂停期限不得越短。",
    ),
    "pack_degrees_decreasing": (
        "In the band {band}, a heavier degree must not get fewer points (procedure art. 25).",
        "在{band}分区间内，责任越重，记分不得越低（经办规程第二十五条）。",
    ),
    "pack_ratio_decreasing": (
        "The ratio that suspends the agreement must not be below the one that suspends settlement.",
        "中止协议的比例不得低于暂停结算的比例。",
    ),
}

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {**_CODES, **_DECISIONS, **_STANDING, **_PROCEDURE, **_PACKS}
)
"""Code of a refusal → (English, Chinese) template."""
