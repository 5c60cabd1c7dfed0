"""Which fonts documents are set in, and which signs none of them has: those would be printed as crossed boxes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import noto_cjk_sans_jp_regular
import pylopdf_fonts_zh_cn
import typst
from fontTools.ttLib import TTCollection, TTFont, TTLibError

from voting.core.allowed_signs import bare
from voting.core.own_templates import FONTS

FOLDERS = tuple(Path(str(one.__file__)).parent for one in (pylopdf_fonts_zh_cn, noto_cjk_sans_jp_regular))
"""Song and Hei as documents name them (30,900 characters each); then one of 44,800 for those that they lack."""

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


def without_glyph(text: str, own: Path | None = None) -> tuple[str, ...]:
    """Return the signs of a text, each once, that neither the program's fonts nor those of a folder can print."""
    signs = [sign for sign in dict.fromkeys(bare(text)) if not sign.isspace()]
    for font in stamps_with(own):
        if not signs:
            break
        covered = _covered(font)
        signs = [sign for sign in signs if ord(sign) not in covered]
    return tuple(signs)


@lru_cache(maxsize=64)
def _covered(font: tuple[Path, int, int]) -> frozenset[int]:
    """Return the code points that a font file has glyphs for; none for a broken one, which typst passes over too."""
    try:
        with font[0].open("rb") as file:
            single = font[0].suffix.lower() != ".ttc"
            faces = [TTFont(file, lazy=True)] if single else TTCollection(file, lazy=True).fonts
            return frozenset(point for face in faces for point in face.getBestCmap() or ())
    except (TTLibError, OSError, KeyError, AssertionError, ValueError):
        return frozenset()
