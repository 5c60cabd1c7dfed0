"""What the pages of one count show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from voting.ballot.handover_close_facts import Reckoned
from voting.ballot.handover_list import ordered_ballots
from voting.confirmation.facts import asked_for
from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import BallotRules
from voting.congress.meeting.facts import meeting_of
from voting.core.db import db
from voting.core.lifecycle import Missing
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role
from voting.tally.count.rules import Count, answers_of
from voting.tally.documents.facts import documents_of
from voting.tally.next_ballot.facts import follows
from voting.tally.outcome.decision import DecidedLine, Decision, Next, Standing
from voting.tally.outcome.facts import CountedPlace, Gathered, gather, present_at
from voting.tally.outcome.signed import altered
from voting.tally.pages.run.acts_shown import StepLine, StepView, acts_shown, steps_shown
from voting.tally.paper.rules import CONSENTERS
from voting.tally.run.disclosure import IN_THE_ROOM, sees_votes
from voting.tally.run.facts import roles_at
from voting.tally.run.models import TallyRun, find_run
from voting.tally.run.rules import COUNTING, TallyState
from voting.tally.steps.facts import readiness
from voting.tally.steps.rules import (
    STEPS,
    StepReadiness,
    missing_before_count,
    missing_before_open,
    missing_before_sign,
)


@dataclass(frozen=True)
class RunPage:
    """A count. count, decision: None until complete and told; small: names of channels whose subtotal tells much.

    sees_paper: whether this reader may know where the tellers differ and how many papers are void. beside: paper on the
    roll and lost cards; consented: the channels that this reader has accepted; tellers: names of who counted, by account;
    next_title: of the ballot that follows; answers: the words of what a project can get.
    """

    place: Place
    run: TallyRun
    rules: BallotRules
    meeting: str
    acts: tuple[StepLine, ...]
    found: StepReadiness
    missing_open: tuple[Missing, ...]
    missing_count: tuple[Missing, ...]
    missing_sign: tuple[Missing, ...]
    signed_roll: tuple[str, ...]
    shared: tuple[str, ...]
    signed: tuple[str, ...]
    places: tuple[CountedPlace, ...]
    titles: dict[int, str]
    consents: tuple[tuple[int, str], ...]
    consented: frozenset[int]
    small: tuple[tuple[int, str], ...]
    count: Count | None
    decision: Decision | None
    lines: tuple[DecidedLine, ...]
    steps: tuple[StepView, ...]
    follows: Next | None
    documents: tuple[str, ...]
    paper_open: bool
    sees_paper: bool
    beside: Reckoned
    tellers: dict[int, str]
    next_title: str
    roles: frozenset[Role]
    account_id: int | None
    altered: str

    @property
    def present(self) -> int:
        """Return 实到, as every screen shows it."""
        return present_at(self.run, self.beside)

    @property
    def pass_line(self) -> int:
        return max((line.line for line in self.decision.lines), default=0) if self.decision else 0

    @property
    def answers(self) -> tuple[str, ...]:
        """Return the words (message ids) of what a ballot may say of a project."""
        return answers_of(self.rules)

    @property
    def is_office(self) -> bool:
        return bool(self.roles & {Role.STAFF, Role.SECRETARIAT})

    @property
    def is_teller(self) -> bool:
        return Role.TELLER in self.roles

    @property
    def is_scrutineer(self) -> bool:
        return Role.SCRUTINEER in self.roles

    @property
    def paper_agreed(self) -> int:
        """Return the paper that went out, of the places whose tellers agree."""
        return sum(one.agreed.issued for one in self.places if one.agreed is not None)

    @property
    def awaits_scrutineers(self) -> bool:
        """Tell whether scrutineers lend their shares or sign now."""
        return self.run.state in {TallyState.SEALED, TallyState.COUNTED, TallyState.SIGNED}

    def standing_of(self, line: DecidedLine) -> Standing:
        """Return what is said of a project that was counted."""
        return self.decision.standing_of(line, self.rules) if self.decision is not None else Standing.NONE

    @property
    def may_consent(self) -> bool:
        return bool(self.roles & CONSENTERS)


def run_page(actor: Actor, place: Place, uuid: str) -> RunPage:
    """Return the page of a count. Errors: NotFound."""
    run = find_run(uuid, place.id)
    roles = roles_at(run, actor.account_id, actor.roles_in(place))
    found, wrong = as_told(gather(run), told=sees_votes(run, actor, roles))
    ready, decision, names = readiness(run, found), found.decision(), dict(enumerate(run.holders, 1))
    requests = asked_for(run.jurisdiction_id, STEPS.values(), uuid)
    return RunPage(
        place=place,
        run=run,
        rules=found.rules,
        meeting=meeting_of(place.id, run.meeting_id).title,
        acts=acts_shown(run, requests),
        found=ready,
        missing_open=tuple(missing_before_open(ready)),
        missing_count=tuple(missing_before_count(ready)),
        missing_sign=tuple(missing_before_sign(ready)),
        signed_roll=tuple(names[index] for index in ready.roll_signatures),
        shared=tuple(names[index] for index in ready.shares),
        signed=tuple(names[index] for index in ready.signatures),
        places=tuple(_for_teller(one, roles, actor.account_id) for one in found.places),
        titles=found.titles,
        consents=tuple((one.place_id, one.name) for one in found.consents),
        consented=frozenset(one.place_id for one in found.consents if one.account_id == actor.account_id),
        small=found.small,
        count=found.count,
        decision=decision,
        lines=_by_rank(run, decision),
        steps=steps_shown(replace(actor, roles=roles), found, ready, requests),
        follows=follows(run, found),
        documents=documents_of(run, told=found.count is not None),
        paper_open=run.state in COUNTING and bool(run.rules["paper_allowed"]),
        sees_paper=run.is_announced or bool(roles & IN_THE_ROOM),
        beside=found.beside,
        tellers=_tellers(found.places),
        next_title=_title(place, run.next_uuid),
        roles=roles,
        account_id=actor.account_id,
        altered=wrong,
    )


def _title(place: Place, uuid: str | None) -> str:
    found = ordered_ballots(place.id, uuid) if uuid else ()
    return found[0].title if found else ""


def as_told(found: Gathered, *, told: bool) -> tuple[Gathered, str]:
    """Return a count, and what is said where it was altered since it was signed.

    It has no numbers then, nor until they are told: nothing on the page may tell a tie or a void vote before.
    """
    wrong = altered(found)
    return found if told and not wrong else replace(found, count=None), wrong


def _tellers(places: Sequence[CountedPlace]) -> dict[int, str]:
    ids = {sheet.account_id for one in places for sheet in one.sheets}
    if not ids:
        return {}
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def _for_teller(one: CountedPlace, roles: frozenset[Role], account_id: int | None) -> CountedPlace:
    """Leave out the void papers that others noted, from a teller whose own count of the place has not come yet."""
    handed_in = any(sheet.account_id == account_id for sheet in one.sheets)
    if handed_in or Role.TELLER not in roles or Role.SCRUTINEER in roles:
        return one
    return replace(one, voids=tuple(void for void in one.voids if void.entered_by == account_id))


def _by_rank(run: TallyRun, decision: Decision | None) -> tuple[DecidedLine, ...]:
    if decision is None:
        return ()
    if run.kind is Kind.EVALUATE:
        return decision.lines
    return tuple(sorted(decision.lines, key=lambda line: (-line.approve, line.ordinal)))
