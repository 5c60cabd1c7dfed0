"""The document of a review on its way into the store: known by its content, not by its name."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from voting.core.bodies import whole
from voting.core.errors import RuleBroken
from voting.core.storage import storage

HEAD, FOOT, FOOT_WITHIN = b"%PDF-", b"%%EOF", 1024


def check_pdf(content: bytes) -> None:
    """Raise RuleBroken for what does not begin and end as a PDF does (ISO 32000-1, 7.5)."""
    if not content.startswith(HEAD) or FOOT not in content[-FOOT_WITHIN:]:
        raise RuleBroken("这不是 PDF 文件，或者文件不完整。请扫描、另存为 PDF 后再选。")


def kept_document(sent: FileStorage | None) -> str:
    """Keep a PDF and return its name in the store, "" where none was sent; raise RuleBroken for what is none."""
    if sent is None or not sent.filename:
        return ""
    try:
        content = whole(sent)
        check_pdf(content)
    except RuleBroken as error:
        error.field = "file"
        raise
    return storage().keep(content, ".pdf")
