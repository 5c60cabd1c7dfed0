"""A unit with one project under way, as supervision's tests have it."""

from __future__ import annotations

from tests.supervision.conftest import assigned, clerk, group, july, row, staff, water

__all__ = ["assigned", "clerk", "group", "july", "row", "staff", "water"]
