"""The list of who drew, for those who can tell whether it is true: the deputies themselves, and who watches over it."""

from __future__ import annotations

from flask import render_template

from voting.ballot import queries_roll
from voting.ballot.views_base import LEAD, Page, blueprint
from voting.core.access import allow
from voting.people.access import here
from voting.people.rules import Role


@blueprint.get("/j/<code>/ballots/<uuid>/roll")
@allow(*LEAD, Role.DEPUTY, Role.SCRUTINEER, Role.AUDITOR)
def roll_list(code: str, uuid: str) -> Page:
    return render_template("ballot/roll.html", page=queries_roll.roll_page(here(), uuid))
