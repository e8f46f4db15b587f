"""Words of gifts: the steps of an entry, and what is due of it."""

from registry.words.code import Code


class GiftStep(Code):
    """Steps of an entry, beside those of every kind of work."""

    ASKED_BACK = "asked_back", "责令退还", "asked to give it back"


class GiftDeadline(Code):
    """What has to be done in time."""

    GIVEN_BACK = "given_back", "退还礼品", "gift given back"
