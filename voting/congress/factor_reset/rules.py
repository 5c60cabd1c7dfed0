"""Who may ask to unbind somebody's authenticator, and who confirms it. Pure."""

from __future__ import annotations

from dataclasses import replace

from voting.confirmation.rules import ConfirmationKind, Sentences
from voting.core.text import N_
from voting.people.rules import LEAD, Actor, Place, Role

KEEPERS = frozenset({Role.PLATFORM_ADMIN, Role.STAFF})
"""Who keeps the accounts of a place."""

FACTOR_RESET = ConfirmationKind(
    name="congress:factor_reset",
    ask=KEEPERS,
    confirm=KEEPERS | LEAD,
    said=Sentences(
        unknown=N_("没有这项解绑。"),
        waiting=N_("%(name)s的验证器解绑正等待第二人确认。"),
        settled=N_("这项解绑已经办结。"),
        own=N_("须由另一位工作人员、执行主席或者管理员在自己的设备上确认。"),
    ),
)
"""An authenticator that one person asks to unbind and another one confirms. Its subject: the account's id."""


def at_place(actor: Actor, place: Place) -> Actor:
    """Return the actor with the roles that he holds at the place, where the matter is kept."""
    return replace(actor, jurisdiction_id=place.id, roles=actor.roles_in(place))
