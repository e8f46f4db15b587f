"""Everything the admin says is said in Chinese too. `python -m tests.catalogue` brings the catalogue up to date."""

import gettext
import re
from io import BytesIO

from django.utils.translation import gettext as translated
from django.utils.translation import override

from tests import catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")

TERMS = {
    "filing": "登记备案",
    "institution": "定点医药机构",
    "points": "记分",
    "notice served on": "处理通知书送达日期",
    "restoration": "恢复",
    "objection": "异议申诉",
    "commitment": "服务承诺",
    "lifelong ID": "终身编号",
    "person": "相关人员",
}
"""Words that the legal texts fix (design.md, section 3)."""


def test_nothing_lacks_a_chinese_text() -> None:
    entries, fuzzy = catalogue.read()
    lacking = sorted(pair[0] for pair in catalogue.needed() if not entries.get(pair))
    assert not lacking, "run python -m tests.catalogue and translate: " + "; ".join(lacking)
    assert not fuzzy


def test_nothing_is_translated_that_nobody_says() -> None:
    entries, _fuzzy = catalogue.read()
    assert set(entries) - catalogue.needed() == set()


def test_placeholders_are_kept() -> None:
    entries, _fuzzy = catalogue.read()
    changed = [
        english
        for (english, _plural), chinese in entries.items()
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(chinese))
    ]
    assert changed == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    entries, _fuzzy = catalogue.read()
    stored = (catalogue.FOLDER / "django.mo").read_bytes()
    assert stored == catalogue.compiled(entries)
    read = gettext.GNUTranslations(BytesIO(stored))
    assert all(read.gettext(english) == chinese for (english, plural), chinese in entries.items() if not plural)


def test_legal_terms_are_the_legal_terms() -> None:
    with override("zh-hans"):
        assert {english: translated(english) for english in TERMS} == TERMS


def test_english_stays_english() -> None:
    with override("en"):
        assert translated("filing") == "filing"
