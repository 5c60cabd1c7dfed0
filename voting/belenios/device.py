"""What a scrutineer's own device does in a ceremony (protocol, step 1); the opening stands in opening.py.

Works on documents; fetches and shows nothing. Whatever a server claims is checked here before a secret is used.
"""

from __future__ import annotations

from dataclasses import dataclass

from voting.belenios import shape, trustees
from voting.belenios.canonical import load
from voting.belenios.errors import DoesNotHold, need
from voting.belenios.group import G, secret_power
from voting.belenios.keyfile import KeyFile


@dataclass(frozen=True, slots=True)
class CeremonyProgress:
    """What `/ceremony/ID/state.json` says; lists have one place per scrutineer, None where nothing came yet."""

    size: int
    threshold: int
    index: int
    round: str
    certs: list[object]
    deals: list[object]
    sealed_shares: list[object]
    verification_keys: list[object]
    trustees: str | None


def parse_state(text: str) -> CeremonyProgress:
    """Read the state of a ceremony; unknown fields are ignored.

    Errors: Malformed.
    """
    value = load(text)
    found = value if isinstance(value, dict) else {}
    size = shape.number(found.get("size"), 1, trustees.MOST_SCRUTINEERS)
    record = found.get("trustees")
    return CeremonyProgress(
        size=size,
        threshold=shape.number(found.get("threshold"), 1, size),
        index=shape.number(found.get("index"), 1, size),
        round=str(found.get("round")),
        certs=shape.items(found.get("certs"), size),
        deals=shape.items(found.get("deals"), size),
        sealed_shares=shape.items(found.get("sealed_shares"), size),
        verification_keys=shape.items(found.get("verification_keys"), size),
        trustees=None if record is None else shape.text(record),
    )


def waits_for_us(state: CeremonyProgress) -> str:
    """Return which round waits for this scrutineer, "1" to "3"; "" where others are due."""
    mine = state.index - 1
    lists = {"1": state.certs, "2": state.deals, "3": state.verification_keys}
    return state.round if state.round in lists and lists[state.round][mine] is None else ""


def check_own_part(file: KeyFile, record: trustees.Trustees) -> int:
    """Check that a trustee record holds our own keys at our own place; returns our share.

    Errors: DoesNotHold.
    """
    share, mine = file.share, file.index - 1
    if share is None:
        raise DoesNotHold("the key file holds no share: the ceremony was not finished with it")
    need(mine < len(record.signing_keys), "we are not among these scrutineers")
    need(
        record.verification_keys[mine] == str(secret_power(G, share)), "the record holds another share for us"
    )
    signing = str(secret_power(G, file.keys.signing))
    need(record.signing_keys[mine] == signing, "the record holds another key for us")
    return share
