"""Notices: what they say, that they stay as they were made, who opened them, when they were served (arts. 29-33)."""

import hashlib
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.db import DatabaseError, transaction

from provinces.cases.services import cases
from provinces.notices.codes import ServingMethod
from provinces.notices.models import Notice, NoticeServing
from provinces.notices.services import notices, renewals
from provinces.office.codes import Duty
from registry.people.models import Identity
from registry.qualification.models import NoticeServed
from registry.vault.models import LookRecord
from registry.vault.services import seals
from registry.vault.services.seals import VaultSealBroken
from registry.words.degrees import Reached
from registry.words.lifelong_id import shown
from registry.words.persons import Category
from tests.provinces.node import person, row
from tests.provinces.office import ANNA, BASIS, NOW, SHARE, SUSPENDING, OfficeDesk, at, officer
from tests.provinces.procedure.refusing import code
from tests.registry.ledger import CHONGQING, Ledger


def text_of(pdf: bytes) -> str:
    """Return what a reader of the PDF can select, without the breaks of lines and the marks of pages."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return "".join("".join(pages).split())


def pdf_of(notice: Notice) -> str:
    return text_of(notices.read(notice, "pdf", acting=ANNA, now=NOW))


TERMINATING: dict[str, Any] = {
    "situations": ["regulation_40"], "legal_basis": "regulation_40", "points": 12,
    "suspension_starts_on": date(2026, 3, 9),
}  # fmt: skip


class TestWhatItSays:
    @pytest.mark.parametrize(
        ("share", "sentences"),
        [
            (SHARE, ["本次记分5分", "2026年累计本次前0分，本次后5分", "未达到9分", "第三十六条"]),
            (
                SUSPENDING,
                # 9 points suspend for two months by the national default: the last day is told, not the day after
                ["自2026年3月9日起暂停医保支付资格2个月，至2026年5月8日届满", "期满前15个工作日起", "不自动恢复"],
            ),
            (
                replace(SUSPENDING, suspension_months=5),
                ["暂停医保支付资格5个月，至2026年8月8日届满"],
            ),
            (
                replace(SHARE, **TERMINATING),
                [
                    "一次性记满12分",
                    "终止之日起3年内，即至2029年3月8日，不得再次登记备案",
                    "不予修复",
                    "重新作出服务承诺",
                ],
            ),
        ],
    )
    def test_measure(self, office: OfficeDesk, share: Any, sentences: list[str]) -> None:
        said = pdf_of(office.issued(share).notices.get())
        assert [sentence for sentence in sentences if sentence not in said] == []

    def test_no_status_to_set_where_none_follows(self, office: OfficeDesk) -> None:
        said = pdf_of(office.issued().notices.get())
        assert "告知本人并向本机构确认本人收到日期，组织约谈、培训，保存记录（第三十六条、第四十一条）。" in said
        assert "维护" not in said

    def test_person_basis_and_remedies(self, office: OfficeDesk) -> None:
        notice = office.issued().notices.get()
        said = pdf_of(notice)
        for sentence in (
            "测试甲",
            shown(person(1)),
            "某市医疗保障局，医保罚〔2026〕7号",
            "违反《医疗保障基金使用监督管理条例》第三十八条（4至6分）",
            "重要责任",
            "10个工作日内，向本机构书面提出",
            "相关人员签字和定点医药机构盖章",
            "同级医疗保障行政部门",
            "不停止本次处理的执行",
            "修复不得超过已有的记分和期限（第三十八条）",
            "贵州省医疗保障经办机构",
            "2026年3月2日",
            notice.number,
        ):
            assert sentence in said, sentence

    def test_twelve_by_several_bars_for_a_year(self, office: OfficeDesk) -> None:
        case = office.case()
        office.issued(replace(SUSPENDING), case)
        share = replace(SHARE, item="2", act="重复收费两项", violation="重复收费", points=4,
                        reached=Reached.ACCUMULATED, suspension_starts_on=date(2026, 3, 9))  # fmt: skip
        assert "终止之日起1年内，即至2027年3月8日" in pdf_of(office.issued(share, case).notices.get())

    def test_only_a_fee_auditor_is_taken_off(self, office: OfficeDesk) -> None:
        assert "停止其审核工作" not in pdf_of(office.issued(SUSPENDING).notices.get())
        office.desk.people(4)
        office.named(4)
        office.enrol(4, category=Category.FEE_AUDIT)
        share = replace(SUSPENDING, person=person(4))
        assert "停止其审核工作" in pdf_of(office.issued(share, office.case(case_number="C8")).notices.get())

    def test_whose_points_are_in_the_sum_beside_these(self, office: OfficeDesk) -> None:
        """The points of other provinces, too, each with its authority."""
        ledger = Ledger(now=NOW)
        ledger.open(institutions=[CHONGQING])
        elsewhere = {"decided_on": "2026-02-20", "case_number": "渝7", "basis_authority": "某区医疗保障局"}
        ledger.decide(3, CHONGQING, who=1, **elsewhere)
        said = pdf_of(office.issued().notices.get())
        assert "同年度其他记分（1）重庆市，某区医疗保障局，案号渝7，2026年2月20日作出处理，记3分" in said
        assert "本次前3分，本次后8分" in said

    def test_with_a_receipt_of_service_to_be_signed(self, office: OfficeDesk) -> None:
        notice = office.issued().notices.get()
        said = pdf_of(notice)
        _, receipt = said.split("送达回证")
        assert notice.number in receipt
        for place in ("定点医药机构签收（盖章）", "相关人员签收", "送达人", "签名："):
            assert place in receipt

    def test_page_and_pdf_say_the_same(self, office: OfficeDesk) -> None:
        notice = office.issued(SUSPENDING).notices.get()
        page = notices.read(notice, "html", acting=ANNA, now=NOW).decode()
        for sentence in ("测试甲", "至2026年5月8日届满", notice.number, "视为无异议"):
            assert sentence in page
        assert "<script" not in page
        assert "http" not in page

    def test_a_rare_character_is_printed_or_refused(self, office: OfficeDesk) -> None:
        rare = replace(SHARE, act="涉及患者䶮某、㛃某")
        assert "䶮某、㛃某" in pdf_of(office.issued(rare).notices.get())
        snow = replace(SHARE, person=person(2), act="😀")
        item = office.approved(snow, office.case(case_number="C8"))
        assert code(lambda: cases.issue(item, acting=ANNA, now=NOW)) == "not_printable"

    def test_a_name_that_no_font_has_is_printed_with_a_mark_and_told_whose(self, office: OfficeDesk) -> None:
        office.desk.people(4)
        Identity.objects.create(
            person_id=person(4),
            name_sealed=seals.seal("测\U000323af"),
            name_hash=b"x",
            category="medical",
            recorded_at=NOW,
        )
        office.enrol(4)
        issued = office.issued(replace(SHARE, person=person(4)), office.case(case_number="C8"))
        said = pdf_of(issued.notices.get())
        assert "并测〓：" in said
        assert f"终身编号{shown(person(4))}的人员姓名第2个字，即U+323AF" in said
        assert "测\U000323af" in notices.read(issued.notices.get(), "html", acting=ANNA, now=NOW).decode()

    def test_a_character_of_the_second_font_is_printed(self, office: OfficeDesk) -> None:
        assert "𰻝某" in pdf_of(office.issued(replace(SHARE, act="涉及患者𰻝某")).notices.get())


class TestStorage:
    def test_sealed_with_digests(self, office: OfficeDesk) -> None:
        notice = office.issued().notices.get()
        for form, sealed, digest in (
            ("pdf", notice.pdf_sealed, notice.pdf_digest),
            ("html", notice.html_sealed, notice.html_digest),
        ):
            read = notices.read(notice, form, acting=ANNA, now=NOW)
            assert hashlib.sha256(read).digest() == bytes(digest)
            assert "测试甲".encode() not in bytes(sealed)
            assert read[:8] not in bytes(sealed)

    def test_never_changed(self, office: OfficeDesk) -> None:
        office.issued()
        for attempt in (lambda: Notice.objects.update(version=2), lambda: Notice.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()

    def test_broken_bytes_are_not_shown(self, office: OfficeDesk) -> None:
        notice = office.issued().notices.get()
        notice.pdf_digest = b"0" * 32
        with pytest.raises(VaultSealBroken):
            notices.read(notice, "pdf", acting=ANNA, now=NOW)

    def test_every_opening_is_on_record(self, office: OfficeDesk) -> None:
        notice = office.issued().notices.get()
        notices.read(notice, "pdf", acting=officer("eve", Duty.HANDLE), now=NOW)
        looks = LookRecord.objects.filter(person_id=person(1)).order_by("id").values_list("user_name", "door")
        assert list(looks) == [("anna", "notice.made"), ("eve", "notice.opened")]

    def test_a_further_version_is_a_further_row(self, office: OfficeDesk) -> None:
        first = office.issued().notices.get()
        again = renewals.make_again(first, reason="更正机构名称", acting=ANNA, now=at(2026, 12, 31))
        assert (again.version, again.number, again.issued_on) == (2, first.number, date(2026, 12, 31))


class TestServing:
    def serve(self, notice: Notice, on: date, **more: Any) -> NoticeServing:
        given = {"method": ServingMethod.PAPER, "acting": ANNA, "now": at(2026, 3, 5), **more}
        return notices.serve(notice, served_on=on, **given)

    def test_is_signed(self, office: OfficeDesk) -> None:
        item = office.issued()
        serving = self.serve(item.notices.get(), date(2026, 3, 4))
        signed = NoticeServed.objects.get(pk=serving.statement_id)
        assert (signed.decision_id, signed.issued_on, signed.served_on) == (
            item.decision_id, date(2026, 3, 2), date(2026, 3, 4),
        )  # fmt: skip

    def test_refusals(self, office: OfficeDesk) -> None:
        item = office.issued()
        notice = item.notices.get()
        assert code(lambda: self.serve(notice, date(2026, 3, 1))) == "dates_out_of_order"  # before it was issued
        assert code(lambda: self.serve(notice, date(2026, 3, 6))) == "in_the_future"
        approver = officer("ben", Duty.APPROVE)
        assert code(lambda: self.serve(notice, date(2026, 3, 4), acting=approver)) == "duty_missing"
        self.serve(notice, date(2026, 3, 4))
        assert code(lambda: self.serve(notice, date(2026, 3, 5))) == "already_served"

    def test_only_the_last_version_is_served(self, office: OfficeDesk) -> None:
        first = office.issued().notices.get()
        second = renewals.make_again(first, reason="更正", acting=ANNA, now=NOW)
        assert code(lambda: self.serve(first, date(2026, 3, 4))) == "later_version"
        assert self.serve(second, date(2026, 3, 4)).statement_id

    def test_not_of_what_was_annulled(self, office: OfficeDesk) -> None:
        item = office.issued()
        gone = row("annulments", case_number="C7", basis_authority=BASIS.basis_authority, annulled_on="2026-03-02")
        assert office.desk.outcomes("annulments", gone) == ["accepted"]
        assert code(lambda: self.serve(item.notices.get(), date(2026, 3, 4))) == "decision_not_in_force"
