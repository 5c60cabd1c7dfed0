"""The key file opens with its passphrase only, and opens one set of ballots per ballot only."""

from __future__ import annotations

import json
from typing import Any

import pytest

from voting.belenios import keyfile
from voting.belenios.canonical import dump, hex_sha256
from voting.belenios.errors import DoesNotHold, Malformed
from voting.belenios.group import chance
from voting.belenios.keyfile import KeyFile
from voting.belenios.trustees import Keys

FILE = KeyFile("c", 2, Keys(chance(), chance()), None, {})


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "ROUNDS", 10)


def test_a_file_is_read_back() -> None:
    file = FILE.with_share(chance()).with_digest("u", "d")
    assert keyfile.unseal(keyfile.seal(file, "忻州"), "忻州") == file
    assert keyfile.unseal(keyfile.seal(FILE, "p"), "p") == FILE


def test_another_passphrase_does_not_open_it() -> None:
    with pytest.raises(DoesNotHold, match="the passphrase does not open"):
        keyfile.unseal(keyfile.seal(FILE, "p"), "q")


def test_neither_file_nor_refusal_shows_a_secret() -> None:
    raw = keyfile.seal(FILE, "p")
    assert str(FILE.keys.signing) not in raw + repr(FILE)


def test_a_second_digest_of_one_ballot_is_refused() -> None:
    file = FILE.with_digest("u", "d1").with_digest("v", "d2")
    assert file.with_digest("u", "d1") == file
    with pytest.raises(DoesNotHold, match="another set of ballots was opened before"):
        file.with_digest("u", "d2")


def test_a_second_roll_or_sample_and_a_second_outcome_of_one_serial_are_refused() -> None:
    file = FILE.with_roll("u", "r1").with_sample("u", "s1").with_outcome("u", 1, "", "t1")
    assert file.with_roll("u", "r1").with_sample("u", "s1").with_outcome("u", 1, "", "t1") == file
    assert file.with_roll("v", "r2").said_of("v").roll == "r2"
    with pytest.raises(DoesNotHold):
        file.with_roll("u", "r2")
    with pytest.raises(DoesNotHold):
        file.with_sample("u", "s2")
    for serial, previous in ((1, ""), (2, hex_sha256("another"))):
        with pytest.raises(DoesNotHold):
            file.with_outcome("u", serial, previous, "t2")
    recounted = file.with_outcome("u", 2, hex_sha256("t1"), "t2")
    assert keyfile.unseal(keyfile.seal(recounted, "p"), "p") == recounted


def test_a_file_of_version_1_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_said(value: dict[str, Any]) -> str:
        value.pop("said", None)
        return dump({**value, "version": 1} if "version" in value else value)

    monkeypatch.setattr(keyfile, "dump", without_said)
    old = keyfile.seal(FILE.with_digest("u", "d"), "p")
    monkeypatch.undo()
    monkeypatch.setattr(keyfile, "ROUNDS", 10)
    assert json.loads(old)["version"] == 1
    assert keyfile.unseal(old, "p") == FILE.with_digest("u", "d")


@pytest.mark.parametrize(
    "said", [[], {"u": []}, {"u": {"roll": 1}}, {"u": {"outcomes": []}}, {"u": {"x": ""}}]
)
def test_what_was_said_has_its_form(said: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        keyfile, "dump", lambda value: dump({**value, "said": said} if "said" in value else value)
    )
    raw = keyfile.seal(FILE, "p")
    monkeypatch.undo()
    monkeypatch.setattr(keyfile, "ROUNDS", 10)
    with pytest.raises(Malformed):
        keyfile.unseal(raw, "p")


@pytest.mark.parametrize(
    "changes",
    [
        {"kdf": "none"},
        {"rounds": 1},
        {"version": 3},
        {"salt": "AAAA"},
        {"nonce": "AAAA"},
        {"sealed": "AAAA"},
        {"sealed": "!"},
        {"ceremony": 1},
        {"extra": 1},
    ],
)
def test_a_damaged_file_is_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        keyfile.unseal(dump({**json.loads(keyfile.seal(FILE, "p")), **changes}), "p")


def test_a_file_of_another_ceremony_does_not_open_under_a_changed_name() -> None:
    with pytest.raises(DoesNotHold):
        keyfile.unseal(dump({**json.loads(keyfile.seal(FILE, "p")), "ceremony": "d"}), "p")


def test_digests_that_are_not_a_table_are_malformed() -> None:
    odd = KeyFile("c", 1, FILE.keys, None, [])  # type: ignore[arg-type]
    with pytest.raises(Malformed, match="damaged"):
        keyfile.unseal(keyfile.seal(odd, "p"), "p")
