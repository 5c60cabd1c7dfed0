"""A font of one glyph, made in the test."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

RARE = "\U0002a701"
"""A character that none of the program's fonts has."""


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
