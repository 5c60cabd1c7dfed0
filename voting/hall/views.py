"""Routes of the hall, put together: each file adds its own to the one blueprint."""

from __future__ import annotations

from voting.hall import views_console, views_desk, views_guide, views_screen
from voting.hall.views_base import blueprint

__all__ = ["blueprint", "views_console", "views_desk", "views_guide", "views_screen"]
