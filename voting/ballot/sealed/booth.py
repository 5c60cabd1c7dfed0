"""The voting booth: the only views that write to the box. No cookie is read or set, nothing is logged, nobody is known.

Cookies and addresses are taken out of the request before the program sees it. Order of the checks (protocol, step 4):
size, token, that a receipt can be signed, what the box knows, then the proofs in the pool, then one transaction, then the receipt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Blueprint, Response, current_app, jsonify
from flask.blueprints import BlueprintSetupState

from voting.ballot.order.rules import BallotState
from voting.ballot.sealed import box, keys, marks
from voting.ballot.sealed.booth_ballot import (
    BoothBallot,
    Texts,
    ballot_at_booth,
    state_for_casting,
    state_for_opening,
)
from voting.ballot.sealed.booth_body import HandedBallot, Opening, read_cast, read_opening
from voting.ballot.sealed.booth_caller import WithoutCaller
from voting.ballot.sealed.booth_refusal import Refusal, refusal_of
from voting.ballot.sealed.pulse import pulse
from voting.ballot.sealed.shortlived import Memory, memory_for
from voting.ballot.sealed.verifiers import Checked, QueueFull, Verifiers
from voting.belenios import blindrsa, receipt
from voting.belenios.canonical import b64url, dump, load
from voting.belenios.errors import DoesNotHold, Refused
from voting.core.access import public
from voting.core.calls import call_body
from voting.core.db import db, transaction

MOST_FAILURES = 20
FAILURES_KEPT_SECONDS = 24 * 3600
CHECKING_SECONDS = 6
OPENING_SECONDS = 600
_TRACKER = re.compile("[A-Za-z0-9_-]{43}", re.ASCII)
_EIGHT = re.compile("[A-Za-z0-9_-]{8}", re.ASCII)
Answer = tuple[Response, int]


class Booth(Blueprint):
    """A blueprint that the program treats as having no session (see voting/app.py)."""

    without_session = True


blueprint = Booth("booth", __name__, url_prefix="/booth")


@blueprint.record_once
def _furnish(state: BlueprintSetupState) -> None:
    app: Any = state.app  # typed as its sans-IO half, which has no wsgi_app
    settings = app.extensions["settings"]
    app.extensions["verifiers"] = Verifiers(settings.verifiers)
    app.extensions["booth_faults"] = Counter()
    app.extensions["booth_memory"] = memory_for(settings.redis_url)
    app.wsgi_app = WithoutCaller(app.wsgi_app)


def verifiers() -> Verifiers:
    """Return this process's pool."""
    found: Verifiers = current_app.extensions["verifiers"]
    return found


def memory() -> Memory:
    """Return what the booth remembers for minutes."""
    found: Memory = current_app.extensions["booth_memory"]
    return found


@blueprint.errorhandler(Exception)
def _refuse(error: Exception) -> Answer:
    """Answer every failure with a sentence, and write none of them down: a log line would carry a time.

    What was not foreseen is counted by its kind, for the health page.
    """
    db.session.rollback()
    refusal = refusal_of(error)
    if refusal.code == "Fault":
        current_app.extensions["booth_faults"][type(error).__name__] += 1
    answer = jsonify(error={"code": refusal.code, "message": refusal.sentence(), **refusal.told})
    if refusal.status == 503:  # noqa: PLR2004  busy: the tablet tries again by itself
        answer.headers["Retry-After"] = "1"
    return answer, refusal.status


def _with_texts(uuid: str) -> tuple[BoothBallot, Texts]:
    ballot = ballot_at_booth(uuid)
    if ballot.texts is None:
        raise Refusal(409, "TooEarly")
    return ballot, ballot.texts


def _expect_token(uuid: str, texts: Texts, handed: HandedBallot) -> None:
    """Check the token over C; that C is a member of the group, and not 1, is the first thing a verifier checks."""
    blindrsa.verify(texts.issuer, blindrsa.token_message(uuid, handed.credential), handed.token)


def _paper(handed: HandedBallot) -> box.SealedPaper:
    return box.SealedPaper(handed.credential, handed.tracker, handed.token, handed.raw)


def _checked(uuid: str, handed: HandedBallot, check: Callable[[], Checked]) -> None:
    """Run one check for this credential at a time, and at most 20 that fail."""
    failed = marks.name(uuid, "failed", handed.credential)
    if int(memory().get(failed) or 0) >= MOST_FAILURES:
        raise Refusal(429, "TooManyFailures")
    try:
        checked = check()
        if checked.credential != handed.credential:
            raise DoesNotHold("the credential is not the token's")
    except Refused:
        memory().add(failed, FAILURES_KEPT_SECONDS)
        raise


class Turn:
    """This credential's turn, from the check to the commit: nobody else is at work on it.

    The mark is short and renewed while the check goes on, so that a host which dies keeps nobody waiting. Where it ran
    out all the same, two checks cost time, and the box's primary key still takes one ballot.
    """

    def __init__(self, uuid: str, credential: str) -> None:
        self._key = marks.name(uuid, "checking", credential)

    def __enter__(self) -> Self:
        holder = memory().take(self._key, CHECKING_SECONDS)
        if holder is None:
            raise QueueFull
        self._holder = holder
        return self

    def renew(self) -> None:
        """Keep the turn for another while."""
        memory().renew(self._key, self._holder, CHECKING_SECONDS)

    def __exit__(self, *_error: object) -> None:
        memory().give_back(self._key, self._holder)


