"""Which years have a result; for rooms above, through the handover. Writes nothing."""

from __future__ import annotations

from sqlalchemy import select

from voting.congress.ballot_rules.choices import Kind
from voting.core.db import db
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import ANNOUNCED


def announced_years(jurisdiction_id: int) -> list[int]:
    """Return the years in which projects were chosen and the result announced, oldest first; one query."""
    asked = select(TallyRun.year).where(
        TallyRun.jurisdiction_id == jurisdiction_id,
        TallyRun.state.in_(ANNOUNCED),
        TallyRun.rehearsal.is_(False),
        TallyRun.kind != Kind.EVALUATE,
    )
    return sorted(set(db.session.scalars(asked.distinct())))
