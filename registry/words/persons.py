"""Who a person is on paper: kinds and numbers of documents, categories of personnel."""

import datetime
import re

from stdnum.cn import ric

from registry.words.code import Code
from registry.words.divisions import PROVINCES
from sync.wire.refusals import FormatRefused


class DocumentKind(Code):
    """Documents under which a person may be known."""

    RESIDENT_ID = "resident_id", "居民身份证", "resident ID card"
    PASSPORT = "passport", "护照", "passport"
    HK_MACAO_PERMIT = "hk_macao_permit", "港澳居民来往内地通行证", "Hong Kong and Macao permit"
    TAIWAN_PERMIT = "taiwan_permit", "台湾居民来往大陆通行证", "Taiwan permit"
    FOREIGN_RESIDENCE = "foreign_residence", "外国人永久居留身份证", "foreign permanent residence card"


class Category(Code):
    """Classes of personnel under management (医保发〔2024〕23号 §1; procedure art. 11)."""

    MEDICAL = "medical", "医疗类", "medical"
    NURSING = "nursing", "护理类", "nursing"
    PHARMACY = "pharmacy", "药学类", "pharmacy"
    TECHNICAL = "technical", "技术类", "technical"
    FEE_AUDIT = "fee_audit", "医疗费用和医保结算审核", "fee and settlement audit"
    PHARMACY_HEAD = "pharmacy_head", "定点零售药店主要负责人", "head of a retail pharmacy"


class PharmacyRole(Code):
    """Who of a retail pharmacy may be managed; the head always is (医保发〔2024〕23号 §1; procedure art. 11)."""

    HEAD = "head", "主要负责人", "principal responsible person"
    LEGAL_REPRESENTATIVE = "legal_representative", "法定代表人", "legal representative"
    ENTERPRISE_HEAD = "enterprise_head", "企业负责人", "head of the enterprise"
    QUALITY_HEAD = "quality_head", "质量负责人", "head of quality"
    PHARMACIST = "pharmacist", "药师", "pharmacist"
    SERVICE_STAFF = "service_staff", "服务人员", "service staff"


def role_at_pharmacy(role: str, category: str) -> str:
    """Return the role of a filing at a retail pharmacy: who is filed as a head, without a role, is the head."""
    return PharmacyRole.HEAD if not role and category == Category.PHARMACY_HEAD else role


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_RESIDENT = re.compile(r"[1-9][0-9]{16}[0-9X]")
_RESIDENCE = re.compile(r"9[0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}")
_PATTERNS = {
    # ICAO Doc 9303 reserves nine characters; some states print longer numbers.
    DocumentKind.PASSPORT: re.compile(r"(?=.*[0-9])[A-Z0-9]{5,15}"),
    # Letter, eight digits; two more digits counted the issue on older cards.
    DocumentKind.HK_MACAO_PERMIT: re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
    # Eight digits on cards since 2015; ten digits and a letter on older booklets.
    DocumentKind.TAIWAN_PERMIT: re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?"),
}
# Two leading digits of a resident ID: 31 provinces, Taiwan, Hong Kong, Macao, and 83 on residence permits.
_REGIONS = frozenset([province[:2] for province in PROVINCES] + ["71", "81", "82", "83"])


def check_document(kind: DocumentKind | str, number: str) -> str:
    """Return the document number in the one form in which it is compared: upper case, no blanks, ASCII.

    Raises FormatRefused `unknown_document_kind`, `document_malformed`, `document_bad_check_digit` or
    `document_bad_birth_date`.
    """
    try:
        kind = DocumentKind(kind)
    except ValueError:
        raise FormatRefused.because("unknown_document_kind", "document_kind", allowed=", ".join(DocumentKind)) from None
    if not isinstance(number, str):
        raise _malformed(kind)
    plain = number.translate(_FULL_WIDTH).strip(" ").upper()
    if not plain.isascii():
        raise _malformed(kind)
    if kind is DocumentKind.RESIDENT_ID:
        if not _RESIDENT.fullmatch(plain) or plain[:2] not in _REGIONS:
            raise _malformed(kind)
        _check_eighteen(plain)
    elif kind is DocumentKind.FOREIGN_RESIDENCE:
        if not _RESIDENCE.fullmatch(plain):
            raise _malformed(kind)
        if len(plain) == 18:
            _check_eighteen(plain)
    elif not _PATTERNS[kind].fullmatch(plain):
        raise _malformed(kind)
    return plain


def birth_date(kind: DocumentKind | str, number: str) -> datetime.date | None:
    """Return the birth date that a checked number carries inside, or None where it carries none."""
    if kind in (DocumentKind.RESIDENT_ID, DocumentKind.FOREIGN_RESIDENCE) and len(number) == 18:
        return _birth_date(number)
    return None


def _malformed(kind: DocumentKind) -> FormatRefused:
    return FormatRefused.because("document_malformed", "document_number", kind=kind.value)


def _birth_date(number: str) -> datetime.date:
    return datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def _check_eighteen(number: str) -> None:
    """Check the last character (GB 11643, ISO 7064 MOD 11-2) and the birth date inside."""
    if ric.calc_check_digit(number) != number[-1]:
        raise FormatRefused.because("document_bad_check_digit", "document_number")
    try:
        born_on = _birth_date(number)
    except ValueError:
        raise FormatRefused.because("document_bad_birth_date", "document_number") from None
    # No clock here: whoever holds today's date refuses the future.
    if not 1900 <= born_on.year <= 2099:
        raise FormatRefused.because("document_bad_birth_date", "document_number")
