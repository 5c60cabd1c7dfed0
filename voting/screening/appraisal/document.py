"""The document of a review on its way into the store: known by its content, not by its name."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from voting.core.errors import RuleBroken
from voting.core.storage import storage

MOST_MIB = 10
HEAD, FOOT, FOOT_WITHIN = b"%PDF-", b"%%EOF", 1024


def kept_document(sent: FileStorage | None) -> str:
    """Keep a PDF and return its name in the store, "" where none was sent; raise RuleBroken for what is none."""
    if sent is None or not sent.filename:
        return ""
    content = sent.stream.read(MOST_MIB * 1024 * 1024 + 1)
    if len(content) > MOST_MIB * 1024 * 1024:
        raise broken("文件太大，不超过 %(most)s MB。", most=MOST_MIB)
    if not content.startswith(HEAD) or FOOT not in content[-FOOT_WITHIN:]:
        raise broken("这不是 PDF 文件，或者文件不完整。请扫描、另存为 PDF 后再选。")
    return storage().keep(content, ".pdf")


def broken(message: str, **values: object) -> RuleBroken:
    """Return an error that stands at the field of the file."""
    error = RuleBroken(message, **values)
    error.field = "file"
    return error
