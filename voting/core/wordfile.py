"""Fill editable .docx documents: the same facts as the PDF, for staff who finish them in WPS or Word.

The template is run in a sandbox, because a jurisdiction may bring its own.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from docx.table import Table
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from voting.core.errors import NotFound
from voting.core.own_templates import STANDARD, faulty
from voting.core.typeset import Document

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The earliest moment that a zip can hold; every file bears it, so that the same facts give the same bytes."""


def as_docx(document: Document, replaced: Path | None = None) -> bytes:
    """Return the document as .docx. replaced: a jurisdiction's folder of own templates.

    Errors: NotFound for a document that has no editable template; RuleBroken, with what is wrong, for a faulty one.
    """
    name = f"{document.template}.docx"
    folders = [folder for folder in (replaced, STANDARD) if folder is not None and (folder / name).is_file()]
    if not folders:
        raise NotFound("这份文件没有可编辑的版本。")
    try:
        return _timeless(_filled(folders[0] / name, document))
    except (
        Exception
    ) as fault:  # a file from outside: no zip, broken XML, a faulty field, a field that divides by zero
        raise faulty(name, fault) from fault


def _filled(template: Path, document: Document) -> bytes:
    word = DocxTemplate(template)
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    context = {"title": document.title, "digest": document.digest, "facts": document.facts}
    word.render(context, environment, autoescape=True)
    for table in word.docx.tables:
        fit_grid(table)
    properties = word.docx.core_properties
    properties.title, properties.author, properties.comments = document.title, "", ""
    properties.created = properties.modified = EPOCH
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def fit_grid(table: Table) -> None:
    """Give a table the grid of its cells: where columns are repeated, only these know how wide each is."""
    widths = [cell.width for cell in table.rows[0].cells] if table.rows else []
    columns = table.columns
    if len(widths) == len(columns) and None not in widths:
        for column, width in zip(columns, widths, strict=True):
            column.width = width


def _timeless(content: bytes) -> bytes:
    """Return the zip with sorted names and one time for all files."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for name in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(name, EPOCH.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
