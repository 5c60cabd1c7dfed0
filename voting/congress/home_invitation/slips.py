"""Invitations as a PDF of slips to cut. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import segno

from voting.congress.home_invitation.actions import HomeSlip
from voting.core.clock import day_of
from voting.core.typeset import Document, as_pdf


def home_slips_pdf(title: str, slips: Sequence[HomeSlip], address: str, own: Path) -> bytes:
    """Return the slips, eight to a page. address: where the code is typed; own: the jurisdiction's templates and fonts."""
    rows = [
        {
            "number": slip.number,
            "name": slip.name,
            "delegation": slip.delegation,
            "code": slip.code,
            "until": day_of(slip.until).isoformat(),
            "qr": segno.make(f"{address}?number={slip.number}", error="m").svg_inline(border=0),
        }
        for slip in slips
    ]
    return as_pdf(Document("home_slips", title, {"rows": rows, "address": address}), own)
