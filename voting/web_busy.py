"""What the program answers when it has no room: 503, after how many seconds to come again, and a page that does so."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Flask, Response, jsonify, make_response, render_template, request
from sqlalchemy.exc import SQLAlchemyError

from voting.core.db import db, passes_by_itself
from voting.core.errors import Busy
from voting.core.refused_form import SECRET_FIELDS
from voting.core.sentences import sentence
from voting.people.access import ask_no_more
from voting.web import Answer, speaks_json, unforeseen

SOONEST_SECONDS, SPREAD_SECONDS = 2, 3


@dataclass(frozen=True)
class BusyPage:
    """The page that asks again by itself.

    action: the path that was asked for; fields: of the form to send again, None where there is none, or where it held
    a secret or a file; opens_again: the page is opened again, as it was asked for or with its form empty; sent: a form was on its way.
    """

    message: str
    seconds: int
    action: str
    fields: tuple[tuple[str, str], ...] | None
    opens_again: bool
    sent: bool


def busy(text: str) -> Response:
    """Answer that nothing was done, and that the same may be asked again in some seconds; the page does so itself.

    Asks the database nothing: it may be the one that is away.
    """
    db.session.rollback()
    ask_no_more()
    seconds = SOONEST_SECONDS + secrets.randbelow(SPREAD_SECONDS)  # not all at the same moment again
    if speaks_json():
        answer = jsonify(error={"code": "Busy", "message": text})
    else:
        secret = bool(SECRET_FIELDS & request.form.keys())
        fields = None if secret else fields_to_send_again()
        opens = secret or request.method in {"GET", "HEAD"}
        page = BusyPage(text, seconds, request.full_path.rstrip("?"), fields, opens, request.method == "POST")
        answer = make_response(render_template("busy.html", page=page))
        if page.opens_again:
            answer.headers["Refresh"] = str(seconds)
    answer.status_code = 503
    answer.headers["Retry-After"] = str(seconds)
    return answer


def fields_to_send_again() -> tuple[tuple[str, str], ...] | None:
    """Return the fields of a form that can be sent again as it is: None for files, and where there is no form."""
    if request.method != "POST" or request.mimetype != "application/x-www-form-urlencoded":
        return None
    return tuple(request.form.items(multi=True))


def register_busy(app: Flask) -> None:
    """Answer 503 where a queue is full, and where the database is busy or away."""

    @app.errorhandler(Busy)
    def crowded(error: Busy) -> Answer:
        return busy(sentence(error))

    @app.errorhandler(SQLAlchemyError)
    def database(error: SQLAlchemyError) -> Answer:
        if not passes_by_itself(error):
            return unforeseen(error)
        app.logger.warning("the database is busy or away: %s", type(error).__name__)
        return crowded(Busy())
