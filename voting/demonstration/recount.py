"""Cast a real approval election again through the whole program: screening, roster, tokens, booth, opening, count.

Makes a congress of its own for it, with a rule set that has no pass line, so that the totals can be compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from voting.congress.ballot_rules.choices import Base, TieRule
from voting.congress.place.models import Jurisdiction
from voting.congress.place.queries import as_place
from voting.congress.rule_set import actions as rule_set_actions
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.core.errors import RuleBroken
from voting.core.money import read_yuan
from voting.demonstration import sitting, vote
from voting.demonstration.count import count
from voting.demonstration.pabulib import Election, Option
from voting.demonstration.people import Staffed, call_meeting, gather, seat_deputies, staff_place
from voting.demonstration.screening import screen
from voting.people.rules import Level, Place
from voting.screening.dossier.rules import Dossier, DossierMilestone
from voting.tally.handover import outcome

UNIT = "Pabulib"
LONGEST_TITLE = 80


@dataclass(frozen=True)
class Recount:
    """totals: by option in the file's order, as our count has them; published: as the file has them."""

    code: str
    uuid: str
    totals: tuple[int, ...]
    published: tuple[int | None, ...]

    @property
    def agrees(self) -> bool:
        """Tell whether every published total equals ours."""
        return all(want is None or want == got for want, got in zip(self.published, self.totals, strict=True))


def code_of(election: Election) -> str:
    """Return a code for the congress made for an election; the same file gives the same code."""
    digest = hashlib.sha256(repr(election).encode()).hexdigest()
    return f"PB{digest[:8]}"


def make_place(election: Election) -> Place:
    """Add a jurisdiction of its own; raise RuleBroken when this election is there already."""
    code = code_of(election)
    if db.session.scalar(select(func.count()).where(Jurisdiction.code == code)):
        raise RuleBroken("这次选举已经导入过：%(code)s", code=code)
    row = Jurisdiction(code=code, name=election.place[:60], kind="imported", level=Level.TOWNSHIP)
    db.session.add(row)
    db.session.flush()
    row.path = str(row.id)
    return as_place(row)


def cost_of(option: Option) -> int:
    """Return what an option costs, in whole hundredths of the file's currency; 0 where the file says no sum."""
    try:
        return read_yuan(option.cost)
    except RuleBroken:
        return 0


def dossier(option: Option, year: int, unit_id: int) -> Dossier:
    """Return a dossier with what the file has, and plain words where the procedure asks for more."""
    money = cost_of(option)
    return Dossier(
        title=option.name[:LONGEST_TITLE],
        summary=f"{option.key} · {option.cost}",
        content=option.name,
        place=UNIT,
        annual_target=option.name,
        benefit=UNIT,
        total_fen=money or 1,
        planned_fen=money or 1,
        own_fen=money or 1,
        lead_unit_id=unit_id,
        finishes_on=date(year, 12, 31),
        milestones=(
            DossierMilestone(title="1", due_on=date(year, 6, 30)),
            DossierMilestone(title="2", due_on=date(year, 12, 31)),
        ),
    )


def prepare(election: Election) -> tuple[Staffed, int]:
    """Make the congress with its rules, voters as deputies and candidates; returns its people and the meeting."""
    year = election.year
    staffed = staff_place(make_place(election), [UNIT])
    rule_set_actions.set_rules(
        staffed.staff,
        place=staffed.place,
        year=year,
        values={
            "seats": election.most,
            "pass_base": Base.NONE.value,
            "tie_rule": TieRule.REVOTE.value,
            "publish_counts": True,
        },
    )
    dossiers = [dossier(option, year, staffed.units[UNIT]) for option in election.options]
    screen(staffed, year, dossiers)
    term = seat_deputies(staffed, count=len(election.papers), delegations=1)
    meeting = call_meeting(staffed, term, year=year, number=1, opens_on=today())
    return staffed, meeting.id


def chooser(papers: Sequence[Sequence[int]], options: int) -> sitting.Chooser:
    """Return what the voter at each position chose."""
    return lambda position: vote.paper(papers[position], options)


def recount(election: Election, tell: Callable[[str], None]) -> Recount:
    """Cast every paper of the election, open, count and announce; returns our totals beside the published ones."""
    with transaction():
        staffed, meeting_id = prepare(election)
    with transaction():
        deputies = gather(staffed, sitting.meeting(staffed, meeting_id), absent=0)
    tell(f"{staffed.place.code} {staffed.place.name}: {len(election.options)} / {len(deputies)}")
    secretariat, chair = staffed.actors["secretariat"], staffed.actors["chair"]
    uuid, holders = sitting.prepare(staffed, meeting_id, election.title[:80])
    vote.open_voting(chair, uuid)
    for start in range(0, len(deputies), 50):
        papers = election.papers[start : start + 50]
        sitting.cast_all(uuid, deputies[start : start + 50], chooser(papers, len(election.options)))
        tell(f"{start + len(papers)} / {len(deputies)}")
    vote.close(chair, uuid)
    count(uuid, secretariat, chair, holders)
    lines = sorted(outcome(uuid).lines, key=lambda line: line.ordinal)
    return Recount(
        staffed.place.code,
        uuid,
        tuple(line.approve for line in lines),
        tuple(option.votes for option in election.options),
    )