@blueprint.post("/<uuid>")
@public
def cast(uuid: str) -> Answer:
    """Take a token and a sealed ballot; answer with a signed receipt once the ballot is stored."""
    ballot, texts = _with_texts(uuid)
    handed = read_cast(call_body(texts.limit))
    _expect_token(uuid, texts, handed)
    key = keys.receipt_key_of(ballot.meeting_id, texts.receipts, rehearsal=ballot.rehearsal)
    before = box.spent(uuid, _paper(handed))
    db.session.rollback()
    if before is not None:
        return _told(uuid, key, handed, before)
    _expect_open(ballot.state)
    with Turn(uuid, handed.credential) as turn:
        _checked(uuid, handed, lambda: verifiers().check(texts.election_raw, handed.raw, turn.renew))
        turn.renew()
        with transaction():
            _expect_open(state_for_casting(uuid))
            stored = box.store(uuid, _paper(handed))
    pulse().beat(current_app, uuid, ballot.meeting_id)
    return _told(uuid, key, handed, stored)


def _expect_open(state: BallotState) -> None:
    if state in {BallotState.DRAFT, BallotState.READY}:
        raise Refusal(409, "TooEarly")
    if state is not BallotState.OPEN:
        raise Refusal(409, "Closed")


def _told(uuid: str, key: Ed25519PrivateKey, handed: HandedBallot, stored: box.Stored) -> Answer:
    """Answer what became of the ballot; the receipt is signed only for one that lies in the box.

    Whoever holds the token of a spent credential is given the receipt of what was cast with it: on a tablet that died.
    """
    if stored is box.Stored.SPENT:
        lies = box.tracker_of(uuid, handed.credential)
        raise Refusal(409, "Spent", told=_receipt(uuid, key, lies))
    if stored not in {box.Stored.NEW, box.Stored.SAME}:
        raise Refusal(409, stored.value.capitalize())
    return jsonify(_receipt(uuid, key, handed.tracker)), 201 if stored is box.Stored.NEW else 200


def _receipt(uuid: str, key: Ed25519PrivateKey, tracker: str) -> dict[str, str]:
    return {"tracker": tracker, "receipt": receipt.sign(key, uuid, tracker)}


@blueprint.get("/<uuid>/<tracker>")
@public
def stored(uuid: str, tracker: str) -> Answer:
    """Tell whether a ballot with this tracker, or with the ten characters of it that a tablet shows, lies in the box."""
    if not _lies_in_box(uuid, tracker):
        raise Refusal(404, "NotStored")
    return jsonify(stored=True), 200


def _lies_in_box(uuid: str, shown: str) -> bool:
    ten = receipt.plain(shown)
    if receipt.is_short(ten):
        return any(receipt.short(one) == ten for one in box.trackers_from(uuid, receipt.beginning(ten)))
    if _EIGHT.fullmatch(shown):  # as earlier versions showed it
        return bool(box.trackers_from(uuid, _standard(shown)))
    return box.is_stored(uuid, _tracker(shown))


def _tracker(text: str) -> str:
    """Return a tracker as Belenios writes it, from its form in a path."""
    if not _TRACKER.fullmatch(text):
        raise Refusal(404, "NotStored")
    return _standard(text)


def _standard(path: str) -> str:
    return path.replace("-", "+").replace("_", "/")


@blueprint.get("/<uuid>/card/<lookup>")
@public
def card(uuid: str, lookup: str) -> Answer:
    """Return the blind signature of a printed card."""
    ballot_at_booth(uuid)
    found = db.session.get(box.CardSignature, (uuid, lookup[:64]))
    if found is None:
        raise Refusal(404, "NoCard")
    return jsonify(signature=b64url(found.signature)), 200


@blueprint.post("/<uuid>/challenge")
@public
def challenge(uuid: str) -> Answer:
    """Open a sealed ballot as a test: it is recomputed, shown for ten minutes, and can never be cast."""
    ballot, texts = _with_texts(uuid)
    opening = read_opening(call_body(2 * texts.limit))
    handed = opening.handed
    if not (ballot.challengeable or _has_pass(uuid, opening)):
        raise Refusal(409, "NoChallenge")
    _expect_token(uuid, texts, handed)
    _expect_open(ballot.state)
    with Turn(uuid, handed.credential) as turn:
        _checked(uuid, handed, lambda: _recompute(texts, opening, turn))
        turn.renew()
        with transaction():
            _expect_open(state_for_opening(uuid))
            if box.spent(uuid, _paper(handed)) is not None:
                raise Refusal(409, "Spent")
            if box.barred(uuid, _paper(handed)) is box.Stored.VOIDED:
                raise Refusal(409, "Voided")
            box.mark_challenged(uuid, handed.tracker)
    shown = {"ballot": handed.raw, "choices": opening.choices, "randomness": opening.randomness}
    memory().put(
        marks.name(uuid, "opening", handed.tracker), marks.sealed(uuid, dump(shown)), OPENING_SECONDS
    )
    return jsonify(tracker=handed.tracker), 201


def _has_pass(uuid: str, opening: Opening) -> bool:
    allowed = opening.spot_check
    return allowed is not None and memory().get(marks.name(uuid, "pass", allowed)) is not None


def _recompute(texts: Texts, opening: Opening, turn: Turn) -> Checked:
    return verifiers().check_opening(
        texts.election_raw, opening.handed.raw, opening.choices, opening.randomness, turn.renew
    )


@blueprint.get("/<uuid>/challenge/<tracker>")
@public
def opened(uuid: str, tracker: str) -> Answer:
    """Show the opening of a tested ballot for ten minutes and until close at most, then only that it was tested."""
    wanted = _tracker(tracker)
    if not box.was_challenged(uuid, wanted):
        raise Refusal(404, "NotChallenged")
    text = marks.unsealed(uuid, memory().get(marks.name(uuid, "opening", wanted)))
    shown = load(text) if text is not None else {}
    assert isinstance(shown, dict)
    return jsonify(tracker=wanted, challenged=True, **shown), 200
