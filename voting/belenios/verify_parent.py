"""The round before a second one: its record must be there, and be the one that this ballot follows (protocol, "Verify a record").

Reads the files that an auditor names, or that lie beside his own. Fetches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from voting.belenios import ballot_rules, bundle
from voting.belenios.ballot_rules import FrozenRules
from voting.belenios.errors import DoesNotHold, Refused, need

MOST_ROUNDS = 8  # files beside the one that is verified


def brought(file: Path, named: Sequence[Path]) -> tuple[bytes, ...]:
    """Return the bundles that an auditor names, and those beside the file that its chain of rounds names.

    Errors: OSError for one that he names and that cannot be read.
    """
    found = [path.read_bytes() for path in named]
    parent = _parent_in(file.read_bytes())
    for _ in range(MOST_ROUNDS):
        beside = file.parent / f"{parent}{bundle.SUFFIX}"
        raw = find(parent, found)
        if raw is None and parent is not None and beside.is_file():
            raw = beside.read_bytes()
            found.append(raw)
        if raw is None:
            break
        parent = _parent_in(raw)
    return tuple(found)


def _parent_in(raw: bytes) -> str | None:
    try:
        return ballot_rules.parse(bundle.read(raw).rules).parent
    except Refused:
        return None


def find(uuid: str | None, bundles: Sequence[bytes]) -> bytes | None:
    """Return the bundle that is named after a ballot, or None."""
    return next((raw for raw in bundles if uuid is not None and _uuid_in(raw) == uuid), None)


def _uuid_in(raw: bytes) -> str | None:
    try:
        return bundle.read(raw).uuid
    except Refused:
        return None


def check_there(raw: bytes | None) -> bytes:
    """Check that the record of the round before was brought along."""
    if raw is None:
        raise DoesNotHold("put its bundle beside this one, or name it with --parent")
    return raw


def check_follows(rules: FrozenRules, before: bytes) -> None:
    """Check that a ballot may follow the one whose bundle this is: same congress, same projects as they stood there."""
    parent = ballot_rules.parse(bundle.read(before).rules)
    need(parent.uuid == rules.parent, "the bundle is that of another ballot")
    need(parent.place == rules.place, f"the round before is one of another congress, {parent.place}")
    need(parent.rehearsal == rules.rehearsal, "a rehearsal and a ballot do not follow each other")
    voted = {(one.project_id, one.title, one.text_sha256) for one in parent.candidates}
    again = {(one.project_id, one.title, one.text_sha256) for one in rules.candidates}
    need(again <= voted, "a project is voted on again that was not on the ballot before")
