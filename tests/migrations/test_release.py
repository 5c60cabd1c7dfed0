"""Keeping a release: what is kept stays, and only revisions that no release before had are added to the list."""

from __future__ import annotations

import tomllib

import pytest

from tests.migrations import kept, release


def test_a_release_that_is_kept_is_not_kept_again(monkeypatch: pytest.MonkeyPatch) -> None:
    version = tomllib.loads((kept.ROOT / "pyproject.toml").read_text())["project"]["version"]
    monkeypatch.setattr(kept, "releases", lambda: [version])
    with pytest.raises(SystemExit, match="is kept already"):
        release.main()


def test_only_new_revisions_are_added_with_the_digests_that_the_list_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = kept.released()
    monkeypatch.setattr(kept, "released", lambda: before[:3])
    added = release.digests("9.9.9")
    assert added[: len(before) - 3] == [f"9.9.9 {one.number} {one.sha256}" for one in before[3:]]
    monkeypatch.undo()
    assert not {line.split()[1] for line in release.digests("9.9.9")} & {one.number for one in before}
