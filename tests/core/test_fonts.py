"""No sign is printed as a box without a word, and a font that a jurisdiction adds is used at once."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.core.font import RARE, font_with
from voting.congress.pins.actions import Slip
from voting.congress.pins.slips import pins_pdf
from voting.core.fonts import without_glyph
from voting.core.typeset import Document, as_pdf, boxes

pytestmark = pytest.mark.pure


def fonts_in(pdf: bytes) -> set[str]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    found = (page["/Resources"]["/Font"].values() for page in pages)  # type: ignore[index]
    return {str(one.get_object()["/BaseFont"]).partition("+")[2] for fonts in found for one in fonts}


def test_the_fonts_have_what_names_are_written_with() -> None:
    assert without_glyph("方文李六古丽·玉素甫䶮小明𠮷龴〇 Tom\u200bLi\n") == ()


def test_a_sign_that_no_font_has_is_told_once() -> None:
    assert without_glyph(f"{RARE}文{RARE}\ue000") == (RARE, "\ue000")


def test_a_font_of_the_jurisdiction_counts_as_soon_as_it_lies_there(tmp_path: Path) -> None:
    assert without_glyph(RARE, tmp_path / "absent") == (RARE,)
    assert without_glyph(RARE, tmp_path) == (RARE,)
    (tmp_path / "broken.otf").write_bytes(b"no font")
    font_with(RARE, tmp_path / "more" / "rare.TTF")
    assert without_glyph(RARE, tmp_path) == ()


def test_the_fallback_font_prints_what_the_named_fonts_lack() -> None:
    slip = Slip(number="401", login="140900:401", name="𠮷文甲", delegation="第一代表团", pin="135790")
    assert "NotoSansCJKjp-Regular" in " ".join(fonts_in(pins_pdf("某市", [slip], Path("absent"))))


def test_a_font_of_the_jurisdiction_reaches_slips_and_badges(tmp_path: Path) -> None:
    slip = Slip(number="401", login="140900:401", name=f"{RARE}文", delegation="第一代表团", pin="135790")
    heading = {"place": "某市", "meeting": "会议", "year": 2026, "date": "", "rehearsal": False}
    qr = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    badge = {"number": "401", "name": f"{RARE}文", "delegation": "第一代表团", "qr": qr}
    badges = Document("badges", "出席证", {**heading, "badges": [badge]})
    assert boxes(badges, tmp_path) == (RARE,)
    assert "RareSong" not in fonts_in(as_pdf(badges, tmp_path))
    font_with(RARE, tmp_path / "rare.ttf")
    assert boxes(badges, tmp_path) == ()
    assert "RareSong" in fonts_in(as_pdf(badges, tmp_path))
    assert "RareSong" in fonts_in(pins_pdf("某市", [slip], tmp_path))
