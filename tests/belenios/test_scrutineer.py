"""A scrutineer at a laptop, against a server that plays its part honestly or not."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.belenios import factories
from voting.belenios import ballot_rules, device, keyfile, scrutineer, tally, trustees
from voting.belenios.canonical import dump
from voting.belenios.errors import DoesNotHold, Malformed, Refused
from voting.belenios.keyfile import KeyFile
from voting.belenios.remote import Server, Unavailable
from voting.belenios.scrutineer import Desk, KeyStore


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "ROUNDS", 10)


class Relay(Server):
    """A server in memory: relays a ceremony, serves one box, remembers what it was sent."""

    def __init__(self, index: int = 1, size: int = 3) -> None:
        super().__init__("https://hall.test")
        self.index, self.size, self.threshold = index, size, size // 2 + 1
        self.certs: list[Any] = [None] * size
        self.deals: list[Any] = [None] * size
        self.keys: list[Any] = [None] * size
        self.failed = False
        self.pages: dict[str, str] = {}
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.lose_next = False

    def get(self, path: str) -> str:
        return self.state() if path.endswith("/state.json") else self.pages[path]

    def round(self) -> str | int:
        if self.failed:
            return "failed"
        for number, some in ((1, self.certs), (2, self.deals), (3, self.keys)):
            if None in some:
                return number
        return "done"

    def state(self) -> str:
        done = self.round() == "done"
        sealed = [None if deal is None else deal["sealed_shares"][self.index - 1] for deal in self.deals]
        return dump(
            {
                "group": "BELENIOS-2048",
                "size": self.size,
                "threshold": self.threshold,
                "index": self.index,
                "round": self.round(),
                "certs": self.certs,
                "deals": self.deals,
                "sealed_shares": sealed,
                "verification_keys": self.keys,
                "trustees": trustees.assemble(self.certs, self.deals, self.keys, self.threshold)
                if done
                else None,
                "fingerprint": None,
            }
        )

    def post(self, path: str, body: dict[str, object]) -> object:
        if self.lose_next:
            self.lose_next = False
            raise Unavailable(0, "the server does not answer")
        self.sent.append((path, body))
        mine = self.index - 1
        if path.endswith("/round/1"):
            self.certs[mine] = body["cert"]
        elif path.endswith("/round/2"):
            self.deals[mine] = body
        elif path.endswith("/round/3"):
            self.keys[mine] = body["verification_key"]
        return None


def desk(*answers: str, said: list[str] | None = None) -> Desk:
    given = iter(answers)
    return Desk(
        ask=lambda _: next(given),
        ask_secret=lambda _: next(given),
        say=(said if said is not None else []).append,
        wait=lambda _: None,
    )


class Others:
    """The other two scrutineers, who do their part whenever one waits."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self.files: dict[int, trustees.Keys] = {}

    def go_on(self, _: float) -> None:
        relay = self.relay
        due = relay.round()
        for i in range(2, relay.size + 1):
            seat = trustees.Seat("c1", relay.size, relay.threshold, i)
            if due == 1:
                self.files[i], relay.certs[i - 1] = trustees.certify(seat)
            elif due == 2:
                relay.deals[i - 1] = trustees.deal(seat, self.files[i], relay.certs)
            elif due == 3:
                shares = factories.shares_for(relay.deals, i)
                _, relay.keys[i - 1] = trustees.finish(seat, self.files[i], relay.certs, relay.deals, shares)


def store(folder: Path) -> KeyStore:
    return KeyStore(folder / "one.key", "pass")


# ------------------------------------------------------------------------------------------------ ceremony


def test_a_ceremony_is_gone_through_to_the_confirmed_fingerprint(tmp_path: Path) -> None:
    relay = Relay()
    said: list[str] = []
    sitting = Desk(lambda _: "2", lambda _: "", said.append, Others(relay).go_on)

    fingerprint = scrutineer.take_part(relay, "c1", store(tmp_path), sitting)

    raw = json.loads(relay.state())["trustees"]
    assert fingerprint == trustees.fingerprint(raw)
    assert relay.sent[-1] == ("/ceremony/c1/confirm", {"fingerprint": fingerprint, "compared_with": 2})
    assert " ".join(re.findall("....", fingerprint)) in said[-1]
    assert device.check_own_part(store(tmp_path).load(), trustees.parse(raw)) > 0
    assert (tmp_path / "one.key").stat().st_mode & 0o077 == 0


