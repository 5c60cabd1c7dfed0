"""Routes of the public site, put together: each subject adds its own to the one blueprint."""

from __future__ import annotations

from voting.portal.archive import views as archive
from voting.portal.ballots import views as ballots
from voting.portal.blueprint import blueprint
from voting.portal.feeds import views as feeds
from voting.portal.home import views as home
from voting.portal.project import views as project

__all__ = ["archive", "ballots", "blueprint", "feeds", "home", "project"]
