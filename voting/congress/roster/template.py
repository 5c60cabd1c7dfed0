"""The empty roster as a file to fill in."""

from __future__ import annotations

from voting.congress.roster.reading import COLUMNS
from voting.congress.workbook import table


def roster_template() -> bytes:
    """Return an empty roster with its headings, number and identity columns set to text."""
    heads = [headings[0] for key, headings in COLUMNS.items() if key != "identity"]
    return table(heads, [("001", "代表001", "第一代表团", "否", "否", "是")], (14, 14, 22, 18, 14, 8))
