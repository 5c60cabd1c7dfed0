"""What people read of a decided list: the booklet of candidates, one frozen text, why it is one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from voting.congress.rule_set.facts import rule_set
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Actor, Place
from voting.screening.dossier.document import attachments_of
from voting.screening.dossier.rules import DossierAttachment
from voting.screening.shortlist.facts import find_list, project_text
from voting.screening.shortlist.models import FrozenText
from voting.screening.shortlist.rules import ShortlistState, Surplus, surplus
from voting.screening.shortlist.why import WhyListed, why_listed
from voting.screening.words import Field, wording


@dataclass(frozen=True)
class CandidatePage:
    """One formal candidate as frozen. text: the very bytes that the digest covers; why: on its own page alone."""

    place: Place
    ordinal: int
    year: int
    document: Mapping[str, Any]
    field: str
    finishes_on: date | None
    milestones: tuple[tuple[str, date], ...]
    text: str
    text_sha256: str
    why: WhyListed | None = None

    @property
    def attached(self) -> tuple[DossierAttachment, ...]:
        """Return the attachments that have a name for everybody."""
        return attachments_of(self.document.get("attachments", ()))

    @property
    def is_frozen(self) -> bool:
        """Tell whether the text is fixed, and so its public attachments can be fetched."""
        return bool(self.text_sha256)


@dataclass(frozen=True)
class BookletPage:
    """The booklet of a year's candidates (候选项目汇编)."""

    place: Place
    year: int
    seats: int
    surplus: Surplus
    decided_at: datetime | None
    candidates: tuple[CandidatePage, ...]
    total_fen: int


def candidate_page(place: Place, project_id: int) -> CandidatePage:
    """Return a formal candidate; raise NotFound for what is none, or another place's."""
    row = db.session.get(FrozenText, project_id)
    if row is None or row.jurisdiction_id != place.id:
        raise NotFound("没有这个候选项目。")
    return candidate(place, row, project_text(row.project_id))


def explained(place: Place, reader: Actor | None, project_id: int) -> CandidatePage:
    """Return a formal candidate with why it is one. Errors: as `candidate_page`."""
    return replace(candidate_page(place, project_id), why=why_listed(place, reader, project_id))


def candidate(place: Place, row: FrozenText, document: Mapping[str, Any]) -> CandidatePage:
    """Return a frozen text as shown."""
    return text_page(place, row.ordinal, document, row.text, row.text_sha256)


def text_page(
    place: Place, ordinal: int, document: Mapping[str, Any], text: str = "", text_sha256: str = ""
) -> CandidatePage:
    """Return a candidate's text as shown. text, text_sha256: empty while it is not frozen."""
    finishes_on = document["finishes_on"]
    return CandidatePage(
        place=place,
        ordinal=ordinal,
        year=document["year"],
        document=document,
        field=wording(Field(document["field"])),
        finishes_on=date.fromisoformat(finishes_on) if finishes_on else None,
        milestones=tuple(
            (step["title"], date.fromisoformat(step["due_on"])) for step in document["milestones"]
        ),
        text=text,
        text_sha256=text_sha256,
    )


def booklet_page(place: Place, year: int) -> BookletPage:
    """Return the booklet of a year; raise NotFound until the list is decided."""
    draft = find_list(place.id, year)
    if draft is None or draft.state is not ShortlistState.DECIDED:
        raise NotFound("%(year)s 年的候选项目汇编还没有印发。", year=year)
    rows = db.session.scalars(
        select(FrozenText)
        .where(FrozenText.jurisdiction_id == place.id, FrozenText.shortlist_id == draft.id)
        .order_by(FrozenText.ordinal)
    ).all()
    candidates = tuple(candidate(place, row, json.loads(row.text)) for row in rows)
    warn = rule_set(place, year).surplus_warn_percent
    total = sum(one.document["planned_fen"] or 0 for one in candidates)
    return BookletPage(
        place, year, draft.seats, surplus(len(rows), draft.seats, warn), draft.decided_at, candidates, total
    )
