"""Shared reads of wishes, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from voting.core.db import db
from voting.notices.event.rules import NoticeKind
from voting.notices.wish.models import Addressee, ChosenPace
from voting.notices.wish.rules import Pace, QuietHours


@dataclass(frozen=True)
class Wishes:
    """What one account has chosen. quiet, paces: None and empty where nothing was. reached: an address is kept."""

    quiet: QuietHours
    paces: Mapping[NoticeKind, Pace]
    reached: bool


def wishes_of(account_ids: Collection[int]) -> dict[int, Wishes]:
    """Return the wishes of these accounts; who has chosen nothing and left no address is not among them. One question where there are none, else two."""
    readers = db.session.scalars(select(Addressee).where(Addressee.account_id.in_(account_ids))).all()
    paces: dict[int, dict[NoticeKind, Pace]] = {row.account_id: {} for row in readers}
    if not readers:
        return {}
    for row in db.session.scalars(select(ChosenPace).where(ChosenPace.account_id.in_(paces))):
        paces[row.account_id][row.kind] = row.pace
    return {
        row.account_id: Wishes(
            QuietHours(row.quiet_begins, row.quiet_ends),
            paces[row.account_id],
            row.email is not None,
        )
        for row in readers
    }


def reader_of(account_id: int) -> Addressee | None:
    """Return how an account is reached, None where it never said."""
    return db.session.get(Addressee, account_id)
