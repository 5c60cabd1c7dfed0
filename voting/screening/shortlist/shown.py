"""The parts of the list's page: rows of the list, lines of the chain, what is asked again, what waits for a second person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from voting.confirmation.facts import waiting
from voting.confirmation.queries import WaitingConfirmation, seen_by
from voting.core.lifecycle import Progress
from voting.people.rules import Actor, Place, Role
from voting.screening.dossier.difference import DifferenceShown, shown
from voting.screening.dossier.facts import unit_names
from voting.screening.dossier.models import Project
from voting.screening.shortlist.approval import read_payload
from voting.screening.shortlist.chain import ChainStep, held, step_of
from voting.screening.shortlist.facts import awaited, records_of, whole_chain
from voting.screening.shortlist.models import CandidateList, FrozenText, ListApproval
from voting.screening.shortlist.rules import (
    DECISION_WORDS,
    FREEZE,
    ListCount,
    ListDecision,
    ShortlistState,
    recorders,
)
from voting.screening.shortlist.seen import Amended, last_order


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A project that may be on the list. ordinal: its place now or proposed; order: what stands in its field.

    before: its place in the last approval, None where that is not known; changed: labels of what reads differently since.
    """

    id: int
    title: str
    summary: str
    planned_fen: int | None
    score: str
    ordinal: int
    order: str
    before: int | None
    changed: tuple[str, ...]


@dataclass(frozen=True)
class Before:
    """What a list is shown against. entered: project id -> its place as typed in a form that was refused, else None."""

    records: Sequence[ListApproval]
    again: Sequence[Amended]
    entered: Mapping[int, str] | None

    @cached_property
    def order(self) -> Mapping[int, int]:
        """Return project id -> its place in the last approval, from 0."""
        return {project_id: n for n, project_id in enumerate(last_order(self.records))}

    def typed(self, project_id: int, otherwise: int) -> tuple[int, int]:
        """Return where a project stands: by what was typed, those left empty or unreadable last; else `otherwise`."""
        if self.entered is None:
            return otherwise, 0
        text = self.entered.get(project_id, "").strip()
        readable = text.isascii() and text.isdigit() and len(text) < 4  # noqa: PLR2004  as its field
        return (int(text) if readable else 1000), otherwise

    def changed_of(self, project_id: int) -> tuple[str, ...]:
        """Return the labels of what a body has not seen of a project, each once."""
        labels = (one.label for row in self.again if row.project.id == project_id for one in row.changed)
        return tuple(dict.fromkeys(labels))


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """One record of a step. word: what came of it; about: the project whose change it is, else empty."""

    decided_on: date
    document: str
    due: int
    present: int
    approve: int
    oppose: int
    abstain: int
    decision: ListDecision
    word: str
    reason: str
    reply: str
    withdrawn: bool
    about: str


@dataclass(frozen=True, kw_only=True)
class ChainLine:
    """One step of the chain. skipped: the list went on without it, which it may."""

    step: ChainStep
    state: Progress
    skipped: bool
    records: tuple[Recorded, ...]


@dataclass(frozen=True, kw_only=True)
class AskedAgain:
    """A changed text and the body that has approved the old one. may: the reader records what it decides."""

    project_id: int
    title: str
    body: str
    number: int
    changed: tuple[DifferenceShown, ...]
    may: bool


@dataclass(frozen=True, kw_only=True)
class WaitingFreeze:
    """A list that somebody entered and a second person has to confirm. titles: in its order."""

    asked: WaitingConfirmation
    decided_on: date
    document: str
    count: ListCount | None
    titles: tuple[str, ...]
    left_out: str
    despite: str


def chain_lines(
    chain: Sequence[ChainStep],
    records: Sequence[ListApproval],
    state: ShortlistState,
    titles: Mapping[int, str],
) -> tuple[ChainLine, ...]:
    """Return a year's chain with what is recorded of each step; titles: of the year's projects."""
    return tuple(
        chain_line(step, [row for row in records if row.kind is step.kind], state, titles) for step in chain
    )


def chain_behind(place: Place, draft: CandidateList, frozen: FrozenText) -> tuple[ChainLine, ...]:
    """Return what the list went through with one of its candidates on it: of others' changes nothing, no step without a record."""
    about = [row for row in records_of(draft) if concerns(row, frozen.project_id)]
    chain = held(whole_chain(place, draft.year, draft))
    lines = chain_lines(chain, about, draft.state, {frozen.project_id: frozen.title})
    return tuple(line for line in lines if line.records)


def concerns(row: ListApproval, project_id: int) -> bool:
    """Tell whether a record is about a project: the whole list with it on it, or its own change."""
    seen = {on_it for on_it, _number in row.seen}
    return row.project_id in {None, project_id} and (not seen or project_id in seen)


def chain_line(
    step: ChainStep, rows: Sequence[ListApproval], state: ShortlistState, titles: Mapping[int, str]
) -> ChainLine:
    """Return one step of the chain as shown."""
    order = list(ShortlistState)
    behind = order.index(state) > order.index(step.during)
    done = any(row.is_done for row in rows)
    at_hand = step.during is state and (not step.moves or awaited(state) is step.kind)
    progress = Progress.DONE if done else Progress.NOW if at_hand else Progress.LATER
    found = tuple(recorded(row, titles) for row in rows)
    return ChainLine(step=step, state=progress, skipped=behind and not done and not step.moves, records=found)


def recorded(row: ListApproval, titles: Mapping[int, str]) -> Recorded:
    """Return one record as shown."""
    return Recorded(
        decided_on=row.decided_on,
        document=row.document,
        due=row.due,
        present=row.present,
        approve=row.approve,
        oppose=row.oppose,
        abstain=row.abstain,
        decision=row.decision,
        word=DECISION_WORDS[row.decision],
        reason=row.reason,
        reply=row.reply,
        withdrawn=row.withdrawn,
        about=titles.get(row.project_id, "") if row.project_id else "",
    )


def asked_again(
    place: Place, roles: frozenset[Role], chain: Sequence[ChainStep], found: Sequence[Amended]
) -> tuple[AskedAgain, ...]:
    """Return what the bodies are to be asked again; of each project what its earliest body has not seen."""
    units = unit_names(place.id) if found else {}
    first = {row.project.id: row for row in reversed(found)}
    return tuple(
        AskedAgain(
            project_id=row.project.id,
            title=row.project.title,
            body=step.body,
            number=row.number,
            changed=shown(row.changed, units),
            may=bool(roles & recorders(row.kind)),
        )
        for row in reversed(first.values())
        if (step := step_of(chain, row.kind)) is not None
    )


def waiting_freeze(
    place: Place, actor: Actor, year: int, projects: Sequence[Project]
) -> WaitingFreeze | None:
    """Return the list that waits for a second person, or None."""
    rows = waiting(place.id, (FREEZE,), str(year))
    if not rows:
        return None
    new, titles = read_payload(rows[0].payload), {row.id: row.title for row in projects}
    return WaitingFreeze(
        asked=seen_by(actor, (FREEZE,), rows)[0],
        decided_on=new.decided_on,
        document=new.document,
        count=new.count,
        titles=tuple(titles.get(project_id, "") for project_id in new.project_ids),
        left_out=new.left_out,
        despite=new.despite,
    )
