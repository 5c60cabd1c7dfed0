"""Whether a second person is a person of his own: not an account that the first one, or one of his, has just made or reset.

Never tells two accounts of one person apart that a third account made; see docs/threat-model.md.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotAllowed
from voting.core.text import N_
from voting.people.models import Account
from voting.people.rules import SECOND_PERSONS, Actor, Role

BOUND_FOR = timedelta(hours=24)
"""How long an account counts as that of whoever opened or reset it: he knew its first password."""

ANOTHER = N_("须由另一人在自己的设备上确认。")
TOO_CLOSE = N_(
    "您的账号和对方的账号，24 小时内一个由另一个开通或者重置过密码（或者隔了一个新开的账号），不能互为第二人。"
    "请另请一人办理；没有别人的，请上级人大机关给他开一个账号。"
)


def check_second_person(asker_account_id: int, confirmer: Actor, own: str = ANOTHER) -> None:
    """Raise NotAllowed for who asked himself, and where one of the two accounts made the other lately, or made its maker.

    asker_account_id: of who asked for the step; own: the sentence for who asked himself. Whether the role is the right
    one is for the caller to say.
    """
    second = confirmer.account_id
    if second is None or second == asker_account_id:
        raise NotAllowed(own)
    if too_close(asker_account_id, second):
        raise NotAllowed(TOO_CLOSE)


def too_close(one: int, other: int) -> bool:
    """Tell whether one of two accounts made the other lately, or made its maker."""
    return one in makers_of(other) or other in makers_of(one)


def makers_of(account_id: int) -> set[int]:
    """Return who may know the secret of an account: who opened or last reset it lately, their makers, and so on.

    "Lately" is said of the moment at which each account was used: of now for the account itself, and for one that opened
    or reset another, of that moment. So a chain holds as long as its last link, not as its first.
    """
    reached: dict[int, datetime] = {}
    to_ask = [(account_id, now())]
    while to_ask:
        one, used_at = to_ask.pop()
        for maker, made_at in _makings(one):
            if made_at > used_at - BOUND_FOR and (maker not in reached or made_at < reached[maker]):
                reached[maker] = made_at
                to_ask.append((maker, made_at))
    return set(reached)


def _makings(account_id: int) -> list[tuple[int, datetime]]:
    """Return who opened and who last reset an account, and when."""
    account = db.session.get_one(Account, account_id)
    made = ((account.opened_by, account.opened_at), (account.reset_by, account.reset_at))
    return [(maker, at) for maker, at in made if maker is not None and at is not None]


def second_from(roles: AbstractSet[Role]) -> datetime | None:
    """Return from when on an account that is opened or reset now may be its maker's second person; None for roles that never are."""
    return now() + BOUND_FOR if roles & SECOND_PERSONS else None


def note_opening(account: Account, actor: Actor | None) -> None:
    """Write on the account who opened it; None for the command line."""
    account.opened_by, account.opened_at = actor.account_id if actor else None, now()


def note_reset(account: Account, actor: Actor) -> None:
    """Write on the account who reset its secret and so knows the first one."""
    account.reset_by, account.reset_at = actor.account_id, now()
