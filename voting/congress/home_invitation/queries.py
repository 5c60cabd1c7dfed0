"""What the page of invitations shows."""

from __future__ import annotations

from dataclasses import dataclass

from voting.congress.home_invitation.facts import invitees
from voting.people.home_entry import INVITED_FOR
from voting.people.rules import Place


@dataclass(frozen=True)
class HomeInvitationsPage:
    """How many deputies have a password of home, a code that holds, or neither. days: how long a code holds."""

    place: Place
    opened: int
    invited: int
    missing: int
    days: int


def home_invitations_page(place: Place) -> HomeInvitationsPage:
    """Return who signs in from home already, in numbers."""
    rows = invitees(place.id)
    opened = sum(one.opened for one in rows)
    invited = sum(one.invited and not one.opened for one in rows)
    return HomeInvitationsPage(place, opened, invited, len(rows) - opened - invited, INVITED_FOR.days)
