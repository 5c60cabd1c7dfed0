"""Routes of supervision, put together: each file adds its own to the one blueprint."""

from __future__ import annotations

from voting.supervision import views_changes, views_desk, views_follow, views_public, views_unit
from voting.supervision.views_base import blueprint

__all__ = ["blueprint", "views_changes", "views_desk", "views_follow", "views_public", "views_unit"]
