"""The official papers, measured on the PDF that is printed: GB/T 9704-2012 in points and millimetres."""

from __future__ import annotations

import io
import re
import subprocess
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from PIL import Image
from pypdf import PdfReader

from tests.core.font import font_with
from tests.tally.factories import rules
from tests.tally.factories_documents import CANDIDATES, NOTICE, every_document, heading
from voting.congress.documents.gongwen import Marks
from voting.congress.documents.papers import COLOURS, paper_ballot
from voting.core.typeset import Document, as_pdf
from voting.core.wordfile import as_docx
from voting.supervision.documents.contents import change_notice

pytestmark = pytest.mark.pure

POINT = 72 / 25.4
LONG = "全市各级人民代表大会代表依法审议年度民生实事候选项目并充分发表意见建议" * 60
GLYPH = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def long_paper() -> Document:
    """Return a paper of one paragraph over several pages, without a blank or a stop."""
    return change_notice(heading(), replace(NOTICE, text=LONG))


def lines_of(pdf: bytes, page: int) -> list[tuple[float, float, float, str]]:
    """Return the lines of a page: baseline's top, left, right in points, and text."""
    asked = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-"]
    told = subprocess.run(asked, input=pdf, capture_output=True, check=True).stdout.decode()
    found: dict[int, list[tuple[float, float, float, float, str]]] = defaultdict(list)
    for word in GLYPH.finditer(told):
        left, top, right, _foot = (float(word[n]) for n in range(1, 5))
        found[round(top)].append((left, top, right, top, word[5]))
    rows = [sorted(words) for _top, words in sorted(found.items())]
    return [(row[0][1], row[0][0], row[-1][2], "".join(one[4] for one in row)) for row in rows]


def test_a_full_page_has_22_lines_of_28_characters_in_156_by_225_millimetres() -> None:
    pdf = as_pdf(long_paper())
    lines = [line for line in lines_of(pdf, 2) if "—" not in line[3]]
    assert len(lines) == 22
    assert {len(text) for _top, _left, _right, text in lines} == {28}
    lefts, rights = [line[1] for line in lines], [line[2] for line in lines]
    assert min(lefts) == pytest.approx(28 * POINT, abs=1)
    assert max(rights) == pytest.approx((210 - 26) * POINT, abs=1)
    tops = [line[0] for line in lines]
    pitches = {round(after - before, 1) for before, after in pairwise(tops)}
    assert pitches <= {28.9, 29.0}
    assert 37 * POINT <= tops[0] <= 37 * POINT + 9
    assert tops[-1] + 16 <= (297 - 35) * POINT


def test_letters_are_fang_of_the_third_size_and_the_title_song_of_the_second() -> None:
    told: dict[float, set[str]] = defaultdict(set)

    def note(text: str, _matrix: object, _other: object, font: dict[str, str] | None, size: float) -> None:
        if text.strip() and font:
            told[round(size, 2)].add(font["/BaseFont"].partition("+")[2].removesuffix("-Identity-H"))

    PdfReader(io.BytesIO(as_pdf(long_paper()))).pages[0].extract_text(visitor_text=note)
    assert told[15.75] == {"FandolFang-Regular"}
    assert told[22.0] == {"NotoSerifSC-Regular"}
    assert told[14.0] == {"NotoSerifSC-Regular"}


def test_the_number_of_a_page_stands_at_the_outer_edge_its_dashes_7_mm_below_the_text(tmp_path: Path) -> None:
    pdf = as_pdf(long_paper())
    for page, at_right in ((1, True), (2, False)):
        _top, left, right, _text = next(line for line in lines_of(pdf, page) if line[3] == f"—{page}—")
        outer = (210 - 26) * POINT - right if at_right else left - 28 * POINT
        assert outer == pytest.approx(14, abs=3)
        assert dash_top(pdf, page, left, tmp_path) == pytest.approx(297 - 35 + 7, abs=0.6)


def dash_top(pdf: bytes, page: int, left: float, folder: Path) -> float:
    """Return where the ink of the dash before a page's number begins, in millimetres from the paper's top. left: in points."""
    asked = ["pdftoppm", "-r", "254", "-gray", "-png", "-singlefile", "-f", str(page), "-l", str(page), "-"]
    subprocess.run([*asked, str(folder / str(page))], input=pdf, capture_output=True, check=True)
    with Image.open(folder / f"{page}.png") as opened:
        whole = opened.convert("L")
        x, top = round(left / POINT * 10), 2630  # a tenth of a millimetre each; below the text
        ink = whole.crop((x + 10, top, x + 30, 2800)).point([255] * 128 + [0] * 128).getbbox()
    assert ink is not None
    return (top + ink[1]) / 10


