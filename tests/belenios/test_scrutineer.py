"""A scrutineer at a laptop, against a server that plays its part honestly or not."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import pytest

from tests.belenios import factories
from tests.belenios.opening_factories import Relay, answers_of, desk, key_file, on_print, serving
from voting.belenios import device, keyfile, scrutineer, trustees
from voting.belenios.desk import Desk, KeyStore
from voting.belenios.errors import DoesNotHold, Malformed
from voting.belenios.keyfile import KeyFile
from voting.belenios.remote import Unavailable


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "ROUNDS", 10)


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
    assert scrutineer.main([url, box], desk(*sitting, *on_print(), *answers_of("1111"), said=said)) == 0
    assert scrutineer.main([url, "outcome", box], desk(*sitting, "5", "", said=said)) == 0
    assert [path.rsplit("/", 1)[1] for path, _ in signed_in.sent][-2:] == ["share", "statement"]


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
