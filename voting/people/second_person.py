"""Whether a second person is a person of his own: not an account that the first one has just made or reset.

Never tells two accounts of one person apart that a third account made; see docs/threat-model.md.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotAllowed
from voting.core.text import N_
from voting.people.models import Account
from voting.people.rules import Actor

BOUND_FOR = timedelta(hours=24)
"""How long an account counts as that of whoever opened or reset it: he knew its first password."""

ANOTHER = N_("须由另一人在自己的设备上确认。")


def check_second_person(asker_account_id: int, confirmer: Actor, own: str = ANOTHER) -> None:
    """Raise NotAllowed for who asked himself, and for an account that he or that made the other lately.

    asker_account_id: of who asked for the step; own: the sentence for who asked himself. Whether the role is the right
    one is for the caller to say.
    """
    if confirmer.account_id is None or confirmer.account_id == asker_account_id:
        raise NotAllowed(own)
    if made_by(confirmer.account_id, asker_account_id) or made_by(asker_account_id, confirmer.account_id):
        raise NotAllowed("发起和确认的两个账号，有一个在 24 小时内由另一个开通或者重置，请另请一人确认。")


def made_by(account_id: int, maker_id: int) -> bool:
    """Tell whether `maker_id` opened or last reset the account within the last 24 hours."""
    account = db.session.get_one(Account, account_id)
    return (account.opened_by == maker_id and _lately(account.opened_at)) or (
        account.reset_by == maker_id and _lately(account.reset_at)
    )


def _lately(at: datetime | None) -> bool:
    return at is not None and at > now() - BOUND_FOR


def note_opening(account: Account, actor: Actor | None) -> None:
    """Write on the account who opened it; None for the command line."""
    account.opened_by, account.opened_at = actor.account_id if actor else None, now()


def note_reset(account: Account, actor: Actor) -> None:
    """Write on the account who reset its secret and so knows the first one."""
    account.reset_by, account.reset_at = actor.account_id, now()
