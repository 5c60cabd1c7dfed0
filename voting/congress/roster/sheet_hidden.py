"""What the reader of cells does not tell of an xlsx or ods file: hidden rows and columns, text above other text.

Runs in the process of `sheet_reader` alone.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree as ET

MOST_HIDDEN = 20_000
MOST_WIDE = 200
CONTENT = "content.xml"
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ABOVE = re.compile(rb"<text:(ruby-text|note)\b[^>]*(?:/>|>.*?</text:\1>)", re.DOTALL)
"""What stands above or below the text and is none of it (ODF 1.3, 6.4 and 6.3)."""


@dataclass
class Hidden:
    """What of a sheet nobody sees. rows: line numbers from 1; columns: indexes from 0."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)


def look(content: bytes) -> tuple[dict[str, Hidden], bytes]:
    """Return what is hidden in each sheet, by its name, and the file without text that stands above other text."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if CONTENT not in archive.namelist():
            return dict(_of_xlsx(archive)), content
        text = archive.read(CONTENT)
        tables = ET.fromstring(text).iter()  # noqa: S314  see above
        hidden = {_attribute(one, "name"): _of_ods(one) for one in tables if _kind(one) == "table"}
        plain = ABOVE.sub(b"", text)
        return hidden, content if plain == text else _plain(archive, plain)


def is_locked(archive: zipfile.ZipFile) -> bool:
    """Tell whether a file is under a password: parts that are encrypted, or a manifest that says so (ODF 1.3, 3.8.3)."""
    if any(part.flag_bits & 1 for part in archive.infolist()):
        return True
    manifest = "META-INF/manifest.xml"
    return manifest in archive.namelist() and b"encryption-data" in archive.read(manifest)


def _kind(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _attribute(element: ET.Element, name: str) -> str:
    """Return an attribute in whatever namespace: there are two dialects of xlsx."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _of_xlsx(archive: zipfile.ZipFile) -> Iterator[tuple[str, Hidden]]:
    """Yield each sheet's name and what it hides (ECMA-376, 18.3.1.13 col, 18.3.1.73 row)."""
    if not {BOOK, LINKS} <= set(archive.namelist()):
        return  # xlsb, or an unusual writer: the cells are read all the same
    links = ET.fromstring(archive.read(LINKS))  # noqa: S314
    target = {_attribute(link, "Id"): _attribute(link, "Target") for link in links}
    for sheet in ET.fromstring(archive.read(BOOK)).iter():  # noqa: S314
        if _kind(sheet) != "sheet":
            continue
        path = posixpath.normpath(posixpath.join("/xl", target.get(sheet.attrib.get(_link(sheet), ""), "")))
        if path[1:] in archive.namelist():
            with archive.open(path[1:]) as part:
                yield _attribute(sheet, "name"), _of_part(ET.iterparse(part))  # noqa: S314


def _link(sheet: ET.Element) -> str:
    """Return the name of the attribute r:id; sheetId stands in no namespace."""
    return next((key for key in sheet.attrib if key.endswith("}id")), "")


def _of_part(events: Iterator[tuple[str, ET.Element]]) -> Hidden:
    found, line = Hidden(), 0
    for _event, element in events:
        kind, given = _kind(element), element.attrib
        gone = given.get("hidden") in {"1", "true"}
        if kind == "row":
            line = int(given.get("r", line + 1))
            if (gone or float(given.get("ht", 1)) == 0) and len(found.rows) < MOST_HIDDEN:
                found.rows.append(line)
            element.clear()
        elif kind == "col" and gone:
            found.columns += range(int(given["min"]) - 1, min(int(given["max"]), MOST_WIDE))
    return found


def _of_ods(table: ET.Element) -> Hidden:
    """Return what a table of an ods file hides (ODF 1.3, 19.749 table:visibility)."""
    found, line, column = Hidden(), 0, 0
    for element in table.iter():
        gone = _attribute(element, "visibility") in {"collapse", "filter"}
        if _kind(element) == "table-row":
            many = int(_attribute(element, "number-rows-repeated") or 1)
            if gone:
                found.rows += range(line + 1, line + 1 + min(many, MOST_HIDDEN - len(found.rows)))
            line += many
        elif _kind(element) == "table-column":
            many = int(_attribute(element, "number-columns-repeated") or 1)
            if gone:
                found.columns += range(column, min(column + many, MOST_WIDE))
            column += many
    return found


def _plain(archive: zipfile.ZipFile, text: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in archive.namelist():
            made.writestr(name, text if name == CONTENT else archive.read(name))
    return out.getvalue()
