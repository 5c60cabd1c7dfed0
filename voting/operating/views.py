"""Routes of operating: what the program does by itself, "try again now", and whether it is well."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.core.access import allow, public
from voting.core.db import transaction
from voting.core.running import settings
from voting.operating import actions, queries
from voting.operating.facts import complaints
from voting.people.access import current_actor, here
from voting.people.rules import Role

blueprint = Blueprint("operating", __name__)


@blueprint.get("/j/<code>/operating")
@allow(Role.PLATFORM_ADMIN)
def home(code: str) -> str:
    page = queries.operating_page(here(), mails=settings().mail is not None)
    return render_template("operating/operating.html", page=page)


@blueprint.post("/j/<code>/operating/<int:due_id>/retry")
@allow(Role.PLATFORM_ADMIN)
def retry(code: str, due_id: int) -> Response:
    with transaction():
        actions.try_again(current_actor(), here(), due_id)
    flash(_("已重新排上，几秒钟以内再办一次，请稍后刷新看结果。"))
    return redirect(url_for("operating.home", code=code), 303)


@blueprint.get("/ready")
@public
def ready() -> Response:
    """Tell a monitor whether the program serves: 200, with what should be mended though it does; a database that is away is a 503."""
    found = complaints()
    return jsonify(ready=True, degraded=found)