def test_a_ceremony_of_one(tmp_path: Path) -> None:
    relay = Relay(size=1)
    assert scrutineer.take_part(relay, "c1", store(tmp_path), desk("yes"))


def test_a_lost_request_is_made_up_for_with_the_same_keys(tmp_path: Path) -> None:
    relay = Relay(size=1)
    for _ in range(3):
        relay.lose_next = True
        with pytest.raises(Unavailable):
            scrutineer.take_part(relay, "c1", store(tmp_path), desk("yes"))
        keys = store(tmp_path).load().keys
    assert scrutineer.take_part(relay, "c1", store(tmp_path), desk("yes"))
    assert store(tmp_path).load().keys == keys


def test_a_failed_ceremony_and_different_fingerprints_stop(tmp_path: Path) -> None:
    relay = Relay(size=1)
    with pytest.raises(DoesNotHold, match="fingerprints differ"):
        scrutineer.take_part(relay, "c1", store(tmp_path), desk("no"))
    assert not any(path.endswith("/confirm") for path, _ in relay.sent)
    assert relay.sent[-1] == ("/ceremony/c1/mismatch", {"compared": "key", "ballot": None})
    relay.failed = True
    with pytest.raises(DoesNotHold, match="the ceremony failed"):
        scrutineer.take_part(relay, "c1", store(tmp_path), desk())


@pytest.mark.parametrize("answer", ["1", "4", "yes", ""])
def test_only_another_scrutineer_s_device_is_compared(tmp_path: Path, answer: str) -> None:
    relay = Relay()
    sitting = Desk(lambda _: answer, lambda _: "", lambda _: None, Others(relay).go_on)
    with pytest.raises(Malformed, match="no such other scrutineer"):
        scrutineer.take_part(relay, "c1", store(tmp_path), sitting)
    assert not any(path.endswith("/confirm") for path, _ in relay.sent)


def test_a_key_file_of_another_ceremony_is_not_used(tmp_path: Path) -> None:
    store(tmp_path).save(KeyFile("other", 1, factories.ceremony().keys[0], None, {}))
    with pytest.raises(DoesNotHold, match="another ceremony"):
        scrutineer.take_part(Relay(size=1), "c1", store(tmp_path), desk("yes"))


def test_a_server_that_puts_other_keys_into_the_record_is_noticed(tmp_path: Path) -> None:
    relay = Relay(size=1)
    scrutineer.take_part(relay, "c1", store(tmp_path), desk("yes"))
    other = Relay(size=1)
    scrutineer.take_part(other, "c1", KeyStore(tmp_path / "other.key", "p"), desk("yes"))
    with pytest.raises(DoesNotHold, match="another share for us"):
        scrutineer.take_part(other, "c1", store(tmp_path), desk("yes"))


@pytest.mark.parametrize("text", ["[]", "{}", '{"size":2,"threshold":3}'])
def test_a_state_of_the_wrong_form_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        device.parse_state(text)


# ------------------------------------------------------------------------------------------------- opening


def key_file(index: int = 1, **changes: Any) -> KeyFile:
    done = factories.ceremony()
    fields = {"share": done.shares[index - 1], "digests": {}, "keys": done.keys[index - 1], **changes}
    return KeyFile("ceremony", index, fields["keys"], fields["share"], fields["digests"])


def serving(ballots: list[str] | None = None) -> Relay:
    parts = factories.make_parts("choose")
    relay, uuid = Relay(), parts.rules.uuid
    relay.pages = {
        f"/ballots/{uuid}/election.json": parts.election.raw,
        f"/ballots/{uuid}/trustees.json": factories.ceremony().record.raw,
        f"/ballots/{uuid}/rules.json": ballot_rules.write(parts.rules),
        f"/ballots/{uuid}/sealed.json": dump(list(parts.record.ballots) if ballots is None else ballots),
        f"/ballots/{uuid}/roll-digest.json": dump({"digest": "ab" * 32}),
        f"/ballots/{uuid}/outcome.json": factories.outcome_text(parts),
    }
    return relay


