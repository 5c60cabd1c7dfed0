"""Who may ask for a new PIN of a deputy, and who confirms it. Pure."""

from __future__ import annotations

from voting.confirmation.rules import ConfirmationKind, Sentences
from voting.core.text import N_
from voting.people.rules import OFFICE

PIN_RESET = ConfirmationKind(
    name="congress:pin_reset",
    ask=OFFICE,
    confirm=OFFICE,
    said=Sentences(
        unknown=N_("没有这项重置。"),
        waiting=N_("%(name)s的重置正等待第二人确认。"),
        settled=N_("这项重置已经办结。"),
        own=N_("须由另一位工作人员在自己的设备上确认。"),
    ),
)
"""A deputy's PIN that one person asks to reset and another one confirms. Its subject: the deputy's id."""
