"""Routes of congress, put together: each subject adds its own to the one blueprint."""

from __future__ import annotations

from voting.congress.account_list import views as account_list
from voting.congress.blueprint import blueprint
from voting.congress.documents import views as documents
from voting.congress.factor_reset import views as factor_reset
from voting.congress.home_invitation import views as home_invitation
from voting.congress.leave_of_absence import views as leave_of_absence
from voting.congress.pages.below import views as below_page
from voting.congress.pages.home import views as home_page
from voting.congress.pages.meeting import views as meeting_page
from voting.congress.pages.term import views as term_page
from voting.congress.pins import views as pins
from voting.congress.place import views as place
from voting.congress.roster import import_views as roster_calls
from voting.congress.roster import views as roster
from voting.congress.rule_set import views as rule_set
from voting.congress.working_days import views as working_days

__all__ = [
    "account_list",
    "below_page",
    "blueprint",
    "documents",
    "factor_reset",
    "home_invitation",
    "home_page",
    "leave_of_absence",
    "meeting_page",
    "pins",
    "place",
    "roster",
    "roster_calls",
    "rule_set",
    "term_page",
    "working_days",
]
