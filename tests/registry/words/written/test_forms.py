"""Radicals and private-use characters: the tables against what Unicode and the GB 18030 decoder say."""

import unicodedata

from registry.words.written import forms


def test_every_radical_is_one_and_stands_for_a_character() -> None:
    for radical, character in forms.RADICALS.items():
        assert unicodedata.name(radical).startswith("CJK RADICAL")
        assert unicodedata.name(character).startswith("CJK UNIFIED IDEOGRAPH")
        assert unicodedata.normalize("NFKC", radical) in (radical, character)


def test_private_use_is_what_the_bytes_of_gb_18030_are() -> None:
    trails = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
    decoded = [bytes([0xFE, trail]).decode("gb18030") for trail in trails]
    differing = {old: now for (old, now), found in zip(forms.PRIVATE.items(), decoded, strict=True) if now != found}
    # Python decodes by the edition of 2000; fourteen characters got their places in 2005 and 2022.
    assert len(forms.PRIVATE) == 80
    assert all(found == old for old, found in zip(forms.PRIVATE, decoded, strict=True) if old in differing)
    assert (
        "".join(sorted(differing.values()))
        == "龴龵龶龷龸龹龺龻\U00020087\U00020089\U000200cc\U000215d7\U0002298f\U000241fe"
    )


def test_nothing_folds_to_what_folds_again() -> None:
    for code, character in forms.TABLE.items():
        assert str(character).translate(forms.TABLE) == character, hex(code)
    assert "⻢\ue863".translate(forms.TABLE) == "马䶮"
