"""Counting at the edge: each form that a unit hands in is added to its month once the deed has been answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import cast

from flask import Flask, Response, current_app, g, request
from itsdangerous import BadData, URLSafeTimedSerializer

from voting.burden import actions
from voting.burden.rules import FORMS, Burden, filling
from voting.core.clock import now
from voting.core.db import beside_the_deed
from voting.core.form_page import TOKEN
from voting.people.access import current_actor_or_none
from voting.people.rules import Actor

TOKEN_SALT = "wtf-csrf-token"  # noqa: S105  Flask-WTF signs the time at which it showed a form under this name


def install_counting(app: Flask) -> None:
    """Count what the program asks of units; a count that fails fails no deed."""

    @app.after_request
    def count(answer: Response) -> Response:
        if request.method == "POST" and request.endpoint in FORMS:
            actor = current_actor_or_none()
            if actor is not None and actor.unit_id is not None:
                _add(actor, actor.unit_id, answer)
        return answer


def _add(actor: Actor, unit_id: int, answer: Response) -> None:
    taken = answer.status_code < HTTPStatus.BAD_REQUEST
    cost = Burden(1, g.get("fields_asked", 0) if taken else 0, filling(open_for()))
    with beside_the_deed("a form was not counted"):
        actions.add(actor.jurisdiction_id, unit_id, str(request.endpoint), cost)


def open_for() -> timedelta:
    """Return how long the form was open, by the signed moment in its token; none where there is no such token."""
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt=TOKEN_SALT)
    try:
        shown = signer.loads(request.form.get(TOKEN, ""), return_timestamp=True)[1]
    except BadData:
        return timedelta()
    return now() - cast("datetime", shown)
