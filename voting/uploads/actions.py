"""Deeds of pictures on their way: receive one, drop one, take those of a form.

None of them writes to the journal: what waits is nobody's act yet, and the form's own deed records what it took.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from voting.core.clock import now
from voting.core.db import db
from voting.core.due import cancel, owe
from voting.core.errors import NotFound, RuleBroken
from voting.core.storage import storage
from voting.people.rules import Actor
from voting.uploads.facts import one_of, own
from voting.uploads.models import PendingUpload
from voting.uploads.rules import (
    FORM_NAME,
    LAPSE,
    LIFE,
    MOST_OF_A_FORM,
    HandedUploads,
    Load,
    expect_room,
    shown_title,
)


@dataclass(frozen=True, kw_only=True)
class NewUpload:
    """A picture as remade. form: what it is for; title: the file's name, only to show."""

    form: str
    title: str
    content: bytes


def receive(actor: Actor, new: NewUpload) -> PendingUpload:
    """Keep a picture until its form is handed in, at most LIFE: then it lapses, whether or not another one comes.

    Errors: NotFound for a name that is no form's; RuleBroken when too many wait already.
    """
    if not FORM_NAME.fullmatch(new.form) or actor.account_id is None:
        raise NotFound("没有这张表。")
    sweep_what_lapsed()
    expect_room(load_of(actor, new.form), len(new.content))
    row = PendingUpload(
        jurisdiction_id=actor.jurisdiction_id,
        id=secrets.token_hex(16),
        account_id=actor.account_id,
        form=new.form,
        title=shown_title(new.title),
        size=len(new.content),
        received_at=now(),
        content=new.content,
    )
    db.session.add(row)
    db.session.flush()
    owe(LAPSE, row.id, row.received_at + LIFE, jurisdiction_id=row.jurisdiction_id)
    return row


def lapse(upload_id: str) -> None:
    """Drop a picture whose time is over, taken or not; what its form took stays in the file store."""
    over = PendingUpload.id == upload_id, PendingUpload.received_at <= now() - LIFE
    db.session.execute(delete(PendingUpload).where(*over))


def sweep_what_lapsed() -> None:
    """Drop what lapsed while nobody worked off what is due: it must not take the room of what comes now."""
    db.session.execute(delete(PendingUpload).where(PendingUpload.received_at < now() - LIFE))


def load_of(actor: Actor, form: str) -> Load:
    """Count what waits. Two who send at the same moment may each pass: the bounds guard a disk, no rule."""
    waiting = PendingUpload.kept_as.is_(None)
    count = select(func.count()).select_from(PendingUpload).where(waiting)
    in_all, size = db.session.execute(
        select(func.count(), func.coalesce(func.sum(PendingUpload.size), 0)).where(waiting)
    ).one()
    return Load(
        of_form=db.session.scalar(count.where(*own(actor, form))) or 0,
        of_person=db.session.scalar(count.where(PendingUpload.account_id == actor.account_id)) or 0,
        in_all=in_all,
        bytes_in_all=size,
    )


def drop(actor: Actor, upload_id: str) -> None:
    """Throw away one's own picture that waits; one that its form has taken stays. Raise NotFound."""
    row = one_of(actor, upload_id)
    if row.kept_as is None:
        cancel(LAPSE, row.id)
        db.session.delete(row)


def take(actor: Actor, handed: HandedUploads) -> tuple[str, ...]:
    """Move a form's pictures into the file store; return their names, each once, in the order handed in.

    Part of the form's own deed and transaction: when that fails they wait on. What else waited for this form
    was left out by the person and is dropped. The same form sent twice takes the same names.
    Errors: RuleBroken for more than MOST_OF_A_FORM, or one that is not there (any more).
    """
    if not handed.form:
        return ()
    if len(handed.ids) > MOST_OF_A_FORM:
        raise RuleBroken("最多 %(most)s 张照片。", most=MOST_OF_A_FORM)
    statement = select(PendingUpload).where(*own(actor, handed.form)).with_for_update()
    rows = {row.id: row for row in db.session.scalars(statement)}
    if not rows.keys() >= set(handed.ids):
        raise RuleBroken("有照片没有留住（传上来一天之内要提交），请重新选择。")
    names = tuple(dict.fromkeys(keep(rows[upload_id]) for upload_id in handed.ids))
    for row in rows.values():
        if row.kept_as is None:
            db.session.delete(row)
    return names


def keep(row: PendingUpload) -> str:
    """Put one picture into the file store, once, and return its name there."""
    if row.kept_as is None:
        assert row.content is not None
        row.kept_as, row.content = storage().keep(row.content, ".jpg"), None
    return row.kept_as
