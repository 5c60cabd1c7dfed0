"""Slips for who made a suggestion: number, QR code, answer. Facts only; core.typeset sets them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voting.congress.documents.contents import chinese_date
from voting.core.typeset import Document, qr
from voting.screening.pages.tracking.queries import SuggestionSlip


def slips(place: str, rows: Sequence[tuple[SuggestionSlip, str]]) -> Document:
    """Return the slips (建议回执、答复单) of a place. rows: each with the address at which its suggestion is tracked."""
    return Document(
        "suggestion_slips",
        f"{place}民生实事项目建议回执",
        {"place": place, "rows": [facts(slip, address) for slip, address in rows]},
    )


def facts(slip: SuggestionSlip, address: str) -> dict[str, Any]:
    """Return one slip as facts."""
    return {
        "number": slip.number,
        "title": slip.title,
        "received_on": chinese_date(slip.received_on),
        "contact": slip.contact,
        "address": address,
        "qr": qr(address),
        "answered_on": chinese_date(slip.answered_on) if slip.answered_on else "",
        "class": slip.answer.word,
        "text": slip.answer.text if slip.answered_on else "",
        "elsewhere": slip.answer.elsewhere,
    }
