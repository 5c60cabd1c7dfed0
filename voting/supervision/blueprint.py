"""The one blueprint of supervision."""

from __future__ import annotations

from flask import Blueprint
from werkzeug import Response

blueprint = Blueprint("supervision", __name__, url_prefix="/j/<code>/supervision")
Page = str | Response | tuple[str, int]
