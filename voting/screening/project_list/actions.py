"""Deeds of lists of projects. Each writes its journal line; none commits."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import delete

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.core.due import owe
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor
from voting.screening.dossier.actions import revise
from voting.screening.intake.rules import SETTLED
from voting.screening.merging.actions import NewProject, plan
from voting.screening.project_list.facts import JudgedLine, ListText, judged, list_of
from voting.screening.project_list.models import FILE_LENGTH, ProjectList
from voting.screening.words import Field

LAPSE = "screening:project_list_lapse"
"""What is due when the time of a list is over."""
KEPT = timedelta(days=7)
"""How long the lines that were not taken can be fetched (a default of the program)."""


@dataclass(frozen=True, kw_only=True)
class ProjectsImported(Event):
    """made, revised, refused: lines; file_sha256: of the list, which is not kept."""

    name: ClassVar[str] = "screening:project:imported"
    year: int
    made: int
    revised: int
    refused: int
    file_sha256: str


@dataclass(frozen=True, kw_only=True)
class NewList:
    """A list as handed in. year: whose projects it speaks of."""

    jurisdiction_id: int
    year: int
    file_name: str
    content: bytes


def keep_list(actor: Actor, new: NewList) -> ProjectList:
    """Keep a list until it is taken or given up, at most KEPT; no project is touched yet, so no journal has a line.

    The caller has read it by `facts.text_of_list`.
    """
    assert actor.account_id is not None
    row = ProjectList(
        jurisdiction_id=new.jurisdiction_id,
        id=secrets.token_hex(16),
        account_id=actor.account_id,
        year=new.year,
        file_name=new.file_name[-FILE_LENGTH:],
        sha256=hashlib.sha256(new.content).hexdigest(),
        received_at=now(),
        content=new.content,
    )
    db.session.add(row)
    db.session.flush()
    owe(LAPSE, row.id, row.received_at + KEPT, jurisdiction_id=row.jurisdiction_id)
    return row


def take_list(
    actor: Actor,
    *,
    jurisdiction_id: int,
    list_id: str,
    text: ListText,
    marks: Collection[str],
    give_back: Callable[[ListText, Sequence[JudgedLine]], bytes],
) -> ProjectList:
    """Make drafts and revise dossiers of the lines that were ticked, all or none; the others are given back with why.

    marks: of the lines, as the preview named them. Errors: WrongMoment for a list that is settled, or where a project was
    changed since the preview; RuleBroken when nothing was ticked.
    """
    row = list_of(jurisdiction_id, list_id, locked=True)
    if row.settled_at is not None:
        raise WrongMoment(SETTLED)
    lines = judged(jurisdiction_id, row.year, text.lines, locked=True)
    chosen = [line for line in lines if line.mark in marks and line.kind in {"new", "changed"}]
    if not marks:
        raise RuleBroken("请至少选一行。")
    if len(chosen) != len(set(marks)):
        raise WrongMoment("其中有项目刚刚被别人改过，请重新核对这份表。")
    for line in chosen:
        write_line(actor, jurisdiction_id, row.year, line)
    left = [line for line in lines if line not in chosen and line.kind != "same"]
    row.made = sum(line.kind == "new" for line in chosen)
    row.revised = len(chosen) - row.made
    row.refused = len(left)
    row.given_back = give_back(text, left) if left else None
    row.content, row.settled_at = None, now()
    imported = ProjectsImported(
        year=row.year, made=row.made, revised=row.revised, refused=row.refused, file_sha256=row.sha256
    )
    record(imported, actor, jurisdiction_id)
    return row


def write_line(actor: Actor, jurisdiction_id: int, year: int, line: JudgedLine) -> None:
    """Write one line's dossier, into a new project where there is none."""
    project_id = line.project_id
    if project_id is None:
        new = NewProject(
            jurisdiction_id=jurisdiction_id, year=year, title=line.after.title, field=Field(line.after.field)
        )
        project_id = plan(actor, new).id
    revise(actor, jurisdiction_id=jurisdiction_id, project_id=project_id, dossier=line.after)


def give_up_list(jurisdiction_id: int, list_id: str) -> None:
    """Drop a list that was not taken; nobody did anything that a journal would know. Errors: WrongMoment for one that is settled."""
    row = list_of(jurisdiction_id, list_id, locked=True)
    if row.settled_at is not None:
        raise WrongMoment(SETTLED)
    db.session.delete(row)


def lapse_list(list_id: str) -> None:
    """Drop a list whose time is over, taken or not, with the lines that were to be given back."""
    over = ProjectList.id == list_id, ProjectList.received_at <= now() - KEPT
    db.session.execute(delete(ProjectList).where(*over))
