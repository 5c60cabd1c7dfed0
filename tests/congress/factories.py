"""Real spreadsheet files, made in the test."""

from __future__ import annotations

import struct
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


def xls(
    rows: Sequence[Sequence[str]], *, head: Sequence[str] = HEAD, before: bytes = b"", more: bytes = b""
) -> bytes:
    """An old binary workbook: BIFF8 records in a compound file, written out by hand (MS-XLS, MS-CFB).

    before: records after the workbook's first; more: records of the sheet before its cells.
    """
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    name = "名册".encode("utf-16-le")
    bound = struct.pack("<BBBB", 0, 0, len("名册"), 1) + name
    head_size = (
        len(record(0x0809, begin)) + len(before) + len(record(0x0085, struct.pack("<I", 0) + bound)) + 4
    )
    book = (
        record(0x0809, begin)
        + before
        + record(0x0085, struct.pack("<I", head_size) + bound)
        + record(0x000A, b"")
    )
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    lines = [list(head), *rows]
    sheet += record(0x0200, struct.pack("<IIHHH", 0, len(lines), 0, len(head), 0))
    sheet += more
    for line, row in enumerate(lines):
        for column, text in enumerate(row):
            label = struct.pack("<HHHHB", line, column, 0, len(text), 1) + text.encode("utf-16-le")
            sheet += record(0x0204, label)
    return compound(book + sheet + record(0x000A, b""))


def record(kind: int, content: bytes) -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", kind, len(content)) + content


def compound(stream: bytes) -> bytes:
    """A compound file that holds one stream, Workbook, in sectors of 512 bytes behind FAT and directory."""
    size = max(len(stream), 4096)  # shorter ones would live in the mini stream
    stream = stream.ljust(-(-size // 512) * 512, b"\0")
    count = len(stream) // 512
    end, free, fat_sector = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    chain = [fat_sector, end, *range(3, count + 2), end]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    assert len(fat) == 512, "one FAT sector holds what tests need"
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6x", 0x003E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    directory = entry("Root Entry", 5, end, 0, child=1) + entry("Workbook", 2, 2, len(stream))
    return header + fat + directory.ljust(512, b"\0") + stream


def entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    """One entry of a compound file's directory."""
    text = name.encode("utf-16-le")
    free = 0xFFFFFFFF
    found = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2, kind, 1, free, free, child)
    return found + bytes(36) + struct.pack("<IQ", start, size)
