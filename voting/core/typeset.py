"""Set official documents as PDF: plain facts and a template in, the same bytes out every time.

Facts reach a template only as JSON in `sys.inputs`, never as markup, so that no title can become a command.
Reads no clock, no database and no font of the machine.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
import typst

from voting.core.fonts import families_in, fonts_with, stamps_with, without_glyph
from voting.core.own_templates import faulty, typst_templates


@dataclass(frozen=True)
class Document:
    """A document to be set. template: name without suffix; facts: JSON values only."""

    template: str
    title: str
    facts: Mapping[str, Any]

    @property
    def canonical(self) -> str:
        """Return the facts as the text that the digest covers."""
        whole = {"template": self.template, "title": self.title, "facts": self.facts}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """Return the SHA-256 (hex) that stands on the document: small on its last page, at the foot of each of an archive copy."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()


def as_pdf(document: Document, replaced: Path | None = None, *, archive: bool = False) -> bytes:
    """Return the document as PDF with its fonts inside; the same facts give the same bytes.

    replaced: a jurisdiction's folder of own templates and fonts, which come first; what it lacks is taken from the
    standard. archive: the copy for the files, with the digest of the record at the foot of every page.
    Errors: RuleBroken, with file, line and what is wrong, for a faulty template.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for template in typst_templates(replaced):
            shutil.copyfile(template, folder / template.name)
        inputs = {
            "facts": document.canonical,
            "digest": document.digest,
            "fonts": json.dumps(families_in(replaced), ensure_ascii=False),
            "archive": "yes" if archive else "",
        }
        # One compiler per call: a shared one refuses a second thread ("Already borrowed").
        compiler = typst.Compiler(root=str(folder), font_paths=fonts_with(replaced), sys_inputs=inputs)
        try:
            pdf = compiler.compile(input=str(folder / f"{document.template}.typ"), format="pdf", timestamp=0)
        except typst.TypstError as fault:
            raise faulty(f"{document.template}.typ", fault, fault.diagnostic) from fault
        assert isinstance(pdf, bytes)
        return pdf


def pdf_key(document: Document, replaced: Path | None = None) -> str:
    """Return a text that is another one whenever `as_pdf` would give other bytes: for other facts, templates or fonts.

    Errors: RuleBroken, as `as_pdf`, for an own template that is not used.
    """
    templates = [(file.name, file.read_bytes()) for file in typst_templates(replaced)]
    parts = document.template, document.canonical, templates, stamps_with(replaced)
    return f"pdf:{hashlib.sha256(repr(parts).encode()).hexdigest()}"


def boxes(document: Document, replaced: Path | None = None) -> tuple[str, ...]:
    """Return the signs of a document that would be printed as crossed boxes, for want of a font that has them."""
    return without_glyph(document.canonical, replaced)


def qr(content: str) -> str:
    """Return a QR code (error correction M) as SVG text, to be set as a picture."""
    return str(segno.make(content, error="m", micro=False).svg_inline(border=2, omitsize=True))
