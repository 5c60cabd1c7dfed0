"""First PINs and the empty roster as files: a spreadsheet or a PDF of slips to cut. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from flask_babel import gettext as _

from voting.congress.pins.actions import Slip
from voting.core.sheets import Sheet, as_workbook
from voting.core.typeset import Document, as_pdf


def pins_xlsx(slips: Sequence[Slip]) -> bytes:
    """Return the first PINs as a spreadsheet."""
    heads = (_("出席证号"), _("姓名"), _("代表团"), _("首次个人密码"), _("登录账号"))
    rows = [(slip.number, slip.name, slip.delegation, slip.pin, slip.login) for slip in slips]
    return as_workbook(Sheet(heads, rows, widths=(14, 14, 22, 16, 20)))


def pins_pdf(title: str, slips: Sequence[Slip], own: Path) -> bytes:
    """Return the first PINs as slips to cut, twelve to a page. own: the jurisdiction's templates and fonts."""
    return as_pdf(Document("slips", title, {"rows": [asdict(slip) for slip in slips]}), own)
