"""Which report first says of a milestone that it is done: what followers hear of."""

from __future__ import annotations

from sqlalchemy import select

from voting.core.db import db
from voting.supervision.report.models import Report, ReportVersion


def milestones_reached(jurisdiction_id: int, commitment_id: int, month: int, number: int) -> bool:
    """Tell whether a submitted version says of a milestone that it is done of which no report before it does."""
    asked = (
        select(Report.month, ReportVersion.number, ReportVersion.milestones)
        .join(
            ReportVersion,
            (ReportVersion.jurisdiction_id == Report.jurisdiction_id)
            & (ReportVersion.report_id == Report.id),
        )
        .where(Report.jurisdiction_id == jurisdiction_id, Report.commitment_id == commitment_id)
    )
    of_this, of_others = set[int](), set[int]()
    for row in db.session.execute(asked):
        if (row.month, row.number) == (month, number):
            of_this |= set(row.milestones)
        elif row.month < month or (row.month == month and row.number < number):
            of_others |= set(row.milestones)
    return bool(of_this - of_others)
