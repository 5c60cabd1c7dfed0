"""What the pages of photographs show: one function a page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import FOLLOWING, Actor, Place
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.photo.models import Photo


@dataclass(frozen=True)
class PhotoFile:
    """A picture as it is sent. shown: it is published, everybody may see it."""

    name: str
    shown: bool


def photo_file(place: Place, actor: Actor | None, commitment_id: int, name: str) -> PhotoFile:
    """Return a picture that the reader may see: published ones everybody, others who works on it."""
    photo = db.session.get(Photo, (place.id, commitment_id, name))
    if photo is None:
        raise NotFound("没有这张照片。")
    if photo.shown:
        return PhotoFile(photo.name, shown=True)
    commitment = one_of(Commitment, place.id, commitment_id)
    at_home = actor is not None and actor.jurisdiction_id == place.id
    works_on_it = actor is not None and (actor.unit_id == commitment.unit_id or actor.roles & FOLLOWING)
    if not at_home or not works_on_it:
        raise NotFound("没有这张照片。")
    return PhotoFile(photo.name, shown=False)


def published_photos(commitment: Commitment) -> list[str]:
    """Return the names of the published pictures of a project, newest first."""
    return published_by(commitment.jurisdiction_id, [commitment.id])[commitment.id]


def published_by(jurisdiction_id: int, commitment_ids: Collection[int]) -> dict[int, list[str]]:
    """Return commitment id -> the names of its published pictures, newest first; one query for any number of them."""
    found: dict[int, list[str]] = {one: [] for one in commitment_ids}
    asked = select(Photo.commitment_id, Photo.name).where(
        Photo.jurisdiction_id == jurisdiction_id, Photo.commitment_id.in_(found), Photo.shown.is_(True)
    )
    for one, name in db.session.execute(asked.order_by(Photo.kept_at.desc(), Photo.name)):
        found[one].append(name)
    return found


def published_photo(place: Place, project_id: int, name: str) -> str:
    """Return the name of a published picture of a candidate that was chosen; NotFound for any other."""
    found = db.session.scalar(
        select(Photo.name)
        .join(
            Commitment,
            (Commitment.jurisdiction_id == Photo.jurisdiction_id) & (Commitment.id == Photo.commitment_id),
        )
        .where(
            Photo.jurisdiction_id == place.id,
            Commitment.project_id == project_id,
            Photo.name == name,
            Photo.shown.is_(True),
        )
    )
    if found is None:
        raise NotFound("没有这张照片。")
    return found
