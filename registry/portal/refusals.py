"""Why an account is not made or ended as the own one of a person."""

from sync.wire.refusals import answer_with, say

SENTENCES = {
    "no_own_file": ("The account is no person's own.", "该账户未与任何人员关联。"),
    "link_forbidden": (
        "Only national staff with this permission links accounts to people.",
        "仅国家级且有此权限的工作人员可将账户与人员关联。",
    ),
    "link_to_oneself": ("Nobody links the own account.", "不得关联本人的账户。"),
    "account_of_an_office": (
        "An account of an office cannot be a person's own as well.",
        "工作账户不得同时作为个人账户。",
    ),
    "account_linked": ("The account is linked to a person already.", "该账户已与人员关联。"),
    "person_linked": ("The person has an own account already.", "该人员已有个人账户。"),
    "proof_missing": (
        "It must be said how it was proved who uses the account, in at most 200 characters.",
        "须写明身份核验方式，且不超过200字。",
    ),
    "link_ended": ("The link has been ended before.", "该关联此前已解除。"),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
answer_with({403: ("no_own_file",)})
