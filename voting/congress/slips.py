"""First PINs and the empty roster as files: a spreadsheet or a PDF of slips to cut. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import xlsxwriter
from flask_babel import gettext as _

from voting.congress.actions_pins import Slip
from voting.congress.roster import COLUMNS
from voting.core.typeset import Document, as_pdf

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> bytes:
    """Return a spreadsheet of text cells; nothing in it is ever a formula."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        sheet = book.add_worksheet()
        bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(column, column, width, text)
            sheet.write_string(0, column, head, bold)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                sheet.write_string(line, column, value, text)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def roster_template() -> bytes:
    """Return an empty roster with its headings, number and identity columns set to text."""
    heads = [headings[0] for key, headings in COLUMNS.items() if key != "identity"]
    return table(heads, [("001", "代表001", "第一代表团", "否", "否", "是")], (14, 14, 22, 18, 14, 8))


def pins_xlsx(slips: Sequence[Slip]) -> bytes:
    """Return the first PINs as a spreadsheet."""
    rows = [(slip.number, slip.name, slip.delegation, slip.pin) for slip in slips]
    return table((_("代表证号"), _("姓名"), _("代表团"), _("首次 PIN 码")), rows, (14, 14, 22, 16))


def pins_pdf(title: str, slips: Sequence[Slip], own: Path) -> bytes:
    """Return the first PINs as slips to cut, twelve to a page. own: the jurisdiction's templates and fonts."""
    return as_pdf(Document("slips", title, {"rows": [asdict(slip) for slip in slips]}), own)
