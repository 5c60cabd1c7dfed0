"""Routes of the ballot that follows: parse, do, show."""

from __future__ import annotations

from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.people.access import current_actor
from voting.people.rules import OFFICE
from voting.tally.blueprint import Page, blueprint, done
from voting.tally.next_ballot import actions as next_ballot_actions


@blueprint.post("/j/<code>/tally/<uuid>/next")
@allow(*OFFICE)
def order_next(code: str, uuid: str) -> Page:
    with transaction():
        next_ballot_actions.order_next(current_actor(), uuid)
    return done(code, uuid, _("已安排下一次票决，请到票决室准备票箱。"))
