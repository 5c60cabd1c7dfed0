"""Shared reads of the roster, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from sqlalchemy import exists, select

from voting.congress.roster.difference import RosterStanding, RosterState, Seated
from voting.congress.roster.models import RosterImport
from voting.congress.term.badge import in_order
from voting.congress.term.models import Delegation, Deputy, Term
from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.models import Account


def standing_of(term: Term) -> RosterStanding:
    """Return a term's deputies as an import compares them."""
    asked = (
        select(Deputy, Delegation.name, exists().where(Account.deputy_id == Deputy.id))
        .join(Delegation, Delegation.id == Deputy.delegation_id)
        .where(Deputy.term_id == term.id)
        .execution_options(populate_existing=True)
    )
    deputies = tuple(
        Seated(id=row.id, number=row.number, state=state_of(row, team), has_login=login)
        for row, team, login in sorted(
            db.session.execute(asked), key=lambda found: in_order(found.Deputy.number)
        )
    )
    teams = db.session.scalars(select(Delegation.name).where(Delegation.term_id == term.id))
    return RosterStanding(deputies, frozenset(teams), over=term.ends_on < today())


def state_of(row: Deputy, team: str) -> RosterState:
    """Return what an import may change of a deputy."""
    return RosterState(
        name=row.name,
        delegation=team,
        standing_committee=row.standing_committee,
        presidium=row.presidium,
        in_office=row.in_office,
        gender=row.gender or "",
        ethnicity=row.ethnicity or "",
        post=row.post or "",
        phone=row.phone or "",
    )


def import_of(jurisdiction_id: int, import_id: int, *, lock: bool = False) -> RosterImport:
    """Return an import of this jurisdiction; raise NotFound for anybody else's. lock: hold its row."""
    row = db.session.get(RosterImport, import_id, with_for_update=lock or None, populate_existing=True)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这次导入。")
    return row
