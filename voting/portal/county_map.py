"""Where the counties of Xinzhou lie, roughly: five columns from west to east, rows from north to south."""

from __future__ import annotations

ROWS: tuple[tuple[str, ...], ...] = (
    ("140930", "140932", "140927", "140923", "140924"),
    ("140931", "140928", "140925", "140981", "140922"),
    ("", "140929", "140926", "140902", "140921"),
)
"""Division codes (GB/T 2260); an empty string is a gap. Places not named here follow in the order of their codes."""
