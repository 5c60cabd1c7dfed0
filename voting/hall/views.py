"""Routes of the hall, put together: each subject adds its own to the one blueprint."""

from __future__ import annotations

from voting.hall.blueprint import blueprint
from voting.hall.console import views as console
from voting.hall.desk import views as desk
from voting.hall.guide import views as guide
from voting.hall.screen import views as screen
from voting.hall.turn import views as turn

__all__ = ["blueprint", "console", "desk", "guide", "screen", "turn"]
