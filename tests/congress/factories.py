"""Real spreadsheet files, made in the test."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

import openpyxl

HEAD = ("代表证号", "姓名", "代表团")
Cell = str | int | float | None


def xlsx(rows: Sequence[Sequence[Cell]], *, head: Sequence[str] = HEAD, merge: str | None = None) -> bytes:
    """A workbook as Excel saves it; text cells are text, numbers are numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [list(head), *rows]:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Sequence[Sequence[str]], *, head: Sequence[str] = HEAD) -> bytes:
    """A spreadsheet in the OpenDocument format, text cells only."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(
        "<table:table-row>" + "".join(cell.format(escape(value)) for value in row) + "</table:table-row>"
        for row in [head, *rows]
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0" '
        'office:version="1.2"><office:body><office:spreadsheet><table:table table:name="名册">'
        f"{lines}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{space}manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()


def bomb(size: int) -> bytes:
    """A small zip that unpacks to `size` bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * size)
    return out.getvalue()


def people(count: int, team: str = "第一代表团") -> list[tuple[str, str, str]]:
    return [(f"{n:03d}", f"代表{n:03d}", team) for n in range(1, count + 1)]
