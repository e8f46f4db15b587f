"""Forms of one character: radicals that stand for a whole one, and private-use characters of older encodings.

Kangxi radicals (U+2F00 to U+2FD5) and compatibility ideographs are NFKC's. What is here Unicode leaves to whoever knows
where the text came from: PDFs and fonts write `⻢` where 马 is meant, and systems of before GB 18030-2005 kept eighty
characters in the private-use area, some of them in people's names (`䶮` as U+E863).
"""

from collections.abc import Mapping
from types import MappingProxyType

_RADICALS = {
    "⺒": "巳", "⺓": "幺", "⺛": "旡", "⺝": "月", "⺟": "母", "⺠": "民", "⺢": "氺", "⺧": "牛",
    "⺩": "王", "⺫": "目", "⺬": "示", "⺶": "羊", "⺼": "肉", "⻁": "虎", "⻄": "西", "⻅": "见",
    "⻆": "角", "⻉": "贝", "⻋": "车", "⻑": "長", "⻓": "长", "⻔": "门", "⻗": "雨", "⻘": "青",
    "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻢": "马", "⻣": "骨", "⻤": "鬼",
    "⻥": "鱼", "⻦": "鸟", "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻪": "黾", "⻫": "斉", "⻬": "齐",
    "⻭": "歯", "⻮": "齿", "⻯": "竜", "⻰": "龙", "⻱": "龜", "⻲": "亀", "⻳": "龟",
}  # fmt: skip
_OLD_FIRST = 0xE815
_OLD = (
    "⺁\U00020087\U00020089\U000200cc⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟"
    "㩳㧐龶龷㭎㱮㳠⺧\U000215d7龸⺪䁖䅟⺮䌷⺳⺶⺷\U0002298f䎱"
    "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟"
    "䦛䦷䦶龺\U000241fe䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)

RADICALS: Mapping[str, str] = MappingProxyType(_RADICALS)
"""A radical -> the character that it is when it stands alone. Those that never are one, such as ⺮, are not here."""
PRIVATE: Mapping[str, str] = MappingProxyType({chr(_OLD_FIRST + place): now for place, now in enumerate(_OLD)})
"""A private-use character of GBK and GB 18030-2000 -> the character that GB 18030-2022 has in its place."""
TABLE = str.maketrans({**RADICALS, **{old: RADICALS.get(now, now) for old, now in PRIVATE.items()}})
"""For `str.translate`: both."""


def is_radical(character: str) -> bool:
    """Return whether a character is a radical, of either block."""
    return "\u2e80" <= character <= "\u2fdf"


def is_private(character: str) -> bool:
    """Return whether a character is of private use: what it is, only its font knows."""
    return "\ue000" <= character <= "\uf8ff" or character >= "\U000f0000"
