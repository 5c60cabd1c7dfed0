"""What the pages of a list of accounts show."""

from __future__ import annotations

from dataclasses import dataclass

from voting.congress.account_list.facts import places_of
from voting.congress.account_list.rules import HEADINGS, MOST_LINES
from voting.core.sheets import Sheet
from voting.people.queries import SlipPage
from voting.people.rules import Actor, Place, Role, given_at, role_name


@dataclass(frozen=True)
class AccountListPage:
    """below: names of the places right below whose accounts the reader keeps too; roles: message ids of those he may give."""

    place: Place
    below: tuple[str, ...]
    roles: tuple[str, ...]
    most: int


@dataclass(frozen=True)
class ListedPage:
    """The slips of all accounts of a list, shown once."""

    place: Place
    slips: tuple[SlipPage, ...]


def account_list_page(actor: Actor, place: Place) -> AccountListPage:
    """Return what may stand in a list here."""
    names = tuple(one.name for one in places_of(actor, place)[1:])
    roles = tuple(
        role_name(role, place.level)
        for role in Role
        if given_at(role, place.level) and actor.may_give(frozenset({role}))
    )
    return AccountListPage(place, names, roles, MOST_LINES)


def empty_list(place: Place) -> Sheet:
    """Return an empty list with one line as an example."""
    heads = [words[0] for words in HEADINGS.values()]
    return Sheet(
        heads, [(place.name, f"staff-{place.code}", "", "人大工作人员", "")], widths=(20, 20, 14, 30, 24)
    )
