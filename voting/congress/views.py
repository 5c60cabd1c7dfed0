"""Routes of congress, put together: each file adds its own to the one blueprint."""

from __future__ import annotations

from voting.congress import views_import, views_meeting, views_roster, views_setup
from voting.congress.views_base import blueprint

__all__ = ["blueprint", "views_import", "views_meeting", "views_roster", "views_setup"]
