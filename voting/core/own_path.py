"""Paths of this site, as browsers name them in a query or a hidden field: where to go on, never another site's."""

from __future__ import annotations

import re

PATH = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f-\x9f\ud800-\udfff]*")
LONGEST = 2000


def own_path(wanted: str) -> str | None:
    r"""Return a path of this site with its query as it stands, or None.

    Browsers read `//` and `/\` as another site and drop control characters before they look, so none may stand; nor what
    ends a line or parts words in any script, nor half a character: neither belongs in a header.
    """
    return wanted if len(wanted) <= LONGEST and PATH.fullmatch(wanted) else None
