"""Routes of supervision, put together: each subject adds its own to the one blueprint."""

from __future__ import annotations

from voting.supervision.acceptance import views as acceptance
from voting.supervision.activity import views as activity
from voting.supervision.blueprint import blueprint
from voting.supervision.change import views as change
from voting.supervision.commitment import views as commitment
from voting.supervision.documents import views as documents
from voting.supervision.evaluation import views as evaluation
from voting.supervision.finding import views as finding
from voting.supervision.follow_up import views as follow_up
from voting.supervision.group import views as group
from voting.supervision.handing_over import views as handing_over
from voting.supervision.inquiry import views as inquiry
from voting.supervision.inspection import views as inspection
from voting.supervision.ladder import views as ladder
from voting.supervision.light import views as light
from voting.supervision.look_back import views as look_back
from voting.supervision.opinion import views as opinion
from voting.supervision.pages.activities import views as activities_page
from voting.supervision.pages.board import views as board_page
from voting.supervision.pages.desk import views as desk_page
from voting.supervision.pages.mine import views as mine_page
from voting.supervision.pages.own import views as own_page
from voting.supervision.pages.project import views as project_page
from voting.supervision.pages.year import views as year_page
from voting.supervision.photo import views as photo
from voting.supervision.plan import views as plan
from voting.supervision.rating import views as rating
from voting.supervision.remark import views as remark
from voting.supervision.report import views as report

__all__ = [
    "acceptance",
    "activities_page",
    "activity",
    "blueprint",
    "board_page",
    "change",
    "commitment",
    "desk_page",
    "documents",
    "evaluation",
    "finding",
    "follow_up",
    "group",
    "handing_over",
    "inquiry",
    "inspection",
    "ladder",
    "light",
    "look_back",
    "mine_page",
    "opinion",
    "own_page",
    "photo",
    "plan",
    "project_page",
    "rating",
    "remark",
    "report",
    "year_page",
]
