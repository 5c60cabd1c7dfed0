"""The blueprints of telling, and what its views share."""

from __future__ import annotations

from flask import Blueprint
from werkzeug import Response as AnyResponse


class OneClick(Blueprint):
    """What a mail program posts by itself, without session or token of a form (RFC 8058): its address alone says what is wanted."""

    without_session = True


blueprint = Blueprint("notices", __name__)
one_click = OneClick("one_click", __name__)
Page = str | AnyResponse | tuple[str, int]
