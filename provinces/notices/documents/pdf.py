"""A document as PDF on A4 pages, with the font inside, so that every reader sees the same.

The font (Noto Serif SC, SIL Open Font License) comes from a wheel. It has thirty thousand characters; only those that
are printed go into the document, and they are cut out first, because reading the whole font takes seconds. What it
lacks a second font (Noto Sans SC) may have.

A character of a person's name that both lack never keeps a decision from being told, and so from counting: it is
printed as `〓`, and the document says whose name it is, at which place, and which character is meant.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pylopdf_fonts_zh_cn
from fontTools import subset
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import Align, TableCellFillMode, XPos, YPos
from fpdf.fonts import FontFace

from provinces.notices.documents.paper import RECEIPT, Paper, Section

FONT, SECOND_FONT = "Noto Serif SC", "Noto Sans SC"
MARGIN = 24
LINE = 7.2
INDENT = "\u3000\u3000"


MISSING = "〓"
"""Geta: what Chinese printers set for a character that they have not."""


class NotPrintable(Exception):
    """The fonts lack characters of the document that are not in a person's name."""

    def __init__(self, lacking: str) -> None:
        super().__init__(f"{len(lacking)} characters are not in the font")
        self.lacking = lacking


def pdf_of(paper: Paper, *, made_at: datetime) -> bytes:
    """Return the document; the same paper made at the same instant gives the same bytes. Raises NotPrintable."""
    paper = printable(paper)
    pdf = _Sheet(format="A4")
    pdf.foot = paper.foot
    pdf.set_creation_date(made_at)
    pdf.set_title(f"{paper.title} {paper.number}")
    pdf.set_lang("zh-CN")
    pdf.set_margins(MARGIN, 22, MARGIN)
    pdf.set_auto_page_break(True, 24)
    with TemporaryDirectory(prefix="payqual-font-") as folder:
        text = paper.text + INDENT + "0123456789/"
        first, second = Path(folder) / "first.otf", Path(folder) / "second.otf"
        beyond = _cut(text, _serif(), first)
        pdf.add_font(FONT, fname=first)
        if beyond:
            _cut(beyond, _sans(), second)
            pdf.add_font(SECOND_FONT, fname=second)
            pdf.set_fallback_fonts([SECOND_FONT])
        _fill(pdf, paper)
        return bytes(pdf.output())


def printable(paper: Paper) -> Paper:
    """Return the document as the fonts can print it, which says of whose name they lack what. Raises NotPrintable."""
    lacking = _lacking(paper.text)
    if not lacking:
        return paper
    rest = paper.text
    for name in sorted(paper.whose, key=len, reverse=True):
        rest = rest.replace(name, "")
    beside = _lacking(rest)
    if beside:
        raise NotPrintable(beside)
    marks = dict.fromkeys(map(ord, lacking), MISSING)
    notes = [
        (
            "姓名用字",
            f"“{MISSING}”代替字库缺少的字：终身编号{person}的人员姓名第{place}个字，即 {code}，以有效证件为准。",
        )
        for name, person in paper.whose.items()
        for place, character in enumerate(name, start=1)
        if character in lacking
        for code in [f"U+{ord(character):04X}"]
    ]

    def marked(text: str) -> str:
        return text.translate(marks)

    return replace(
        paper,
        addressee=marked(paper.addressee),
        opening=marked(paper.opening),
        rows=[*((name, marked(value)) for name, value in paper.rows), *notes],
        receipt=[(name, marked(value)) for name, value in paper.receipt],
        sections=[
            Section(heading=marked(each.heading), paragraphs=[marked(text) for text in each.paragraphs])
            for each in paper.sections
        ],
    )


