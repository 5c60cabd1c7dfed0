"""Files that go with a text: PDF, pictures, office files; known by their content, never by their name."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO

from werkzeug.datastructures import FileStorage

from voting.core.bodies import whole
from voting.core.downloads import DOCX, PDF, PPTX, XLSX
from voting.core.errors import RuleBroken
from voting.core.text import N_
from voting.core.zipped import NOT_READ, unpacks_small
from voting.uploads.pictures import remade

HEAD, FOOT, FOOT_WITHIN = b"%PDF-", b"%%EOF", 1024
KINDS = {".pdf": PDF, ".jpg": "image/jpeg", ".docx": DOCX, ".xlsx": XLSX, ".pptx": PPTX}
"""Suffix in the store -> its media type."""
MAIN_PARTS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx"}
TYPES = "[Content_Types].xml"
"""The part that every office file has (ECMA-376, part 2, 7.2.3)."""
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How old office files begin, and new ones under a password (MS-CFB 2.2)."""
ACTIVE = ("vbaproject.bin", "vbadata.xml", "/activex/", "/macrosheets/", "/embeddings/oleobject")
"""In names of parts: programs, controls and objects that run what they hold."""

BOMB = N_("这个文件展开后过大（多半是有意做成的），已拒绝。请重新另存后再选。")
MACROS = N_("这个文件带有宏、控件或者可执行的对象，已拒绝。请另存为不带宏的文件或者 PDF 后再选。")
LINKED = N_("这个文件引用了外部的模板，打开时会到网上去取，已拒绝。请另存为 PDF 后再选。")
LOCKED = N_(
    "这是旧格式（.doc、.xls、.ppt）或者带密码的文件，这里查不了里面有什么。请另存为 .docx、.xlsx、.pptx 或者 PDF 后再选。"
)
BROKEN = N_("这个文件已经损坏，或者不是 Word、Excel、PPT 文件。请重新另存后再选。")
UNKNOWN = N_("附件只收 PDF、照片（JPG、PNG、WebP）和 .docx、.xlsx、.pptx 文件。")
NO_PDF = N_("这不是 PDF 文件，或者文件不完整。请扫描、另存为 PDF 后再选。")


@dataclass(frozen=True)
class Checked:
    """A file as it may be kept. suffix: one of KINDS."""

    content: bytes
    suffix: str


def check_pdf(content: bytes) -> None:
    """Raise RuleBroken for what does not begin and end as a PDF does (ISO 32000-1, 7.5)."""
    if not content.startswith(HEAD) or FOOT not in content[-FOOT_WITHIN:]:
        raise RuleBroken(NO_PDF)


def checked_file(content: bytes) -> Checked:
    """Return a file as it may be kept, pictures made anew. Errors: RuleBroken with a sentence for everything else."""
    if content.startswith(HEAD):
        check_pdf(content)
        return Checked(content, ".pdf")
    if content.startswith(b"PK"):
        return Checked(content, office_suffix(content))
    if content.startswith(COMPOUND):
        raise RuleBroken(LOCKED)
    if content.startswith((b"\xff\xd8", b"\x89PNG", b"RIFF")) or content[4:8] == b"ftyp":
        return Checked(remade(content), ".jpg")
    raise RuleBroken(UNKNOWN)


def office_suffix(content: bytes) -> str:
    """Return the suffix of an office file that is small when unpacked and holds nothing that runs or is fetched."""
    try:
        if not unpacks_small(content):
            raise RuleBroken(BOMB)
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            suffixes = [suffix for part, suffix in MAIN_PARTS.items() if part in names]
            if len(suffixes) != 1 or TYPES not in names:
                raise RuleBroken(BROKEN)
            if any(part.flag_bits & 1 for part in archive.infolist()):
                raise RuleBroken(LOCKED)
            expect_harmless(archive, names)
    except NOT_READ as error:
        if isinstance(error, RuleBroken):
            raise
        raise RuleBroken(BROKEN) from None
    return suffixes[0]


def expect_harmless(archive: zipfile.ZipFile, names: list[str]) -> None:
    """Raise RuleBroken for macros, controls, objects that run (by part and by declared type), and templates from elsewhere."""
    if any(mark in f"/{name.lower()}" for name in names for mark in ACTIVE):
        raise RuleBroken(MACROS)
    if b"macroenabled" in archive.read(TYPES).lower():
        raise RuleBroken(MACROS)
    relations = (archive.read(name) for name in names if name.endswith(".rels"))
    if any(b"attachedTemplate" in text and b"External" in text for text in relations):
        raise RuleBroken(LINKED)


def sent_file(sent: FileStorage | None) -> Checked:
    """Return what somebody sent as it may be kept. Errors: RuleBroken."""
    if sent is None or not sent.filename:
        raise RuleBroken("请选择文件。")
    return checked_file(whole(sent))