def on_screen() -> tuple[str, str]:
    ballots = factories.make_parts("choose").record.ballots
    return tally.digest(ballots)[:20], str(len(ballots))


def test_a_box_that_the_hall_screen_announced_gets_the_share(tmp_path: Path) -> None:
    parts = factories.make_parts("choose")
    store(tmp_path).save(key_file())
    relay, uuid = serving(), parts.rules.uuid

    scrutineer.open_ballot(relay, uuid, store(tmp_path), desk("yes", *on_screen()))

    (roll, _), (path, body) = relay.sent
    assert roll == f"/ballots/{uuid}/roll-signature"
    assert path == f"/ballots/{uuid}/share"
    assert body["digest"] == parts.claim.digest
    sums = tally.add_up(parts.election, parts.record.ballots)
    tally.check_partial(
        parts.election, sums, factories.ceremony().record.verification_keys[0], body["partial"]
    )
    assert store(tmp_path).load().digests == {uuid: parts.claim.digest}


def shares_sent(relay: Relay) -> list[str]:
    return [path for path, _ in relay.sent if path.endswith("/share")]


@pytest.mark.parametrize("shown", [1, 3])
def test_a_server_that_shows_one_ballot_or_all_but_one_gets_no_share(shown: int, tmp_path: Path) -> None:
    parts = factories.make_parts("choose")
    store(tmp_path).save(key_file())
    relay = serving(list(parts.record.ballots[:shown]))
    with pytest.raises(DoesNotHold, match="hall screen"):
        scrutineer.open_ballot(relay, parts.rules.uuid, store(tmp_path), desk("yes", *on_screen()))
    assert shares_sent(relay) == []


def test_a_server_that_shows_fewer_ballots_later_gets_no_second_share(tmp_path: Path) -> None:
    parts = factories.make_parts("choose")
    store(tmp_path).save(key_file())
    scrutineer.open_ballot(serving(), parts.rules.uuid, store(tmp_path), desk("yes", *on_screen()))
    fewer = list(parts.record.ballots[1:])
    relay = serving(fewer)
    announced = (tally.digest(fewer)[:16], str(len(fewer)))
    with pytest.raises(DoesNotHold, match="another set of ballots was opened before"):
        scrutineer.open_ballot(relay, parts.rules.uuid, store(tmp_path), desk("yes", *announced))
    assert shares_sent(relay) == []
    scrutineer.open_ballot(serving(), parts.rules.uuid, store(tmp_path), desk("yes", *on_screen()))


def test_a_box_with_a_bad_ballot_gets_no_share(tmp_path: Path) -> None:
    parts = factories.make_parts("choose")
    for bad in (
        [*parts.record.ballots[:3], parts.record.ballots[3].replace('"response":"', '"response":"1', 1)],
        [*parts.record.ballots[:3], parts.record.ballots[0]],
    ):
        store(tmp_path).save(key_file())
        relay = serving(bad)
        with pytest.raises(Refused):
            scrutineer.open_ballot(
                relay, parts.rules.uuid, store(tmp_path), desk("yes", tally.digest(bad)[:16], str(len(bad)))
            )
        assert shares_sent(relay) == []


def test_an_opening_stops_where_a_person_sees_a_difference(tmp_path: Path) -> None:
    parts = factories.make_parts("choose")
    store(tmp_path).save(key_file())
    for answers in (("no",), ("yes", "ab", "4"), ("yes", on_screen()[0], "x"), ("yes", "0" * 16, "4")):
        relay = serving()
        with pytest.raises(Refused):
            scrutineer.open_ballot(relay, parts.rules.uuid, store(tmp_path), desk(*answers))
        assert shares_sent(relay) == []


