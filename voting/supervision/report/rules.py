"""The law of the monthly report: states, tables, pure functions. Pure."""

from __future__ import annotations

from enum import StrEnum

from voting.core.lifecycle import Lifecycle
from voting.core.text import N_

REPORT_DAY = 5
MOST_PHOTOS = 6
"""A report shows this many pictures at most; `uploads.rules.MOST_OF_A_FORM` bounds what any form may hand in."""


class ReportState(StrEnum):
    """How far a monthly report has come. A correction adds a version and never touches an older one."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CORRECTED = "corrected"


REPORT: Lifecycle[ReportState] = Lifecycle(
    start=ReportState.DRAFT,
    steps={
        (ReportState.DRAFT, "submit"): ReportState.SUBMITTED,
        (ReportState.SUBMITTED, "correct"): ReportState.CORRECTED,
        (ReportState.CORRECTED, "correct"): ReportState.CORRECTED,
    },
    words={
        ReportState.DRAFT: N_("未报送"),
        ReportState.SUBMITTED: N_("已报送"),
        ReportState.CORRECTED: N_("已更正"),
    },
    step_words={
        "submit": N_("报送"),
        "correct": N_("更正"),
    },
)
