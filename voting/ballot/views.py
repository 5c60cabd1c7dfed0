"""Routes of the ballot room, put together: each subject adds its own to the one blueprint."""

from __future__ import annotations

from voting.ballot.blueprint import blueprint
from voting.ballot.card import views as card
from voting.ballot.ceremony import views as ceremony
from voting.ballot.lost import views as lost
from voting.ballot.mismatch import views as mismatch
from voting.ballot.pages import call_views as pages_page_calls
from voting.ballot.pages import views as pages_page
from voting.ballot.paper import views as paper
from voting.ballot.roll import views as roll

__all__ = [
    "blueprint",
    "card",
    "ceremony",
    "lost",
    "mismatch",
    "pages_page",
    "pages_page_calls",
    "paper",
    "roll",
]
