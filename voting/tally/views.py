"""Routes of the tally room, put together: each subject adds its own to the one blueprint."""

from __future__ import annotations

from voting.tally.blueprint import blueprint
from voting.tally.documents import views as documents
from voting.tally.next_ballot import views as next_ballot
from voting.tally.opening import views as opening
from voting.tally.pages.home import views as home_page
from voting.tally.pages.run import views as run_page
from voting.tally.paper import views as paper
from voting.tally.record import views as record
from voting.tally.steps import views as steps
from voting.tally.void_paper import views as void

__all__ = [
    "blueprint",
    "documents",
    "home_page",
    "next_ballot",
    "opening",
    "paper",
    "record",
    "run_page",
    "steps",
    "void",
]
