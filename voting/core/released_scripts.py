"""The scripts that this program serves, hashed once: what tablets and scrutineers' devices run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from voting.belenios import scripts

FOLDER = Path(__file__).parents[2] / "static/js"


@dataclass(frozen=True)
class ReleasedScripts:
    """digests: hex SHA-256 by path; fingerprint: one over all of them, in fours."""

    digests: Mapping[str, str]
    fingerprint: str

    @property
    def text(self) -> str:
        """Return the list as `sha256sum` writes it."""
        return scripts.write(self.digests)


@cache
def released_scripts() -> ReleasedScripts:
    """Return the scripts as this process found them when it was first asked."""
    digests = scripts.digests_of(FOLDER)
    return ReleasedScripts(digests, scripts.fingerprint(digests))
