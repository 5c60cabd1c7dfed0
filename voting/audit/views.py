"""The journal page: read only."""

from __future__ import annotations

from enum import StrEnum

from flask import Blueprint, g, render_template

from voting.audit import queries
from voting.core.access import allow
from voting.core.query_args import number_asked

blueprint = Blueprint("audit", __name__, url_prefix="/j/<code>/journal")


class Reader(StrEnum):
    """Who may read the journal; audit stands below people, so it names the roles itself."""

    STAFF = "staff"
    SECRETARIAT = "secretariat"
    OVERSIGHT = "oversight"
    AUDITOR = "auditor"


@blueprint.get("/")
@allow(*Reader)
def journal(code: str) -> str:
    before = number_asked("before")
    return render_template("audit/journal.html", page=queries.journal_page(g.place.id, before))
