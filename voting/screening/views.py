"""Routes of screening, put together: each subject adds its own to the one blueprint."""

from __future__ import annotations

from voting.screening.answer import views as answer
from voting.screening.blueprint import blueprint
from voting.screening.intake import views as intake
from voting.screening.likeness import views as likeness
from voting.screening.merging import views as merging
from voting.screening.pages.attachments import views as attachments_page
from voting.screening.pages.call import views as call_page
from voting.screening.pages.commission import views as commission_page
from voting.screening.pages.home import views as home_page
from voting.screening.pages.inbox import views as inbox_page
from voting.screening.pages.method import views as method_page
from voting.screening.pages.notice import views as notice_page
from voting.screening.pages.project import views as project_page
from voting.screening.pages.scores import views as scores_page
from voting.screening.pages.sheet import views as sheet_page
from voting.screening.pages.statistics import views as statistics_page
from voting.screening.pages.suggestion import views as suggestion_page
from voting.screening.pages.tracking import views as tracking_page
from voting.screening.pages.versions import views as versions_page
from voting.screening.project_list import views as project_list
from voting.screening.reserve import views as reserve
from voting.screening.shortlist import views as shortlist
from voting.screening.shortlist import views_chain as shortlist_chain
from voting.screening.shortlist import views_steps as shortlist_steps
from voting.screening.suggestion import views as suggestion

__all__ = [
    "answer",
    "attachments_page",
    "blueprint",
    "call_page",
    "commission_page",
    "home_page",
    "inbox_page",
    "intake",
    "likeness",
    "merging",
    "method_page",
    "notice_page",
    "project_list",
    "project_page",
    "reserve",
    "scores_page",
    "sheet_page",
    "shortlist",
    "shortlist_chain",
    "shortlist_steps",
    "statistics_page",
    "suggestion",
    "suggestion_page",
    "tracking_page",
    "versions_page",
]
