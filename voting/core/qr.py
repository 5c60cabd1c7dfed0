"""Addresses that a device scans from a screen."""

from __future__ import annotations

import segno


def to_scan(address: str) -> str:
    """Return the QR code of an address as SVG, safe to show as it is."""
    drawn: str = segno.make(address, error="m").svg_inline(
        scale=6, omitsize=True, svgclass="qr", lineclass=None
    )
    return drawn
