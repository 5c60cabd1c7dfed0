"""Paths of this site, as browsers name them in a query or a hidden field: where to go on, never another site's."""

from __future__ import annotations

import re

PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\x9f]*", re.ASCII)
LONGEST = 2000


def own_path(wanted: str) -> str | None:
    r"""Return a path of this site with its query as it stands, or None.

    Browsers read `//` and `/\` as another site and drop control characters before they look, so none may stand.
    """
    return wanted if len(wanted) <= LONGEST and PATH.fullmatch(wanted) else None
