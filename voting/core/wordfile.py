"""Fill editable .docx documents: the same facts as the PDF, for staff who finish them in WPS or Word.

The template is run in a sandbox, because a jurisdiction may bring its own.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from voting.core.errors import NotFound, RuleBroken
from voting.core.typeset import STANDARD, Document

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
    word = DocxTemplate(folders[0] / name)
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    context = {"title": document.title, "digest": document.digest, "facts": document.facts}
    try:
        word.render(context, environment, autoescape=True)
    except TemplateError as fault:
        raise RuleBroken("模板 %(name)s 有错：%(fault)s", name=name, fault=fault) from fault
    properties = word.docx.core_properties
    properties.title, properties.author, properties.comments = document.title, "", ""
    properties.created = properties.modified = EPOCH
    written = io.BytesIO()
    word.save(written)
    return _timeless(written.getvalue())


def _timeless(content: bytes) -> bytes:
    """Return the zip with sorted names and one time for all files."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for name in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(name, EPOCH.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
