"""A scrutineer at a laptop: `python -m voting.belenios.scrutineer URL` (protocol, steps 1 and 6).

URL of a ceremony (.../ceremony/ID): take part until the record is confirmed. URL of a ballot (.../ballots/UUID): sign
the list of who drew, sample it, lend the share; later count and sign the outcome. Keys stay in a key file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from voting.belenios import checks, device, scrutineer_opening, shape, trustees
from voting.belenios.desk import Desk, KeyStore
from voting.belenios.errors import DoesNotHold, Malformed, Refused, need, need_form
from voting.belenios.fingerprint import grouped
from voting.belenios.keyfile import KeyFile
from voting.belenios.remote import Server
from voting.belenios.report import legible

PAUSE_SECONDS = 3
_CEREMONY = re.compile(r"/ceremony/([A-Za-z0-9_-]+)")
_BALLOT = re.compile(r"/ballots/([A-Za-z0-9]+)")


# ------------------------------------------------------------------------------------------------ ceremony


def take_part(server: Server, ceremony: str, store: KeyStore, desk: Desk) -> str:
    """Go through the rounds of a ceremony until it is done; returns the confirmed fingerprint.

    May be stopped and started again at any point with the same key file.
    """
    while True:
        state = device.parse_state(server.get(f"/ceremony/{ceremony}/state.json"))
        if state.round == "failed":
            raise DoesNotHold("the ceremony failed; a new one will be opened")
        if state.round == "done" and state.trustees is not None:
            return _confirm(server, ceremony, state, store.load(), desk)
        due = device.waits_for_us(state)
        if due:
            _round(server, ceremony, state, store)
            desk.say(f"round {due}: done, waiting for the others")
        else:
            desk.wait(PAUSE_SECONDS)


def _round(server: Server, ceremony: str, state: device.CeremonyProgress, store: KeyStore) -> None:
    seat = trustees.Seat(ceremony, state.size, state.threshold, state.index)
    path = f"/ceremony/{ceremony}/round/{state.round}"
    if state.round == "1":
        begun = store.load().keys if store.exists() else None  # the certificate got lost on its way
        keys, cert = trustees.certify(seat, begun)
        file = store.load() if begun else store.save(KeyFile(ceremony, state.index, keys, None, {}))
        _check_file(file, ceremony, state.index)
        server.post(path, {"cert": cert})
        return
    file = store.load()
    _check_file(file, ceremony, state.index)
    if state.round == "2":
        server.post(path, trustees.deal(seat, file.keys, state.certs))
        return
    shares = [shape.text(share) for share in state.sealed_shares]
    share, key = trustees.finish(seat, file.keys, state.certs, state.deals, shares)
    store.save(file.with_share(share))
    server.post(path, {"verification_key": key})


def _check_file(file: KeyFile, ceremony: str, index: int) -> None:
    fits = file.ceremony == ceremony and file.index == index
    need(fits, "the key file belongs to another ceremony: use another file")


def _confirm(server: Server, ceremony: str, state: device.CeremonyProgress, file: KeyFile, desk: Desk) -> str:
    raw = state.trustees or ""
    device.check_own_part(file, trustees.parse(raw))
    digits = trustees.fingerprint(raw)
    desk.say("Digits of the key, as your own device computed them: " + grouped(digits))
    other = _compared_with(state, desk)
    if other is None:
        server.post(f"/ceremony/{ceremony}/mismatch", {"compared": "key", "ballot": None})
        raise DoesNotHold("the fingerprints differ: do not use this key")
    server.post(f"/ceremony/{ceremony}/confirm", {"fingerprint": digits, "compared_with": other})
    return digits


def _compared_with(state: device.CeremonyProgress, desk: Desk) -> int | None:
    """Return whose device shows the same digits, 0 where one person alone holds the key; None when they differ."""
    if state.size == 1:
        return 0 if desk.ask("Is this the key of this meeting? (yes/no) ").strip().lower() == "yes" else None
    question = "Number of the scrutineer who read the same digits from his own device (no: they differ): "
    answer = desk.ask(question).strip()
    if answer.lower() == "no":
        return None
    other = int(answer) if answer.isdecimal() else 0
    need_form(1 <= other <= state.size and other != state.index, "there is no such other scrutineer")
    return other


# ------------------------------------------------------------------------------------------------- command


def main(arguments: Sequence[str], desk: Desk | None = None) -> int:
    """Run the command; returns the exit status.

    arguments: URL, and for a ballot "open" or "outcome"; KEYFILE last where it is not ./scrutineer.key.
    """
    desk = desk or Desk()
    if len(arguments) not in {1, 2, 3}:
        desk.say("usage: python -m voting.belenios.scrutineer URL [open|outcome] [KEYFILE]")
        return 2
    try:
        _run(arguments, desk)
    except Refused as refused:
        desk.say(f"STOPPED: {legible(refused.reason)}")  # perhaps the server's own words
        return 1
    return 0


def _run(arguments: Sequence[str], desk: Desk) -> None:
    url, *rest = arguments
    ceremony, ballot = _CEREMONY.search(url), _BALLOT.search(url)
    if ceremony is None and ballot is None:
        raise Malformed("the address is neither a ceremony's nor a ballot's")
    work = rest.pop(0) if rest and rest[0] in {"open", "outcome"} else "open"
    server = Server(url)
    server.sign_in(desk.ask("Account: "), desk.ask_secret("Password: "))
    store = KeyStore(
        Path(rest[0] if rest else "scrutineer.key"), desk.ask_secret("Passphrase of the key file: ")
    )
    if ceremony is not None:
        take_part(server, ceremony.group(1), store, desk)
    if ballot is not None and work == "open":
        scrutineer_opening.open_ballot(server, ballot.group(1), store, desk, checks.cores())
    if ballot is not None and work == "outcome":
        scrutineer_opening.sign_outcome(server, ballot.group(1), store, desk)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
