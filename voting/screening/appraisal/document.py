"""The document of a review on its way into the store: known by its content, not by its name."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from voting.core.bodies import whole
from voting.core.errors import RuleBroken
from voting.core.storage import storage
from voting.uploads.attached import check_pdf


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
