"""What waits in the counts: boxes to take over, steps and their second persons, sheets of tellers, ballots that must follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from voting.ballot.handover_list import ordered_ballots
from voting.confirmation.facts import asked_for, waiting
from voting.confirmation.models import Confirmation
from voting.confirmation.queries import SECOND_PERSON, never_second, seen_by
from voting.core.clock import day_of, now
from voting.core.db import db
from voting.core.text import N_
from voting.people.rules import LEAD, OFFICE, Actor, Place, Role
from voting.people.second_person import too_close
from voting.people.to_do import ToDo
from voting.tally.next_ballot.facts import follows
from voting.tally.outcome.facts import Gathered, consents_due, gather
from voting.tally.pages.run.acts_shown import steps_shown
from voting.tally.pages.run.queries import as_told
from voting.tally.paper.models import voids_of
from voting.tally.paper.rules import CONSENTERS, ConsentDue
from voting.tally.run.disclosure import sees_votes
from voting.tally.run.facts import in_count
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import COUNTING, TallyState
from voting.tally.steps.facts import readiness
from voting.tally.steps.rules import STATED, STEP_WORDS, STEPS

ROOM = N_("计票")
ASKED_BY = N_("%(name)s提出“%(step)s”，请您作为另一人确认")
TELLER = frozenset({Role.TELLER})
SETTLED = (TallyState.ARCHIVED, TallyState.VOID)
ROLES = LEAD | {Role.TELLER, Role.SCRUTINEER}


def to_dos(place: Place, actor: Actor) -> list[ToDo]:
    """Return what waits in the counts here, as much of it as the reader may know; rehearsals are left out.

    What only a known vote tells (a tie to settle) is not said to who may not know the votes yet.
    """
    asked = select(TallyRun).where(
        TallyRun.jurisdiction_id == place.id,
        TallyRun.rehearsal.is_(False),
        TallyRun.state != TallyState.ARCHIVED,
    )
    runs = list(db.session.scalars(asked.order_by(TallyRun.taken_over_at)))
    found = [one for run in runs for one in _of_run(run, actor)]
    return [*_to_take_over(place), *found]


@dataclass(frozen=True, kw_only=True)
class SecondCall:
    """A deed of the counting room that waits for the reader as its second person.

    what, values: a message id that says who asked for what; of: the ballot's title; deed, args: the route that does it;
    button: a message id; reason: as it was stated.
    """

    what: str
    values: Mapping[str, object]
    of: str
    uuid: str
    deed: str
    args: Mapping[str, str | int]
    button: str = N_("我确认")
    reason: str = ""


def calls(place: Place, actor: Actor) -> list[SecondCall]:
    """Return what calls the reader to confirm or to consent in the counts here, of rehearsals too; never who asked himself."""
    runs = db.session.scalars(
        select(TallyRun).where(TallyRun.jurisdiction_id == place.id, TallyRun.state.not_in(SETTLED))
    ).all()
    return calls_of(runs, actor, {})


def calls_of(
    runs: Iterable[TallyRun], actor: Actor, known: Mapping[str, Sequence[ConsentDue]]
) -> list[SecondCall]:
    """Return what calls the reader in these counts. known: UUID -> what two still have to accept, where it was gathered already."""
    standing = sorted(
        (run for run in runs if run.state not in SETTLED),
        key=lambda run: (run.taken_over_at, run.ballot_uuid),
    )
    return [one for run in standing for one in _calls_of(run, in_count(actor, run), known)]


def _calls_of(
    run: TallyRun, reader: Actor, known: Mapping[str, Sequence[ConsentDue]]
) -> Iterator[SecondCall]:
    """Yield what one count waits for from a reader. reader: with the roles that hold in it."""
    yield from _confirmations(run, reader)
    if run.state in COUNTING:
        if reader.roles & CONSENTERS:
            yield from _consents(run, reader, known.get(run.ballot_uuid))
        yield from _voids(run, reader)


def _confirmations(run: TallyRun, reader: Actor) -> Iterator[SecondCall]:
    uuid, steps = run.ballot_uuid, {kind.name: step for step, kind in STEPS.items()}
    for one in seen_by(reader, tuple(STEPS.values()), waiting(run.jurisdiction_id, STEPS.values(), uuid)):
        if one.may_confirm:
            step = steps[one.kind]
            yield SecondCall(
                what=ASKED_BY,
                values={"name": one.by, "step": STEP_WORDS[step]},
                of=run.title,
                uuid=uuid,
                deed="tally.confirm",
                args={"uuid": uuid, "step": step},
                reason=str(one.payload.get("reason", "")),
            )


def _consents(run: TallyRun, reader: Actor, known: Sequence[ConsentDue] | None) -> Iterator[SecondCall]:
    for due in consents_due(run) if known is None else known:
        if _may_be_second(reader, due.accounts):
            yield SecondCall(
                what=due.sentence,
                values=due.values,
                of=run.title,
                uuid=run.ballot_uuid,
                deed="tally.consent",
                args={"uuid": run.ballot_uuid, "place_id": due.place_id},
                button=N_("我同意"),
            )


def _voids(run: TallyRun, reader: Actor) -> Iterator[SecondCall]:
    if Role.SCRUTINEER not in reader.roles:
        return
    for void in (one for voids in voids_of(run.ballot_uuid).values() for one in voids):
        if void.confirmed_by is None and _may_be_second(reader, {void.entered_by}):
            yield SecondCall(
                what=N_("有一张纸质票登记为无效，请您确认"),
                values={},
                of=run.title,
                uuid=run.ballot_uuid,
                deed="tally.confirm_void",
                args={"uuid": run.ballot_uuid, "void_id": void.id},
                button=N_("确认无效"),
                reason=void.reason,
            )


def _may_be_second(reader: Actor, first: Collection[int]) -> bool:
    """Tell whether the reader may be the second person beside these accounts."""
    own = reader.account_id
    return own is not None and own not in first and not any(too_close(one, own) for one in first)


def _to_take_over(place: Place) -> Iterator[ToDo]:
    known = set(db.session.scalars(select(TallyRun.ballot_uuid).where(TallyRun.jurisdiction_id == place.id)))
    for one in ordered_ballots(place.id):
        if one.closed and not one.rehearsal and one.uuid not in known:
            yield ToDo(
                kind="tally:take_over",
                subject=one.uuid,
                room=ROOM,
                year=one.year,
                what=N_("接收票箱"),
                of=one.title,
                endpoint="tally.home",
                roles=OFFICE,
            )


@dataclass(frozen=True)
class _Reader:
    """A count as one person reads it. here: he, with the roles that hold in it, which may be fewer; found: what he may know."""

    run: TallyRun
    actor: Actor
    here: Actor
    found: Gathered

    def waits(self, subject: str, what: str, roles: frozenset[Role]) -> ToDo:
        """Return what waits for one of these roles."""
        account, at = self.actor.account_id, self.run.announced_at or self.run.declared_at
        outside = account is not None and not self.here.roles & roles
        return ToDo(
            kind="tally:step",
            subject=f"{self.run.ballot_uuid}:{subject}",
            room=ROOM,
            year=self.run.year,
            what=what,
            of=self.run.title,
            endpoint="tally.run",
            args={"uuid": self.run.ballot_uuid},
            roles=roles,
            never=frozenset({account}) if outside and account is not None else frozenset(),
            since=day_of(at or self.run.taken_over_at),
        )


def _of_run(run: TallyRun, actor: Actor) -> Iterator[ToDo]:
    here = in_count(actor, run)
    found, _wrong = as_told(gather(run), told=sees_votes(run, actor, here.roles))
    reader = _Reader(run, actor, here, found)
    requests = asked_for(run.jurisdiction_id, STEPS.values(), run.ballot_uuid)
    waits = {row.kind: row for row in requests if row.waits_at(now())}
    for view in steps_shown(here, found, readiness(run, found), requests):
        kind = STEPS[view.step]
        row = waits.get(kind.name)
        if row is not None:
            yield _to_confirm(reader, view.step, row)
        elif not view.missing and view.step not in STATED:
            yield reader.waits(view.step, STEP_WORDS[view.step], kind.ask)
    if run.state is TallyState.OPENED:
        yield from _to_count(reader)
    if run.state in COUNTING:
        yield from _to_consent(reader)
    if follows(run, found) is not None:
        yield reader.waits("next", N_("安排后续的票决"), OFFICE)


def _to_consent(reader: _Reader) -> Iterator[ToDo]:
    """Yield what two accept of a channel with few ballots, and the void papers that a scrutineer confirms."""
    for due in reader.found.unaccepted:
        to_do = reader.waits(f"consent:{due.place_id}", due.sentence, CONSENTERS)
        yield replace(to_do, kind="tally:consent", values=due.values, never=to_do.never | due.accounts)
    for void in (void for one in reader.found.places for void in one.voids if void.confirmed_by is None):
        to_do = reader.waits(f"void:{void.id}", N_("确认无效票"), frozenset({Role.SCRUTINEER}))
        yield replace(to_do, kind="tally:void_paper", never=to_do.never | {void.entered_by})


def _to_count(reader: _Reader) -> Iterator[ToDo]:
    """Yield the paper places whose tellers do not agree: for who has not handed in his sheet, or for all where they differ."""
    for one in reader.found.places:
        if one.agreed is None:
            to_do = reader.waits(f"sheet:{one.place.id}", N_("清点纸质票"), TELLER)
            settled = frozenset() if one.differences else frozenset(sheet.account_id for sheet in one.sheets)
            yield replace(to_do, never=to_do.never | settled)


def _to_confirm(reader: _Reader, step: str, row: Confirmation) -> ToDo:
    to_do = reader.waits(step, SECOND_PERSON, STEPS[step].confirm)
    return replace(
        to_do,
        kind="tally:confirm",
        values={"step": STEP_WORDS[step]},
        never=to_do.never | never_second(reader.actor, row),
        since=day_of(row.asked_at),
    )
