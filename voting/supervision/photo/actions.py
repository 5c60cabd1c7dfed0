"""Deeds of photographs. Each writes its journal line; none commits."""

from __future__ import annotations

from voting.core.clock import now
from voting.core.db import db
from voting.supervision.commitment.models import Commitment
from voting.supervision.photo.models import Photo


def add_photo(commitment: Commitment, name: str) -> Photo:
    """Tie a kept picture to the commitment; the same picture again is the same row."""
    key = (commitment.jurisdiction_id, commitment.id, name)
    photo = db.session.get(Photo, key)
    if photo is None:
        photo = Photo(
            jurisdiction_id=commitment.jurisdiction_id, commitment_id=commitment.id, name=name, kept_at=now()
        )
        db.session.add(photo)
    return photo


def show_photos(commitment: Commitment, names: tuple[str, ...]) -> None:
    """Make the pictures public."""
    for name in names:
        add_photo(commitment, name).shown = True