def test_a_key_without_share_place_or_match_opens_nothing() -> None:
    parts, record = factories.make_parts("choose"), factories.ceremony().record
    unfinished = key_file(share=None, digests={parts.rules.uuid: parts.claim.digest})
    with pytest.raises(DoesNotHold, match="holds no share"):
        device.check_own_part(unfinished, record)
    with pytest.raises(DoesNotHold, match="holds no share"):
        device.open_box(unfinished, parts.election, parts.record.ballots, 1, lambda *_: None)
    with pytest.raises(DoesNotHold, match="opened before"):
        device.open_box(key_file(), parts.election, parts.record.ballots, 1, lambda *_: None)
    with pytest.raises(DoesNotHold, match="not among these scrutineers"):
        device.check_own_part(key_file(3), factories.ceremony(1, 1).record)
    with pytest.raises(DoesNotHold, match="another key for us"):
        device.check_own_part(key_file(keys=factories.ceremony().keys[1]), record)


def test_an_outcome_is_signed_only_if_it_follows_from_the_rules(tmp_path: Path) -> None:
    parts = factories.make_parts("choose")
    store(tmp_path).save(key_file(digests={parts.rules.uuid: parts.claim.digest}))
    relay, uuid = serving(), parts.rules.uuid
    scrutineer.sign_outcome(relay, uuid, store(tmp_path), desk())
    assert relay.sent[0][0] == f"/ballots/{uuid}/outcome-signature"
    text = relay.pages[f"/ballots/{uuid}/outcome.json"]
    for changed in (
        text.replace('"chosen":false', '"chosen":true', 1),
        text.replace(parts.claim.digest, "0" * 64),
        text.replace(uuid, "1" * 14),
    ):
        relay = serving()
        relay.pages[f"/ballots/{uuid}/outcome.json"] = changed
        with pytest.raises(DoesNotHold):
            scrutineer.sign_outcome(relay, uuid, store(tmp_path), desk())
        assert relay.sent == []


# ------------------------------------------------------------------------------------------------- command


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> Relay:
    relay = serving()
    relay.size, relay.threshold = 1, 1
    relay.certs, relay.deals, relay.keys = [None], [None], [None]
    monkeypatch.setattr(relay, "sign_in", lambda *_: None)
    monkeypatch.setattr(scrutineer, "Server", lambda _: relay)
    return relay


def test_the_command_goes_through_ceremony_opening_and_outcome(signed_in: Relay, tmp_path: Path) -> None:
    uuid = factories.make_parts("choose").rules.uuid
    ours = str(tmp_path / "ours.key")
    said: list[str] = []
    sitting = ("account", "password", "pass")
    assert scrutineer.main(["https://h.test/ceremony/c1", ours], desk(*sitting, "yes", said=said)) == 0
    box = str(tmp_path / "one.key")
    store(tmp_path).save(key_file())
    url = f"https://h.test/ballots/{uuid}"
    assert scrutineer.main([url, box], desk(*sitting, "yes", *on_screen(), said=said)) == 0
    assert scrutineer.main([url, "outcome", box], desk(*sitting, said=said)) == 0
    assert [path.rsplit("/", 1)[1] for path, _ in signed_in.sent][-2:] == ["share", "outcome-signature"]


def test_the_command_says_why_it_stopped(signed_in: Relay, tmp_path: Path) -> None:
    said: list[str] = []
    sitting = ("account", "password", "pass")
    assert scrutineer.main([], desk(said=said)) == 2
    assert scrutineer.main(["https://h.test/elsewhere"], desk(*sitting, said=said)) == 1
    uuid = factories.make_parts("choose").rules.uuid
    missing = str(tmp_path / "absent.key")
    assert (
        scrutineer.main([f"https://h.test/ballots/{uuid}", "open", missing], desk(*sitting, said=said)) == 1
    )
    assert said[0].startswith("usage")
    assert "neither a ceremony's nor a ballot's" in said[1]
    assert "cannot be read" in said[2]


@pytest.mark.parametrize("name", ["scrutineer", "verify"])
def test_both_commands_run_as_programs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", [name])
    with pytest.raises(SystemExit) as left:
        runpy.run_path(str(Path(keyfile.__file__).with_name(f"{name}.py")), run_name="__main__")
    assert left.value.code == 2
