"""Where a notice leads: a path of this program, made without a request. The only place of telling that asks for the map of addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app


def path_of(endpoint: str, arguments: Mapping[str, Any]) -> str:
    """Return the path of a page; arguments that it does not take are left out."""
    adapter = current_app.url_map.bind("localhost")
    return adapter.build(endpoint, arguments, append_unknown=False)
