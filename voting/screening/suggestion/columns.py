"""The columns of suggestions as a list, the same out and in: whatever language its reader has, a list is read back by its headings.

No contact is among them. Money in yuan; moments by the clock of China, of a letter that was typed later its day alone.
`intake.rules.COLUMNS` reads them back; a place that has the number already is told so.
"""

from __future__ import annotations

from voting.core.clock import stamp
from voting.core.money import yuan
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SUGGESTION
from voting.screening.words import wording

COLUMNS: tuple[tuple[str, int], ...] = (
    ("编号", 16),
    ("收到时间", 20),
    ("状态", 14),
    ("提出主体", 14),
    ("来源渠道", 16),
    ("名称", 32),
    ("内容", 60),
    ("地点", 24),
    ("理由", 40),
    ("规模", 20),
    ("完成时限", 14),
    ("估算投资（元）", 16),
    ("资金来源", 20),
    ("由谁来办", 20),
)
"""Each with its width in characters."""
HEADS = tuple(head for head, _width in COLUMNS)
WIDTHS = tuple(width for _head, width in COLUMNS)


def cells_of(row: Suggestion) -> tuple[str, ...]:
    """Return the cells of one suggestion, texts all of them: a number that begins with nought stays as it is."""
    return (
        row.number,
        stamp(row.submitted_at) if row.received_on is None else row.received_on.isoformat(),
        SUGGESTION.words[row.state],
        wording(row.source),
        wording(row.channel),
        row.title,
        row.content,
        row.place,
        row.reason,
        row.scale,
        row.finish,
        "" if row.cost_fen is None else yuan(row.cost_fen),
        row.funding,
        row.implementer,
    )
