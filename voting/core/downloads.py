"""The one answer that is a file to save."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv"
PDF = "application/pdf"


def download(content: bytes, kind: str, name: str, *, inline: bool = False) -> Response:
    """Answer with a file under this name, of any script; it is made anew each time, and no cache keeps it.

    inline: the browser may open it instead of saving it.
    """
    answer = send_file(
        BytesIO(content), kind, as_attachment=not inline, download_name=name, conditional=False, etag=False
    )
    answer.direct_passthrough = False  # it is small, and read like any other answer
    answer.headers["Cache-Control"] = "no-store"
    return answer
