"""A font of one glyph, made in the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from config import Settings
from voting.core.own_templates import folder_of

RARE = "\U0002a701"
"""A character that none of the program's fonts has."""


@contextmanager
def rare_font_of(app: Flask, code: str) -> Iterator[None]:
    """Lay the font into a jurisdiction's folder for a while; the folder is shared by all tests."""
    settings: Settings = app.extensions["settings"]
    file = folder_of(settings.data, code) / "rare.ttf"
    font_with(RARE, file)
    try:
        yield
    finally:
        file.unlink()


def font_with(sign: str, file: Path, name: str = "Rare Song") -> None:
    """Write a TrueType font that has this sign alone, as a filled square."""
    pen = TTGlyphPen(None)
    for move, point in zip(
        [pen.moveTo, *[pen.lineTo] * 3], [(0, 0), (0, 800), (800, 800), (800, 0)], strict=True
    ):
        move(point)
    pen.closePath()
    glyph = pen.glyph()
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder([".notdef", "sign"])
    made.setupCharacterMap({ord(sign): "sign"})
    made.setupGlyf({".notdef": glyph, "sign": glyph})
    made.setupHorizontalMetrics({".notdef": (1000, 0), "sign": (1000, 0)})
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name.replace(" ", "")})
    made.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    made.setupPost()
    file.parent.mkdir(parents=True, exist_ok=True)
    made.save(file)
