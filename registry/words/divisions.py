"""Province-level divisions (GB/T 2260) and the Xinjiang Production and Construction Corps.

The Corps is an insurance region of its own and carries `660000`, which GB/T 2260 does not list. Cities of the
Corps have GB/T 2260 codes 659xxx: by code they lie in Xinjiang. An institution of the Corps is recorded with
66xxxx, so every division code lies in exactly one province.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Division(NamedTuple):
    """A province-level division."""

    code: str
    name_zh: str
    name_en: str

    @property
    def title_zh(self) -> str:
        return self.name_zh

    @property
    def title_en(self) -> str:
        return self.name_en


NATIONAL = "000000"
CORPS = "660000"

_PROVINCES = (
    Division("110000", "北京市", "Beijing"),
    Division("120000", "天津市", "Tianjin"),
    Division("130000", "河北省", "Hebei"),
    Division("140000", "山西省", "Shanxi"),
    Division("150000", "内蒙古自治区", "Inner Mongolia"),
    Division("210000", "辽宁省", "Liaoning"),
    Division("220000", "吉林省", "Jilin"),
    Division("230000", "黑龙江省", "Heilongjiang"),
    Division("310000", "上海市", "Shanghai"),
    Division("320000", "江苏省", "Jiangsu"),
    Division("330000", "浙江省", "Zhejiang"),
    Division("340000", "安徽省", "Anhui"),
    Division("350000", "福建省", "Fujian"),
    Division("360000", "江西省", "Jiangxi"),
    Division("370000", "山东省", "Shandong"),
    Division("410000", "河南省", "Henan"),
    Division("420000", "湖北省", "Hubei"),
    Division("430000", "湖南省", "Hunan"),
    Division("440000", "广东省", "Guangdong"),
    Division("450000", "广西壮族自治区", "Guangxi"),
    Division("460000", "海南省", "Hainan"),
    Division("500000", "重庆市", "Chongqing"),
    Division("510000", "四川省", "Sichuan"),
    Division("520000", "贵州省", "Guizhou"),
    Division("530000", "云南省", "Yunnan"),
    Division("540000", "西藏自治区", "Tibet"),
    Division("610000", "陕西省", "Shaanxi"),
    Division("620000", "甘肃省", "Gansu"),
    Division("630000", "青海省", "Qinghai"),
    Division("640000", "宁夏回族自治区", "Ningxia"),
    Division("650000", "新疆维吾尔自治区", "Xinjiang"),
    Division(CORPS, "新疆生产建设兵团", "Xinjiang Production and Construction Corps"),
)

PROVINCES: Mapping[str, Division] = MappingProxyType({province.code: province for province in _PROVINCES})


def is_province(code: str) -> bool:
    """Return whether `code` is one of the 32 province-level divisions."""
    return code in PROVINCES


def province_of(division: str) -> str | None:
    """Return the province in which a 6-digit division code lies, or None for no such province."""
    if not isinstance(division, str) or len(division) != 6 or not (division.isascii() and division.isdigit()):
        return None
    province = division[:2] + "0000"
    return province if province in PROVINCES else None


def belongs(division: str, province: str) -> bool:
    """Return whether the 6-digit `division` lies in `province`. The national `000000` is no province."""
    return province_of(division) == province and is_province(province)
