"""The answers that are files to save: made for one reader, or the same for all."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from flask import Response, send_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
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


def download_written(write: Callable[[BinaryIO], None], kind: str, name: str) -> Response:
    """Answer with a file that is as long as it is: written to the disk first, then sent, and gone with the answer.

    Nothing of the database is held while it travels, and no more of it is in memory than what is sent just now.
    """
    file = TemporaryFile()  # noqa: SIM115  the answer closes it
    write(file)
    file.seek(0)
    answer = send_file(file, kind, as_attachment=True, download_name=name, conditional=False, etag=False)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def download_of_all(made: bytes | Path, kind: str, name: str, *, inline: bool = False) -> Response:
    """Answer with a file that was made once and is the same for everybody who may have it.

    made: its content, or where it lies in the store, under its own hash. Browsers keep it and ask by that hash whether
    it still holds, answered 304; caches on the way keep nothing, for not everybody may have every file.
    """
    digest = made.stem if isinstance(made, Path) else sha256(made).hexdigest()
    file = made if isinstance(made, Path) else BytesIO(made)
    answer = send_file(file, kind, as_attachment=not inline, download_name=name, etag=digest)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
