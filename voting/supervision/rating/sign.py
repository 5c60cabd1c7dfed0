"""The sign that is put up at the site: title, unit, QR code, address. Facts only; core.typeset sets them."""

from __future__ import annotations

from voting.core.typeset import Document, qr
from voting.supervision.rating.queries import Sign


def rating_sign(place: str, sign: Sign, address: str) -> Document:
    """Return the sign (群众评价牌), A4. address: of the page on which residents rate, printed without its scheme."""
    facts = {
        "place": place,
        "year": sign.year,
        "project": sign.title,
        "unit": sign.unit,
        "address": address.partition("://")[2],
        "qr": qr(address),
    }
    return Document("rating_sign", f"{sign.title}群众评价牌", facts)
