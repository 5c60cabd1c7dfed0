"""Receipts held against a record: is the ballot in the box, and if it is not, was it receipted (protocol, "Verify a record").

A signature of this ballot's receipt key over a tracker that is not in the box proves that a ballot is gone. Shows
nothing of how anyone voted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voting.belenios import ballot, receipt
from voting.belenios.errors import Malformed, Refused, need_form
from voting.belenios.report import Failed, VerifierReport

_BASE64 = re.compile("[A-Za-z0-9+/]+", re.ASCII)
_SIGNED = re.compile(r"([^.]+)\.([^.]+)\.([^.]+)")
# By their length: whole, short, and short as earlier versions showed it.
_FORMS: Mapping[int, Callable[[str], str]] = {
    43: str,
    receipt.SHORT: receipt.short,
    8: lambda tracker: tracker[:8],
}


class ReceiptVerdict(StrEnum):
    """What became of a receipt, in words."""

    STORED = "its ballot is in the box"
    GONE = (
        "PROOF THAT A BALLOT IS GONE: this ballot's key signed the receipt, and its ballot is not in the box"
    )
    FALSELY_SIGNED = "a ballot with this tracker is in the box, but the signature is not of this ballot's key"
    FORGED = "not in the box, and the signature is not of this ballot's key: no receipt of this ballot"
    UNSIGNED = "not in the box; without its signature this proves nothing: scan the whole receipt, or check each character"
    UNCHECKED = "not in the box; an archive alone does not tell the key: verify the bundle"
    FOREIGN = "the receipt belongs to another ballot"


class BallotGone(Failed):
    """Stop because a signed receipt proves that a ballot is missing."""


@dataclass(frozen=True, slots=True)
class ClaimedReceipt:
    """What a deputy has in hand. tracker: whole or short; uuid, signature: "" where not known."""

    uuid: str
    tracker: str
    signature: str

    def fits(self, tracker: str) -> bool:
        """Tell whether this is the receipt of the ballot with this tracker."""
        return _FORMS[len(self.tracker)](tracker) == self.tracker


def parse(text: str) -> ClaimedReceipt:
    """Read a receipt: the address with `#UUID.TRACKER.SIGNATURE`, that part alone, a whole tracker or a short one.

    Errors: Malformed.
    """
    bare = "".join(text.rpartition("#")[2].split())
    if "." not in bare:
        return ClaimedReceipt("", _tracker(bare), "")
    found = _SIGNED.fullmatch(bare)
    if found is None:
        raise Malformed(f"--receipt {text}: not UUID.TRACKER.SIGNATURE")
    uuid, tracker, signature = found.groups()
    whole = _tracker(tracker)
    need_form(_FORMS[len(whole)] is str, f"--receipt {text}: a signature belongs to a whole tracker")
    return ClaimedReceipt(uuid, whole, signature)


def _tracker(text: str) -> str:
    """Bring a tracker to the form of the record, or a short one to the form of `receipt.short`."""
    shown = text.rstrip("=")
    ten = receipt.plain(shown)
    if receipt.is_short(ten):
        return ten
    shown = shown.replace("-", "+").replace("_", "/")
    known = len(shown) in _FORMS and len(shown) != receipt.SHORT and _BASE64.fullmatch(shown)
    need_form(bool(known), f"--receipt {text}: neither a receipt nor a tracker")
    return shown


def check(
    claimed: Sequence[ClaimedReceipt],
    uuid: str,
    ballots: Sequence[str],
    key: str | None,
    report: VerifierReport,
) -> None:
    """Say of each receipt what became of its ballot.

    key: the ballot's receipt key, None for an archive alone. Errors: BallotGone; Failed when another is not in order.
    """
    trackers = [ballot.tracker(raw) for raw in ballots]
    verdicts = [_verdict(one, uuid, trackers, key) for one in claimed]
    for one, verdict in zip(claimed, verdicts, strict=True):
        report.say(f"receipt {one.tracker}: {verdict}")
    if ReceiptVerdict.GONE in verdicts:
        raise BallotGone("receipts", ReceiptVerdict.GONE)
    if set(verdicts) - {ReceiptVerdict.STORED}:
        raise Failed("receipts", "a receipt is not in order")


def _verdict(one: ClaimedReceipt, uuid: str, trackers: Sequence[str], key: str | None) -> ReceiptVerdict:
    if one.uuid not in {"", uuid}:
        return ReceiptVerdict.FOREIGN
    stored = any(one.fits(tracker) for tracker in trackers)
    if not one.signature:
        return ReceiptVerdict.STORED if stored else ReceiptVerdict.UNSIGNED
    if key is None:
        return ReceiptVerdict.STORED if stored else ReceiptVerdict.UNCHECKED
    if _holds(key, one):
        return ReceiptVerdict.STORED if stored else ReceiptVerdict.GONE
    return ReceiptVerdict.FALSELY_SIGNED if stored else ReceiptVerdict.FORGED


def _holds(key: str, one: ClaimedReceipt) -> bool:
    try:
        receipt.verify(key, one.uuid, one.tracker, one.signature)
    except Refused:
        return False
    return True
