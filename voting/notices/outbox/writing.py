"""Messages as they are sent: read from the database, when they are sent, to whom and in what words."""

from __future__ import annotations

from dataclasses import replace

from config import MailServer
from voting.congress.place.queries import place_by_id
from voting.core.db import db
from voting.notices.event.rules import KINDS
from voting.notices.outbox.facts import address_of, wanted_of
from voting.notices.outbox.follower_letter import told_by_mail, told_follower
from voting.notices.outbox.letter import Letter, LetterLine, composed
from voting.notices.outbox.models import Message
from voting.notices.wish.contact import token_of
from voting.notices.wish.facts import reader_of
from voting.notices.wish.link import stop_token
from voting.people.models import Account


def written(row: Message, server: MailServer, site: str, secret_key: str) -> tuple[str | None, bytes]:
    """Return where a message goes and its mail; None and nothing where nobody is to get it any more."""
    to = address_of(row, secret_key)
    if to is None:
        return None, b""
    if row.follow_id is not None:
        return to, told_by_mail(told_follower(row, site, secret_key), server, to).as_bytes()
    letter = _letter(row, site, to, secret_key)
    if row.confirms:
        assert row.account_id is not None
        link = f"{site}/me/notices/confirm/{token_of(row.account_id, to, secret_key)}"
        letter = replace(letter, confirm_url=link)
    elif not letter.lines and not letter.to_former:
        return None, b""
    return to, composed(letter, server, to).as_bytes()


def _letter(row: Message, site: str, to: str, secret_key: str) -> Letter:
    assert row.account_id is not None
    account, reader = db.session.get_one(Account, row.account_id), reader_of(row.account_id)
    lines: dict[tuple[object, ...], LetterLine] = {}
    wanted = wanted_of(row)
    for notice, place in wanted:
        same = (place, notice.words, *sorted(notice.told.items()), notice.path)
        times = lines[same].times + 1 if same in lines else 1
        lines[same] = LetterLine(
            place,
            KINDS[notice.kind],
            notice.words,
            notice.told,
            notice.at,
            notice.urgent,
            site + notice.path,
            times,
        )
    stops = stop_token(row.account_id, {notice.kind for notice, _place in wanted}, to, secret_key)
    return Letter(
        row.key,
        reader.language if reader else "zh",
        account.name,
        place_by_id(row.jurisdiction_id).name,
        tuple(lines.values()),
        row.made_at,
        row.again,
        site,
        to_former=row.former is not None,
        stop_url=f"{site}/notices/stop/{stops}" if stops else "",
    )
