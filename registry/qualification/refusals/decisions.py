"""Why a decision, what is stated of it, or a case without scores is refused."""

from sync.wire.refusals import say

SENTENCES = {
    "unknown_decision": ("There is no such decision about this person.", "该人员无此记分决定。"),
    "not_fraud": (
        "Only for fraud (Regulation art. 40) is it said why nobody is scored; the case does not rest on it.",
        "仅欺诈骗保案件（《医疗保障基金使用监督管理条例》第40条）须说明未记分情况，该案件的处理依据不在此列，请核对。",
    ),
    "case_number_used": (
        "A decision of this authority with this case number and item about this person exists already.",
        "该机关以同一案号、同一事项对该人员的记分决定已存在。",
    ),
    "same_penalty": (
        "Another division has scored the same penalty for this person; a human must say whose decision counts.",
        "另一地区已就同一处理对该人员记分，须人工确认以何者为准。",
    ),
    "unscored_stated_before": (
        "This has been said of this case before; a reason why nobody is scored is said once.",
        "该案件的未记分情况或不记分理由此前已上报，不得重复上报。",
    ),
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
        "{points} points lie outside the band {low} to {high} of “{legal_basis}” without a {ground} ground: "
        "state `ground` and `ground_reason` (art. 25), or name in `situation` the situation of the province's "
        "rule pack that lifts this basis.",
        "{points}分超出“{legal_basis}”的区间{low}至{high}分，且未记录{ground}情形：请填写从轻从重情形及具体事由（"
        "ground、ground_reason，第25条），或者在 situation 中注明本省规则包所列可使该依据升档的情形。",
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
    "situation_unknown": ("A situation is not in the rule set.", "情形不在规则集内。"),
    "situation_not_repeated": (
        "The situation repeats a violation within the year, and no earlier decision of the year about the person "
        "is known: take the situation of the act itself, or state a ground (art. 25).",
        "该情形以年度内再次违规为前提，但未见该人员本年度此前的记分决定：请改选行为本身对应的情形，"
        "或者填写从重情形（第25条）。",
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
    "suspension_months_out_of_range": ("A suspension lasts 1 to 6 whole months.", "暂停期限应为1至6个整月。"),
    "suspension_months_missing": (
        "{total} points of the year lead to a suspension whose length the province's rules leave to the "
        "decision: state {low} to {high} months.",
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
        "The measure cannot begin before its notice: state {earliest} or a later day; of a case taken over, "
        "state when the notice was served.",
        "处理不得早于处理通知书生效，请填写{earliest}或以后的日期；属移交案件的，请填写通知书送达日期。",
    ),
    "conduct_too_early": (
        "The province scores conduct from {earliest} on only.",
        "本省仅对{earliest}及以后的行为记分。",
    ),
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
"""Code -> (English, Chinese) template."""

say(SENTENCES)
