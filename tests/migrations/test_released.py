"""What was released stays as it was: its revisions' files, and a small database of it for both engines."""

from __future__ import annotations

import re
import tarfile
import tomllib
from hashlib import sha256

import pytest

from tests.migrations import kept

pytestmark = pytest.mark.pure
MOST_BYTES = 1_500_000
VERSIONS = kept.ROOT / "migrations" / "versions"


@pytest.mark.parametrize("line", kept.released(), ids=lambda line: line.number)
def test_a_released_revision_is_not_edited(line: kept.Revision) -> None:
    files = list(VERSIONS.glob(f"{line.number}_*.py"))
    assert files, f"revision {line.number} went out with {line.release} and is gone: databases stand at it"
    assert [sha256(file.read_bytes()).hexdigest() for file in files] == [line.sha256], (
        f"{files[0].name} went out with {line.release} and is edited: databases that ran it never run it again. "
        "Take the edit back and put the change into a new revision."
    )


def test_each_release_of_the_change_log_keeps_a_demonstration() -> None:
    headed = re.findall(r"^## (\d[\w.]*)$", (kept.ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    version = tomllib.loads((kept.ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert headed[0] == version, "the newest heading of CHANGELOG.md and the version in pyproject.toml differ"
    assert set(headed) <= set(kept.releases()), "`make release` was not run for this version"
    assert {line.release for line in kept.released()} <= set(kept.releases())


@pytest.mark.parametrize("release", kept.releases())
@pytest.mark.parametrize("engine", kept.ENGINES)
def test_a_kept_demonstration_is_small_and_whole(release: str, engine: str) -> None:
    file = kept.archive(release, engine)
    assert file.stat().st_size < MOST_BYTES
    with tarfile.open(file) as archive:
        names = set(archive.getnames())
    assert {"day", "data", "database.db" if engine == "sqlite" else "database.sql"} <= names
    assert any(name.startswith("data/keys/receipt-") for name in names)
