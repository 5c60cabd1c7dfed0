"""The lines of a list that were not taken, as a workbook: under its own headings, each with why. They can be put right and sent again."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from voting.core.sentences import said
from voting.core.sheets import Cell, Sheet, as_workbook
from voting.screening.intake.facts import ListReading
from voting.screening.intake.rules import ListLine


def workbook(read: ListReading) -> bytes:
    """Return the workbook of the lines that are not taken."""
    return returned(read.text.rows, read.text.columns.row, [(line.row, why(line)) for line in read.wrong])


def returned(rows: Sequence[Sequence[str]], head: int, wrong: Sequence[tuple[int, str]]) -> bytes:
    """Return a workbook of lines of any list under its own headings. head: their row, from 0; wrong: (row from 1, why)."""
    width = max(len(rows[at]) for at in (head, *(row - 1 for row, _why in wrong)))
    heads = _wide(rows[head], width)
    lines: list[Sequence[Cell]] = [(told, row, *_wide(rows[row - 1], width)) for row, told in wrong]
    widths = (48, 8, *(18 for _head in heads))
    return as_workbook(Sheet((_("没有录入的原因"), _("原表第几行"), *heads), lines, widths=widths))


def why(line: ListLine) -> str:
    """Return everything that is wrong with a line, in the reader's language."""
    return " ".join(said(fault.message, fault.values) for fault in line.faults)


def _wide(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row, *[""] * (width - len(row)))
