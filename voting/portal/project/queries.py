"""What the one public page of a project shows: the text as voted and everything that came after."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from voting.core.errors import NotFound
from voting.people.rules import Actor, Place
from voting.portal.ballots.queries import VotedLine, voted_line
from voting.screening.dossier.document import attachments_of
from voting.screening.dossier.rules import DossierAttachment
from voting.screening.shortlist.facts import frozen_candidate
from voting.screening.shortlist.why import WhyListed, why_listed
from voting.supervision.pages.project.queries import PublicProject, public_project


@dataclass(frozen=True)
class ProjectPage:
    """A formal candidate or chosen project. text: the frozen dossier; work: None while it is not chosen.

    attached: what everybody may fetch; why: it is a candidate, where its work does not fill the page already.
    """

    place: Place
    project_id: int
    year: int
    ordinal: int
    title: str
    summary: str
    text: dict[str, Any]
    text_sha256: str
    attached: tuple[DossierAttachment, ...]
    voted: VotedLine | None
    work: PublicProject | None
    why: WhyListed | None


def project_page(place: Place, project_id: int, reader: Actor | None) -> ProjectPage:
    """Return the page of a project of this place; NotFound before it is a formal candidate or chosen."""
    candidate = frozen_candidate(place.id, project_id)
    work = public_project(place, project_id, reader) if candidate else None
    if candidate is None or not (candidate.decided or work):
        raise NotFound("没有这个项目，或者它还没有公布。")
    text = json.loads(candidate.text)
    return ProjectPage(
        place=place,
        project_id=project_id,
        year=candidate.year,
        ordinal=candidate.ordinal,
        title=candidate.title,
        summary=candidate.summary,
        text=text,
        text_sha256=candidate.text_sha256,
        attached=attachments_of(text.get("attachments", ())),
        voted=voted_line(place, candidate.year, project_id),
        work=work,
        why=None if work else why_listed(place, reader, project_id),
    )
