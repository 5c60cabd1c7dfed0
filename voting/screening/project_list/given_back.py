"""The lines of a list of projects that were not taken, as a workbook under its own headings, each with why."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from voting.core.sentences import said
from voting.screening.intake.given_back import returned
from voting.screening.project_list.facts import JudgedLine, ListText


def why(line: JudgedLine) -> str:
    """Return everything that is wrong with a line, in the reader's language."""
    return " ".join(said(fault.message, fault.values) for fault in line.faults) or _("没有勾选。")


def workbook(text: ListText, lines: Sequence[JudgedLine]) -> bytes:
    """Return the workbook of the lines that are not taken."""
    return returned(text.rows, text.columns.row, [(line.row, why(line)) for line in lines])
