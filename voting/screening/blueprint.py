"""What all views of screening share: the blueprint, year of a page, what this browser sent last."""

from __future__ import annotations

import hashlib
from uuid import uuid4

from flask import Blueprint, request, session
from werkzeug import Response

from voting.core.clock import now
from voting.core.errors import NotFound
from voting.core.query_args import number_asked, year_asked

blueprint = Blueprint("screening", __name__)
Page = str | Response | tuple[str, int]
SEED, SENT, SENT_SECONDS = "suggesting", "suggested", 1800


def asked_year() -> int | None:
    """Return the year in the query string, or None; raise NotFound for something that is no year."""
    year = year_asked()
    if year is None and request.args.get("year", ""):
        raise NotFound("没有这个页面。")
    return year


def asked_number(name: str, least: int = 1) -> int:
    """Return a whole number of the query string, `least` when it is missing or none."""
    return max(number_asked(name) or least, least)


def form_number() -> str:
    """Return a nonce for a form that this browser opens: 32 hex digits, half of them show that it was given here."""
    head = uuid4().hex[:16]
    return head + _mark(head)


def _mark(head: str) -> str:
    seed = session.setdefault(SEED, uuid4().hex)
    return hashlib.sha256(f"{seed}|{head}".encode()).hexdigest()[:16]


def note_sent(words: str, number: str) -> None:
    """Remember in the browser's session what it sent last, by the words' digest."""
    session[SENT] = (hashlib.sha256(words.encode()).hexdigest(), number, int(now().timestamp()))


def sent_just_now(nonce: str, words: str) -> str | None:
    """Return the number of what this browser sent, word for word, within SENT_SECONDS, or None.

    Who goes back finds the form opened afresh, with another nonce: only the words tell. A nonce that was not
    given to this browser tells nothing: the many of one village hall who sign the same text have forms of their own.
    """
    digest, number, at = session.get(SENT, ("", "", 0))
    same = digest == hashlib.sha256(words.encode()).hexdigest() and now().timestamp() - at < SENT_SECONDS
    return number if same and nonce[16:] == _mark(nonce[:16]) else None
