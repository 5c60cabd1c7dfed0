"""The deed of a list: all its accounts, or none. Each account has its own journal line; nothing is committed here."""

from __future__ import annotations

from collections.abc import Sequence

from voting.congress.account_list.facts import readings
from voting.congress.account_list.rules import ListedLine
from voting.core.errors import RuleBroken
from voting.people.actions_accounts import Opening, open_for
from voting.people.models import Account
from voting.people.rules import Actor, Place


def open_listed(
    actor: Actor, here: Place, lines: Sequence[ListedLine], hashes: Sequence[str]
) -> tuple[tuple[Place, Account], ...]:
    """Open the account of every line, each in its place. hashes: of the first passwords, in the lines' order.

    Errors: RuleBroken where a line opens none; those of `people.actions_accounts.open_for`.
    """
    opened = []
    for line, reading, phc in zip(lines, readings(actor, here, lines), hashes, strict=True):
        if reading.place is None:
            raise RuleBroken("有的行还不能开户，请按提示改好，或者勾选不开。")
        opening = Opening(line.login, line.name, phc, reading.roles, reading.tie)
        opened.append((reading.place, open_for(actor, reading.place, opening)))
    return tuple(opened)
