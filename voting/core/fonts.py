"""Which fonts documents are set in, and which signs none of them has: those would be printed as crossed boxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import noto_cjk_sans_jp_regular
import pylopdf_fonts_zh_cn
import typst
from fontTools.ttLib import TTCollection, TTFont, TTLibError

from voting.core.allowed_signs import bare
from voting.core.own_templates import FONTS, STANDARD

FOLDERS = (
    *(Path(str(one.__file__)).parent for one in (pylopdf_fonts_zh_cn, noto_cjk_sans_jp_regular)),
    STANDARD / "fonts",
)
"""Song and Hei as documents name them (30,900 characters each); one of 44,800 for those that they lack; then Fang (10,300)."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "title": ("小标宋", "xiaobiaosong", "fzxbs"),
    "fang": ("仿宋", "fangsong", "fandolfang"),
    "hei": ("黑体", "simhei", "heiti", "fzhei", "fandolhei"),
    "song": ("宋体", "simsun", "songti", "fzshusong", "fandolsong"),
}
"""The letters that GB/T 9704 names, and what the families that have them are called; the first that fits counts."""

FAMILY = frozenset({1, 16})
"""Which entries of a font's table of names say its family."""
BROKEN = (TTLibError, OSError, KeyError, AssertionError, ValueError)

Stamped = tuple[tuple[Path, int, int], ...]
"""Font files with the time of their last change and their size: what was read of them holds as long as these do."""


def _stamped(folders: Iterable[Path]) -> Stamped:
    files = sorted(file for folder in folders if folder.is_dir() for file in folder.rglob("*"))
    fonts = [(file, file.stat()) for file in files if file.suffix.lower() in FONTS and file.is_file()]
    return tuple((file, found.st_mtime_ns, found.st_size) for file, found in fonts)


def fonts_with(own: Path | None) -> typst.Fonts:
    """Return the fonts for a document. own: a jurisdiction's folder with its fonts; it may be absent."""
    folders = (*FOLDERS, own) if own is not None and own.is_dir() else FOLDERS
    return _loaded(folders, _stamped(folders))


def stamps_with(own: Path | None) -> Stamped:
    """Return the font files for a document: while they stay the same, so does what is set in them."""
    return _stamped((*FOLDERS, own) if own is not None else FOLDERS)


@lru_cache(maxsize=64)
def _loaded(folders: tuple[Path, ...], _stamps: Stamped) -> typst.Fonts:
    paths = [str(folder) for folder in folders]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)


def families_in(own: Path | None) -> dict[str, list[str]]:
    """Return the families of a jurisdiction's fonts by what they are for (keys of KINDS); they come before the program's."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for font in _stamped((own,)) if own is not None else ():
        names = _names(font)
        plain = [name.casefold().replace(" ", "") for name in names]
        for kind, words in KINDS.items():
            if any(word in name for name in plain for word in words):
                found[kind] += [name for name in names if name not in found[kind]]
                break
    return found


def without_glyph(text: str, own: Path | None = None) -> tuple[str, ...]:
    """Return the signs of a text, each once, that neither the program's fonts nor those of a folder can print."""
    signs = [sign for sign in dict.fromkeys(bare(text)) if not sign.isspace()]
    for font in stamps_with(own):
        if not signs:
            break
        covered = _covered(font)
        signs = [sign for sign in signs if ord(sign) not in covered]
    return tuple(signs)


def _faces(font: Path, file: BinaryIO) -> Iterable[TTFont]:
    if font.suffix.lower() == ".ttc":
        return list(TTCollection(file, lazy=True).fonts)
    return [TTFont(file, lazy=True)]


@lru_cache(maxsize=64)
def _covered(font: tuple[Path, int, int]) -> frozenset[int]:
    """Return the code points that a font file has glyphs for; none for a broken one, which typst passes over too."""
    try:
        with font[0].open("rb") as file:
            return frozenset(point for face in _faces(font[0], file) for point in face.getBestCmap() or ())
    except BROKEN:
        return frozenset()


@lru_cache(maxsize=64)
def _names(font: tuple[Path, int, int]) -> tuple[str, ...]:
    """Return what the families of a font file are called, in every language it says; nothing for a broken one."""
    try:
        with font[0].open("rb") as file:
            said = [
                one for face in _faces(font[0], file) for one in face["name"].names if one.nameID in FAMILY
            ]
            return tuple(dict.fromkeys(one.toUnicode(errors="ignore") for one in said))
    except BROKEN:
        return ()
