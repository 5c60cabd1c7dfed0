"""Routes of commitments: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.commitment import actions as commitment_actions
from voting.tally import handover as tally


def work_again(code: str, commitment_id: int, said: str) -> Page:
    """Say what was done and go back to the commitment's page."""
    flash(said)
    return redirect(url_for("supervision.work", code=code, commitment_id=commitment_id), 303)


@blueprint.post("/desk/outcomes/<uuid>")
@allow(Role.STAFF)
def take_in(code: str, uuid: str) -> Page:
    with transaction():
        outcome = tally.outcome(uuid, here().id)
        taken = commitment_actions.take_in(current_actor(), outcome)
    flash(_("%(count)s 个项目已转入实施。", count=len(taken)))
    return redirect(url_for("supervision.desk", code=code, year=outcome.year), 303)