def test_signature_and_date_stand_in_the_middle_of_one_another_away_from_the_edge() -> None:
    pdf = as_pdf(long_paper())
    last = len(PdfReader(io.BytesIO(pdf)).pages)
    day = next(line for line in lines_of(pdf, last) if line[3] == "2026年1月28日")
    assert (210 - 26) * POINT - day[2] == pytest.approx(4.75 * 15.79, abs=3)
    signed = next(line for line in lines_of(pdf, last) if line[3].endswith("常务委员会"))
    assert (signed[1] + signed[2]) / 2 == pytest.approx((day[1] + day[2]) / 2, abs=2)


def test_no_signature_stands_on_a_page_without_text() -> None:
    for many in range(8, 30):
        pdf = as_pdf(change_notice(heading(), replace(NOTICE, text="\n".join(["年度目标调整。"] * many))))
        page = PdfReader(io.BytesIO(pdf)).pages[-1]
        assert "现予公告" in "".join(page.extract_text().split())


def test_number_and_imprint_are_printed_where_they_were_filled_in() -> None:
    marks = Marks(
        number="忻人发〔2027〕3号", copies_to="市委。", issued_by="秘书处", issued_on="2027年11月30日"
    )
    made = change_notice(replace(heading(), marks=marks), NOTICE)
    lines = [line[3] for line in lines_of(as_pdf(made), 1)]
    assert lines[0] == "忻人发〔2027〕3号"
    assert "抄送：市委。" in lines
    assert "秘书处2027年11月30日印发" in lines
    plain = [line[3] for line in lines_of(as_pdf(change_notice(heading(), NOTICE)), 1)]
    assert not [line for line in plain if "抄送" in line or "印发" in line]
    words = [one.text for one in docx.Document(io.BytesIO(as_docx(made))).paragraphs]
    assert words[0] == "忻人发〔2027〕3号"
    assert "抄送：市委。" in words


def test_a_font_of_the_jurisdiction_comes_before_the_programs(tmp_path: Path) -> None:
    font_with("人", tmp_path / "one.ttf", name="FangSong_GB2312")
    font_with("关", tmp_path / "two.ttf", name="FZXiaoBiaoSong B05")
    pdf = as_pdf(long_paper(), tmp_path)
    used = {
        str(one.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(pdf)).pages
        for one in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert any("FangSong" in name for name in used)
    assert any("FZXiaoBiaoSong" in name for name in used)


def test_the_colour_of_a_ballot_paper_is_a_stripe(tmp_path: Path) -> None:
    pdf = tmp_path / "one.pdf"
    pdf.write_bytes(as_pdf(paper_ballot(heading(), rules(), CANDIDATES, copies=1, colour="green")))
    subprocess.run(["pdftoppm", "-r", "20", "-png", str(pdf), str(tmp_path / "one")], check=True)
    with Image.open(next(tmp_path.glob("one*.png"))) as picture:
        shown = picture.convert("RGB")
        wide, high = shown.size
        stripe = tuple(int(COLOURS["green"][n : n + 2], 16) for n in (1, 3, 5))
        for down in (3, high // 2, high - 3):
            assert shown.getpixel((2, down)) == pytest.approx(stripe, abs=4)
            assert shown.getpixel((wide - 3, down)) == (255, 255, 255)


@pytest.mark.parametrize(
    "name",
    ["result", "result_each", "result_evaluate", "count_report_each", "count_report_evaluate", "year_report"],
)
def test_the_columns_of_an_editable_table_fit_the_page(name: str) -> None:
    word = docx.Document(io.BytesIO(as_docx(every_document()[name])))
    page, margin = word.element.body.sectPr.pgSz, word.element.body.sectPr.pgMar
    for table in word.element.body.tbl_lst:
        rows = [[int(width) for width in row.xpath("w:tc/w:tcPr/w:tcW/@w:w")] for row in table.tr_lst]
        assert all(sum(row) * 635 <= page.w - margin.left - margin.right for row in rows)
        assert [int(width) for width in table.xpath("w:tblGrid/w:gridCol/@w:w")] == rows[0]


def test_the_editable_paper_is_shaped_as_the_printed_one() -> None:
    word = docx.Document(io.BytesIO(as_docx(long_paper())))
    edges = word.element.body.sectPr.pgMar
    assert [round(side / 36000) for side in (edges.top, edges.bottom, edges.left, edges.right)] == [
        37,
        35,
        28,
        26,
    ]
    body = next(one for one in word.paragraphs if one.text == LONG)._p  # noqa: SLF001
    pitch = int(body.xpath("w:pPr/w:spacing/@w:line")[0])
    assert 22 * pitch <= 225 * POINT * 20 < 23 * pitch
    assert body.xpath("w:r/w:rPr/w:rFonts/@w:eastAsia") == ["仿宋_GB2312"]
    letter, closer = (int(body.xpath(f"w:r/w:rPr/{at}/@w:val")[0]) for at in ("w:sz", "w:spacing"))
    advance = letter / 2 + closer / 20
    assert 28 * advance <= 156 * POINT < 29 * advance
    fonts = next(part.blob for part in word.part.package.iter_parts() if "fontTable" in str(part.partname))
    assert "华文中宋" in fonts.decode()
