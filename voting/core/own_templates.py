"""A jurisdiction's own document templates: which files of its folder are used, and what is said of a faulty one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voting.core.errors import RuleBroken

STANDARD = Path(__file__).parents[2] / "templates" / "documents"
FONTS = frozenset({".ttf", ".otf", ".ttc"})
AT = re.compile(r"([^/\\\s]+\.typ):(\d+):\d+")
"""Where typst's diagnostic says that something is wrong: file and line."""


@dataclass(frozen=True)
class Replaced:
    """What a folder holds. used: names that stand in for a standard template, and fonts; others: anything else."""

    used: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def folder_of(data: Path, code: str) -> Path:
    """Return the folder in which a jurisdiction keeps its own templates and fonts; it may be absent."""
    return data / "templates" / code


def replaced_in(folder: Path) -> Replaced:
    """Return what a jurisdiction's folder replaces; nothing for a folder that is absent."""
    if not folder.is_dir():
        return Replaced()
    used: list[str] = []
    others: list[str] = []
    for file in sorted(folder.iterdir()):
        known = (STANDARD / file.name).is_file() or file.suffix.lower() in FONTS
        (used if known and file.is_file() else others).append(file.name)
    return Replaced(tuple(used), tuple(others))


def typst_templates(folder: Path | None) -> Iterator[Path]:
    """Yield the standard templates, then the folder's own, which take their place.

    Errors: RuleBroken for an own one that names a package: typst would fetch it from outside, and a document must
    come out the same without a network.
    """
    yield from sorted(STANDARD.glob("*.typ"))
    own = sorted(folder.glob("*.typ")) if folder is not None and folder.is_dir() else []
    for file in filter(Path.is_file, own):
        if b'"@' in file.read_bytes():
            raise RuleBroken(
                "模板 %(name)s 引用了外部的包（@），不能使用；请把需要的内容写在模板里。", name=file.name
            )
        yield file


def faulty(name: str, fault: object, diagnostic: str = "") -> RuleBroken:
    """Return the sentence about a faulty template. diagnostic: typst's, which names the file and line at fault."""
    at = AT.search(diagnostic)
    if at is None:
        return RuleBroken("模板 %(name)s 有错：%(fault)s", name=name, fault=fault)
    return RuleBroken("模板 %(name)s 第 %(line)s 行有错：%(fault)s", name=at[1], line=at[2], fault=fault)
