"""What the pages of attachments show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from voting.core.errors import NotFound
from voting.people.rules import COLLECTING, WEIGHING, Actor, Place
from voting.screening.commission.facts import find_commission, writes_now
from voting.screening.dossier.document import attachments_of
from voting.screening.dossier.facts import attachment_of, dossier_of, project_of
from voting.screening.dossier.rules import MOST_ATTACHMENTS, DossierAttachment
from voting.screening.dossier.states import PROJECT
from voting.screening.shortlist.facts import frozen_candidate, project_text
from voting.uploads.attached import KINDS


@dataclass(frozen=True)
class AttachmentsPage:
    """A project's attachments. may_change: the person may add and remove; asked: he writes for the unit that was asked."""

    place: Place
    id: int
    year: int
    title: str
    rows: tuple[DossierAttachment, ...]
    may_change: bool
    asked: bool
    most: int = MOST_ATTACHMENTS


@dataclass(frozen=True)
class Sent:
    """A file to send: its name in the store, its media type, what it is called."""

    file: str
    kind: str
    name: str


def attachments_page(place: Place, actor: Actor, project_id: int) -> AttachmentsPage:
    """Return the attachments of a project of this place, for who may see its dossier. Errors: NotFound."""
    project = project_of(place.id, project_id)
    expect_reader(place, actor, project.id)
    roles = actor.roles_in(place)
    asked = not roles & WEIGHING
    writes = bool(roles & COLLECTING) or (asked and writes_now(actor, place.id, project.id))
    return AttachmentsPage(
        place=place,
        id=project.id,
        year=project.year,
        title=project.title,
        rows=dossier_of(project).attachments,
        may_change=writes and PROJECT.may(project.state, "revise"),
        asked=asked,
    )


def expect_reader(place: Place, actor: Actor, project_id: int) -> None:
    """Raise NotFound unless the person weighs dossiers here, or works for the unit that was asked for this one."""
    if actor.roles_in(place) & WEIGHING:
        return
    row = find_commission(place.id, project_id)
    if row is None or actor.unit_id != row.unit_id:
        raise NotFound("没有这个项目。")


def attachment(place: Place, actor: Actor, project_id: int, file: str) -> Sent:
    """Return an attachment for who may see the dossier. Errors: NotFound."""
    expect_reader(place, actor, project_id)
    return sent(attachment_of(project_of(place.id, project_id), file))


def public_attachment(place: Place, project_id: int, file: str) -> Sent:
    """Return a public attachment of a candidate whose list is decided; raise NotFound for every other, and before."""
    found = frozen_candidate(place.id, project_id)
    if found is None or not found.decided:
        raise NotFound("没有这个附件。")
    rows = attachments_of(project_text(project_id).get("attachments", ()))
    for one in rows:
        if one.public and one.file == file:
            return sent(one)
    raise NotFound("没有这个附件。")


def sent(one: DossierAttachment) -> Sent:
    """Return an attachment as it is sent."""
    suffix = "." + one.file.rpartition(".")[2]
    return Sent(one.file, KINDS[suffix], f"{one.title}{suffix}")