def _fill(pdf: FPDF, paper: Paper) -> None:
    pdf.add_page()
    _head(pdf, paper)
    _table(pdf, paper)
    for section in paper.sections:
        pdf.ln(2)
        pdf.set_font(FONT, size=12)
        pdf.multi_cell(0, LINE, section.heading, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        for paragraph in section.paragraphs:
            _paragraph(pdf, paragraph)
    _sign(pdf, paper)
    if paper.receipt:
        _receipt(pdf, paper)


def _receipt(pdf: FPDF, paper: Paper) -> None:
    """Put the receipt of service on a page of its own, to be signed and taken back."""
    pdf.add_page()
    pdf.set_font(FONT, size=17)
    pdf.multi_cell(0, 11, RECEIPT, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(3)
    _rows(pdf, paper.receipt, tall=3)


class _Sheet(FPDF):
    foot = ""

    def footer(self) -> None:
        """Print the foot and the number of the page."""
        self.set_y(-16)
        self.set_font(FONT, size=8.5)
        self.set_text_color(80)
        self.cell(0, 5, f"{self.foot}\u3000\u3000{self.page_no()}/{{nb}}", align=Align.C)
        self.set_text_color(0)


def _head(pdf: FPDF, paper: Paper) -> None:
    pdf.set_font(FONT, size=17)
    pdf.multi_cell(0, 11, paper.title, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.set_font(FONT, size=11.5)
    pdf.cell(0, 9, paper.number, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(3)
    pdf.set_font(FONT, size=11.5)
    pdf.multi_cell(0, LINE, paper.addressee, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    _paragraph(pdf, paper.opening)
    pdf.ln(2)


def _paragraph(pdf: FPDF, text: str) -> None:
    pdf.set_font(FONT, size=11.5)
    for line in lines_of(INDENT + text, pdf.epw - 2 * pdf.c_margin, pdf.get_string_width):
        pdf.cell(0, LINE, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _table(pdf: FPDF, paper: Paper) -> None:
    _rows(pdf, paper.rows)


def _rows(pdf: FPDF, rows: Sequence[tuple[str, str]], *, tall: float = 1) -> None:
    """Print rows of a name and a value; `tall` leaves room to write by hand."""
    pdf.set_font(FONT, size=10.5)
    name_width = 34
    value_width = pdf.epw - name_width
    with pdf.table(
        col_widths=(name_width, value_width),
        line_height=6.4,
        padding=(tall, 1),
        first_row_as_headings=False,
        text_align=(Align.L, Align.L),
        cell_fill_mode=TableCellFillMode.NONE,
    ) as table:
        for name, value in rows:
            row = table.row()
            row.cell(
                "\n".join(lines_of(name, name_width - 2 - 2 * pdf.c_margin, pdf.get_string_width)),
                style=FontFace(fill_color=(243, 243, 243)),
            )
            # The cell has its padding and a margin on both sides.
            row.cell("\n".join(lines_of(value, value_width - 2 - 2 * pdf.c_margin, pdf.get_string_width)))


def lines_of(text: str, width: float, width_of: Callable[[str], float]) -> list[str]:
    """Break a text into lines as Chinese is broken.

    That is anywhere but before a closing and after an opening mark, and not inside a number or a Latin word that fits
    on a line.
    """
    lines, line = [], ""
    for unit in _UNITS.findall(text):
        for part in [unit] if width_of(unit) <= width else unit:
            if line and width_of(line + part) > width:
                lines.append(line)
                line = ""
            line += part
    return [*lines, line]


_OPENING = "（《〔【“‘("
_CLOSING = "，。、；：？！）》〕】”’),.;:?!"
_UNITS = re.compile(rf"[{re.escape(_OPENING)}]*(?:[A-Za-z0-9./_-]+|.)[{re.escape(_CLOSING)}]*", re.DOTALL)


def _sign(pdf: FPDF, paper: Paper) -> None:
    if pdf.will_page_break(4 * LINE):
        pdf.add_page()
    pdf.ln(10)
    pdf.set_font(FONT, size=11.5)
    for text in (paper.signed_by, paper.dated):
        pdf.cell(0, LINE, text, align=Align.R, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


@lru_cache(maxsize=1)
def _serif() -> bytes:
    return pylopdf_fonts_zh_cn.serif_path().read_bytes()


@lru_cache(maxsize=1)
def _sans() -> bytes:
    return pylopdf_fonts_zh_cn.sans_path().read_bytes()


@lru_cache(maxsize=2)
def _known(font: Callable[[], bytes]) -> frozenset[int]:
    """Return which characters a font has."""
    return frozenset(TTFont(BytesIO(font()), lazy=True).getBestCmap())


def _lacking(text: str) -> str:
    """Return the characters of a text that no font has."""
    wanted = {ord(character) for character in text if character != "\n"} - _known(_serif)
    return "".join(map(chr, sorted(wanted - _known(_sans)))) if wanted else ""


def _cut(text: str, whole: bytes, into: Path) -> str:
    """Write a font with only the characters of a text that it has; return the others."""
    font = TTFont(BytesIO(whole), lazy=True)
    wanted = {ord(character) for character in text if character != "\n"}
    known = wanted & font.getBestCmap().keys()
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=["*"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=known)
    cutter.subset(font)
    font.save(into)
    return "".join(map(chr, sorted(wanted - known)))
