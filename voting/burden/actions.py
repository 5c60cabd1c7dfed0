"""Adding to the sums. No deed of anybody: the program writes down what it asked, and the journal stays silent."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from voting.burden.models import FormBurden
from voting.burden.rules import Burden
from voting.core.clock import today
from voting.core.db import db

_ROW = {
    dialect.dialect.name: dialect.insert(FormBurden).on_conflict_do_nothing()
    for dialect in (postgresql, sqlite)
}


def add(jurisdiction_id: int, unit_id: int, form: str, cost: Burden) -> None:
    """Add what a form cost a unit to its month; of two at once both are counted."""
    month = today().replace(day=1)
    key = {"jurisdiction_id": jurisdiction_id, "unit_id": unit_id, "month": month, "form": form}
    nothing = {"pages": 0, "fields": 0, "seconds": 0}
    db.session.execute(_ROW[db.session.get_bind().dialect.name].values(key | nothing))
    db.session.execute(
        update(FormBurden)
        .filter_by(**key)
        .values(
            pages=FormBurden.pages + cost.pages,
            fields=FormBurden.fields + cost.fields,
            seconds=FormBurden.seconds + cost.seconds,
        )
    )
