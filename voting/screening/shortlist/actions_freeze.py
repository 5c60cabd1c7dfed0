"""The list becomes final by two persons: one enters it, another reads it as entered and confirms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event
from voting.confirmation import actions as confirmation
from voting.confirmation.actions import Wanted
from voting.confirmation.facts import numbered
from voting.confirmation.models import Confirmation
from voting.core.errors import NotFound, WrongMoment
from voting.people.rules import Actor, Place
from voting.screening.dossier.actions import keep_version
from voting.screening.dossier.facts import project_of
from voting.screening.shortlist.actions import approve, check_new, move_on
from voting.screening.shortlist.approval import NewApproval, payload_of, read_payload
from voting.screening.shortlist.facts import list_of
from voting.screening.shortlist.models import CandidateList
from voting.screening.shortlist.rules import FREEZE, ApprovalKind


@dataclass(frozen=True, kw_only=True)
class FreezeAsked(Event):
    """projects: on the list, in its order; texts: the number of the version of each."""

    name: ClassVar[str] = "screening:freeze:asked"
    year: int
    projects: tuple[int, ...]
    texts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class FreezeConfirmed(Event):
    name: ClassVar[str] = "screening:freeze:confirmed"
    year: int
    asked_by: int


@dataclass(frozen=True, kw_only=True)
class FreezeWithdrawn(Event):
    name: ClassVar[str] = "screening:freeze:withdrawn"
    year: int


def ask_freeze(actor: Actor, *, place: Place, year: int, new: NewApproval) -> Confirmation:
    """Enter the presidium's list; it is final when a second person confirms it.

    Errors: as `approve`; WrongMoment while one waits.
    """
    projects = check_new(place, list_of(place, year), ApprovalKind.DECISION, new)
    texts = tuple(keep_version(None, project).number for project in projects)
    wanted = Wanted(
        kind=FREEZE,
        subject=str(year),
        line=FreezeAsked(year=year, projects=new.project_ids, texts=texts),
        payload={**payload_of(new), "texts": list(texts)},
        named={"year": str(year)},
    )
    return confirmation.ask(actor, wanted)


def enter(actor: Actor, *, place: Place, year: int, kind: ApprovalKind, new: NewApproval) -> None:
    """Record an approval, or have the last one wait for its second person. Errors: as `approve` and `ask_freeze`."""
    if kind is ApprovalKind.DECISION:
        ask_freeze(actor, place=place, year=year, new=new)
    else:
        approve(actor, place=place, year=year, kind=kind, new=new)


def asked_of(place: Place, year: int, number: int) -> Confirmation:
    """Return a list of this year that was entered under a number: who confirms names the one he has read. Errors: NotFound."""
    row = numbered(place.id, FREEZE, number)
    if row.subject != str(year):
        raise NotFound(FREEZE.said.unknown)
    return row


def confirm_freeze(actor: Actor, *, place: Place, year: int, number: int) -> CandidateList:
    """Confirm the list as the second person, which freezes its texts.

    Errors: NotFound; WrongMoment once it is settled, or a text was changed since it was entered; NotAllowed for who
    entered it.
    """
    row = asked_of(place, year, number)

    def carry_out() -> CandidateList:
        new = read_payload(row.payload)
        for project_id, text in zip(new.project_ids, row.payload["texts"], strict=True):
            project = project_of(place.id, project_id)
            if keep_version(None, project).number != text:
                raise WrongMoment(
                    "项目“%(title)s”的文本在提请定稿以后改过，请撤回，核对后重新登记。", title=project.title
                )
        return move_on(actor, place=place, year=year, kind=ApprovalKind.DECISION, new=new)

    line = FreezeConfirmed(year=year, asked_by=row.asked_by)
    return confirmation.confirm(actor, FREEZE, row, carry_out, line=line)


def withdraw_freeze(actor: Actor, *, place: Place, year: int, number: int) -> None:
    """Take back a list that was entered and is not final yet. Errors: NotFound; WrongMoment once it is settled."""
    row = asked_of(place, year, number)
    confirmation.take_back(actor, FREEZE, row, line=FreezeWithdrawn(year=year))
