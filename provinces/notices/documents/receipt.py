"""The receipt of service that comes with every notice: who received what, when, how, with places for signatures."""

from dataclasses import replace

from provinces.notices.documents.paper import Paper

_BLANK = "\u3000" * 12
_DAY = "\u3000\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"


def with_receipt(paper: Paper) -> Paper:
    """Return a paper with its receipt of service (arts. 33, 41)."""
    return replace(
        paper,
        receipt=[
            ("送达文书", f"{paper.title}，{paper.number}"),
            ("受送达人", paper.addressee.removesuffix("：")),
            ("送达方式", "□书面　□线上　□其他：" + _BLANK),
            ("送达地点", _BLANK),
            ("定点医药机构签收（盖章）", f"签收人：{_BLANK}{_DAY}"),
            ("相关人员签收", f"签名：{_BLANK}{_DAY}"),
            ("代收或者拒收事由", _BLANK),
            ("送达人", f"签名：{_BLANK}{_DAY}"),
        ],
    )
