"""Blind signatures: the four vectors of RFC 9474, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.belenios import factories
from voting.belenios import blindrsa, card
from voting.belenios.canonical import dump
from voting.belenios.errors import DoesNotHold, Malformed
from voting.belenios.integers import powmod_sec

VECTORS = json.loads(Path(__file__).with_name("rfc9474_vectors.json").read_text(encoding="utf-8"))


def number(text: str) -> int:
    return int(text.removeprefix("0x"), 16)


def octets(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))


def key_of(v: dict[str, Any]) -> rsa.RSAPrivateKey:
    p, q, n, e, d = (number(v[name]) for name in "pqned")
    public = rsa.RSAPublicNumbers(e, n)
    return rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public).private_key()


@pytest.mark.parametrize("vector", VECTORS, ids=[v["name"] for v in VECTORS])
def test_a_vector_of_the_rfc(vector: dict[str, Any]) -> None:
    key = key_of(vector)
    public = blindrsa.public_key(key)
    message, salt = octets(vector["input_msg"]), octets(vector.get("salt") or "")
    blinded, inverse = blindrsa.blind(public, message, salt, number(vector["inv"]))
    assert blinded == octets(vector["blinded_msg"])
    signed = blindrsa.sign_blinded(key, blinded)
    assert signed == octets(vector["blind_sig"])
    assert blindrsa.finalize(public, message, signed, inverse, len(salt)) == octets(vector["sig"])


def test_there_are_four_vectors() -> None:
    assert len(VECTORS) == 4


def test_a_token_holds_for_its_ballot_and_credential_only() -> None:
    token = factories.make_token("u", "5")
    public = blindrsa.public_key(factories.issuing_key())
    blindrsa.verify(public, blindrsa.token_message("u", "5"), token)
    for uuid, credential in (("u", "6"), ("v", "5")):
        with pytest.raises(DoesNotHold, match="the token does not hold"):
            blindrsa.verify(public, blindrsa.token_message(uuid, credential), token)
    for broken in (b"", token[:-1], token + b"\0", bytes(384), b"\xff" * 384):
        with pytest.raises(DoesNotHold):
            blindrsa.verify(public, blindrsa.token_message("u", "5"), broken)


def test_blinding_is_random_and_hides_the_message() -> None:
    public = blindrsa.public_key(factories.issuing_key())
    assert len({blindrsa.blind(public, b"m")[0] for _ in range(3)}) == 3


@pytest.mark.parametrize("blinded", [b"", bytes(383), bytes(385), b"\xff" * 384])
def test_a_blinded_message_of_the_wrong_size_is_not_signed(blinded: bytes) -> None:
    with pytest.raises(Malformed, match="wrong size"):
        blindrsa.sign_blinded(factories.issuing_key(), blinded)


def test_a_faulty_signature_never_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = powmod_sec
    monkeypatch.setattr(blindrsa, "powmod_sec", lambda b, e, m: honest(b, e, m) + 1)
    blinded, _ = blindrsa.blind(blindrsa.public_key(factories.issuing_key()), b"m")
    with pytest.raises(DoesNotHold, match="signing failed"):
        blindrsa.sign_blinded(factories.issuing_key(), blinded)


def test_what_is_raised_to_the_secret_power_is_never_the_message_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Base blinding: whoever measures the time knows nothing of what was raised, nor does the same request show twice."""
    raised: list[int] = []

    def seen(base: int, exponent: int, modulus: int) -> int:
        raised.append(int(base))
        return int(powmod_sec(base, exponent, modulus))

    monkeypatch.setattr(blindrsa, "powmod_sec", seen)
    blinded, _ = blindrsa.blind(blindrsa.public_key(factories.issuing_key()), b"m")
    signatures = {blindrsa.sign_blinded(factories.issuing_key(), blinded) for _ in range(3)}
    assert len(signatures) == 1
    bases = set(raised)
    assert len(bases) == 3
    assert int.from_bytes(blinded, "big") not in bases


def test_an_answer_of_the_wrong_size_or_value_is_not_finalized() -> None:
    public = blindrsa.public_key(factories.issuing_key())
    _, inverse = blindrsa.blind(public, b"m")
    with pytest.raises(Malformed, match="wrong size"):
        blindrsa.finalize(public, b"m", b"", inverse)
    with pytest.raises(DoesNotHold):
        blindrsa.finalize(public, b"m", bytes(384), inverse)


def test_a_key_too_small_for_the_salt_is_refused() -> None:
    with pytest.raises(Malformed, match="too small"):
        blindrsa.blind(blindrsa.PublicKey((1 << 512) + 9, 65537), b"m")


def test_a_message_that_shares_a_factor_with_the_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    key = factories.issuing_key()
    monkeypatch.setattr(blindrsa, "_encode", lambda *_: key.private_numbers().p)
    with pytest.raises(Malformed, match="cannot be blinded"):
        blindrsa.blind(blindrsa.public_key(key), b"m")


def test_an_issuing_key_is_read_back_and_any_other_kind_refused() -> None:
    public = blindrsa.public_key(factories.issuing_key())
    good: dict[str, object] = dict(blindrsa.issuer_json(public))
    assert blindrsa.load_issuer(dump(good)) == public
    small = blindrsa.issuer_json(blindrsa.PublicKey(1 << 2048 | 1, 65537))
    even = blindrsa.issuer_json(blindrsa.PublicKey(1 << 3071, 65537))
    third = blindrsa.issuer_json(blindrsa.PublicKey(public.n, 3))
    for bad in (
        small,
        even,
        third,
        {**good, "kty": "EC"},
        {**good, "n": "AAAA" + str(good["n"])},
        {**good, "e": 7},
    ):
        with pytest.raises(Malformed):
            blindrsa.parse_issuer(bad)


def test_a_card_follows_from_its_seed() -> None:
    public = blindrsa.public_key(factories.issuing_key())
    seed = card.new_seed()
    one, again, other = (
        card.derive(seed, "u", public),
        card.derive(seed, "u", public),
        card.derive(seed, "v", public),
    )
    assert (one.secret, one.lookup) == (again.secret, again.lookup)
    assert one.secret != other.secret
    assert one.lookup != other.lookup
    signed = blindrsa.sign_blinded(factories.issuing_key(), card.blinded(one, "u", public))
    blindrsa.finalize(public, blindrsa.token_message("u", one.credential), signed, one.inverse)
    assert str(one.secret) not in repr(one)


@pytest.mark.parametrize("seed", ["", "A" * 23, "A" * 25, "a" * 24, "A" * 23 + "1", "A" * 23 + "\n"])
def test_a_seed_of_the_wrong_form_is_refused(seed: str) -> None:
    with pytest.raises(Malformed, match="24 characters"):
        card.derive(seed, "u", blindrsa.public_key(factories.issuing_key()))
