"""Who may ask for a new PIN of a deputy, or to lift his lock, and who confirms it. Pure.

Two persons of one congress, its chair among them, so that a place with one official is not stuck; or its office and that of
the congress above, which has the same people's accounts before it (the program's own rule: no law speaks of PINs).
"""

from __future__ import annotations

from voting.confirmation.rules import ConfirmationKind, Sentences
from voting.core.text import N_
from voting.people.rules import LEAD, OFFICE, Actor, Place, Role

PIN_RESET = ConfirmationKind(
    name="congress:pin_reset",
    ask=OFFICE,
    confirm=LEAD,
    said=Sentences(
        unknown=N_("没有这项重置。"),
        waiting=N_("%(name)s的重置正等待第二人确认。"),
        settled=N_("这项重置已经办结。"),
        own=N_("须由另一位工作人员、执行主席或者上级人大机关在自己的设备上确认。"),
    ),
)
"""A deputy's PIN that one person asks to reset and another one confirms. Its subject: the deputy's id."""

PIN_UNLOCK = ConfirmationKind(
    name="congress:pin_unlock",
    ask=OFFICE,
    confirm=LEAD,
    said=Sentences(
        unknown=N_("没有这项解锁。"),
        waiting=N_("%(name)s的解锁正等待第二人确认。"),
        settled=N_("这项解锁已经办结。"),
        own=N_("须由另一位工作人员、执行主席或者上级人大机关在自己的设备上确认。"),
    ),
)
"""A deputy's lock that two persons lift before its time; his PIN stays. Its subject: the deputy's id."""


def roles_for(actor: Actor, place: Place) -> frozenset[Role]:
    """Return the roles in which somebody takes part in what concerns PINs of a place: at home, and from one level above."""
    if actor.jurisdiction_id == place.id:
        return actor.roles
    above = place.path[-2:-1]
    return actor.roles & OFFICE if above == (actor.jurisdiction_id,) else frozenset()
