"""The blueprint of telling, and what its views share."""

from __future__ import annotations

from flask import Blueprint
from werkzeug import Response as AnyResponse

blueprint = Blueprint("notices", __name__)
Page = str | AnyResponse | tuple[str, int]
