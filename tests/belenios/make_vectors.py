"""Write tests/belenios/vectors.json: known answers that Python and JavaScript must both reproduce.

Run: .venv/bin/python -m tests.belenios.make_vectors
Deterministic: every random value comes from SHA-256 of a label and a counter, and is listed in the file.

Shape (every number is a decimal string unless told; bytes are base64url without padding; `*_raw` and "raw" are exact
texts; "draws" lists every scalar drawn, in the order in which the code draws them):

  group       {name, p, q, g, powers: [{base, exponent, result}], members: [{text, member: bool}]}
  scalars     [{prefix, elements: [...], result}]                       hash to scalar
  texts       [{text, hex, b64, fingerprint}]                           hashes of a text, the 24 digits
  ceremony    {id, size: int, threshold: int, seats: [{index: int, name, draws, nonces: [b64url],
               signing, decryption, cert, deal, share, verification_key}], trustees_raw, joint_key, fingerprint,
               messages: [{index: int, message, draws, signature}]}     draws of a seat: round 1, then 2, then 3
  ballots     [{name, election_raw, hash, secret, credential, choices: [[int]], draws, randomness: [[...]],
               raw, tracker}]                                           choose, each, choose with nothing chosen
  decryption  {election_raw, ballots: [raw], digest, tally_raw, sized_raw,
               partials: [{index: int, draws, raw}], result_raw, counts: [[int]]}
               digest: hex SHA-256 of the sorted ballots, each followed by a line feed
  token       {p, q, issuer: {...}, uuid, credential, message, salt, inverse, blinded, blind_signature, signature}
               inverse: 384 bytes; p, q: the test key's primes, decimal
  set_up      {election_raw, issuer: {...}, fingerprint}                what tablets and the hall screen show
  card        {seed, uuid, secret, credential, salt, inverse, lookup, blinded}
  receipt     {private, public, uuid, tracker, signature}
  key_file    {passphrase, ceremony, index: int, signing, decryption, share, digests: {uuid: digest}, salt, nonce, raw}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from gmpy2 import next_prime

from voting.belenios import (
    ballot,
    blindrsa,
    canonical,
    card,
    election,
    group,
    keyfile,
    proofs,
    receipt,
    statements,
    tally,
    trustees,
)
from voting.belenios.canonical import b64url
from voting.belenios.fingerprint import fingerprint

VECTORS = Path(__file__).with_name("vectors.json")
UUID = "XzPiaoJueVec11"
CEREMONY = "ceremony-1"

Json = dict[str, object]


def stream(label: str) -> Callable[[int], bytes]:
    """Return a deterministic source of bytes."""
    counter = 0

    def draw(length: int) -> bytes:
        nonlocal counter
        out = b""
        while len(out) < length:
            out += hashlib.sha256(f"{label}|{counter}".encode()).digest()
            counter += 1
        return out[:length]

    return draw


class Draws:
    """A deterministic source of scalars that remembers what it gave."""

    def __init__(self, label: str) -> None:
        self._bytes = stream(label)
        self.drawn: list[str] = []

    def __call__(self) -> int:
        scalar = int.from_bytes(self._bytes(48), "big") % group.Q
        self.drawn.append(str(scalar))
        return scalar

    def take(self) -> list[str]:
        taken, self.drawn = self.drawn, []
        return taken


def group_vectors() -> Json:
    draw = Draws("group")
    base = group.power(group.G, draw())
    exponents = [0, 1, 2, int(group.Q) - 1, draw(), draw()]
    powers = [
        {"base": str(b), "exponent": str(e), "result": str(group.power(b, e))}
        for b in (group.G, base)
        for e in exponents
    ]
    order2 = group.P - 1
    order3 = pow(int(base) + 1, int(group.P - 1) // 3, int(group.P))
    members = [(1, True), (base, True), (order2, False), (order3, False), (base * order2 % group.P, False)]
    return {
        "name": group.NAME,
        "p": str(group.P),
        "q": str(group.Q),
        "g": str(group.G),
        "powers": powers,
        "members": [{"text": str(element), "member": member} for element, member in members],
    }


def scalar_vectors() -> list[Json]:
    some = [group.power(group.G, e) for e in (3, 5, 8)]
    prefixes = ["pok|BELENIOS-2048|7|", "sigmsg|民生|", "prove|x|y|", "decrypt|x|y|"]
    return [
        {
            "prefix": prefix,
            "elements": [str(element) for element in some],
            "result": str(proofs.hash_to_scalar(prefix, some)),
        }
        for prefix in prefixes
    ]


def text_vectors() -> list[Json]:
    return [
        {
            "text": text,
            "hex": canonical.hex_sha256(text),
            "b64": canonical.b64_sha256(text),
            "fingerprint": fingerprint(text),
        }
        for text in ("", "abc", '{"name":"民生实事项目","quote":"\\""}')
    ]


def ceremony_vectors() -> tuple[Json, list[tuple[int, int]], trustees.Trustees]:
    """Run a ceremony of 2 of 3; returns the vectors, (signing secret, share) per seat, and the record."""
    draws = [Draws(f"seat {i}") for i in (1, 2, 3)]
    nonces = [stream(f"nonce {i}") for i in (1, 2, 3)]
    seats = [
        trustees.Seat(CEREMONY, 3, 2, i, f"监票人{i}", draw, nonce)
        for i, (draw, nonce) in enumerate(zip(draws, nonces, strict=True), 1)
    ]
    first = [trustees.certify(seat) for seat in seats]
    certs = [cert for _, cert in first]
    deals = [trustees.deal(seat, keys, certs) for seat, (keys, _) in zip(seats, first, strict=True)]
    last = []
    for seat, (keys, _) in zip(seats, first, strict=True):
        sealed = [deal["sealed_shares"][seat.index - 1] for deal in deals]  # type: ignore[index]
        last.append(trustees.finish(seat, keys, certs, deals, sealed))
    raw = trustees.assemble(certs, deals, [key for _, key in last], 2)
    record = trustees.parse(raw)
    listed = []
    for i, seat in enumerate(seats):
        again = stream(f"nonce {i + 1}")
        listed.append(
            {
                "index": seat.index,
                "name": seat.name,
                "draws": draws[i].take(),
                "nonces": [b64url(again(12)) for _ in seats],
                "signing": str(first[i][0].signing),
                "decryption": str(first[i][0].decryption),
                "cert": certs[i],
                "deal": deals[i],
                "share": str(last[i][0]),
                "verification_key": last[i][1],
            }
        )
    messages = []
    for message in (
        statements.roll_message_of_protocol_1(UUID, "00" * 32),
        statements.outcome_message(UUID, '{"uuid":"…"}'),
    ):
        draw = Draws(message)
        signature = statements.sign_message(first[0][0].signing, message, draw)
        messages.append({"index": 1, "message": message, "draws": draw.take(), "signature": signature})
    vectors: Json = {
        "id": CEREMONY,
        "size": 3,
        "threshold": 2,
        "seats": listed,
        "trustees_raw": raw,
        "joint_key": record.joint_key,
        "fingerprint": trustees.fingerprint(raw),
        "messages": messages,
    }
    secrets = [(keys.signing, share) for (keys, _), (share, _) in zip(first, last, strict=True)]
    return vectors, secrets, record


def elections(key: str) -> dict[str, str]:
    choose = election.Question("请选择不超过 2 项", ("学校食堂", "农村公路“最后一公里”", "社区养老"), 0, 2)
    each = [
        election.Question(name, ("赞成", "反对", "弃权"), 1, 1)
        for name in ("学校食堂", "农村公路“最后一公里”")
    ]
    described = "sha256:" + "0" * 64
    return {
        "choose": election.build(UUID, "民生实事项目票决", described, [choose], key),
        "each": election.build("XzPiaoJueVec12", "逐项表决", described, each, key),
    }


def ballot_vectors(raws: dict[str, str]) -> list[Json]:
    kinds = [
        ("choose two", "choose", [[1, 0, 1]]),
        ("choose nothing", "choose", [[0, 0, 0]]),
        ("each", "each", [[1, 0, 0], [0, 0, 1]]),
    ]
    vectors: list[Json] = []
    for name, kind, choices in kinds:
        parsed = election.Election.parse(raws[kind])
        draw = Draws(name)
        secret, credential = ballot.new_credential(draw)
        draw.take()
        sealing = ballot.seal_openly(parsed, secret, choices, draw)
        ballot.check(parsed, sealing.raw)
        vectors.append(
            {
                "name": name,
                "election_raw": parsed.raw,
                "hash": parsed.hash,
                "secret": str(secret),
                "credential": credential,
                "choices": choices,
                "draws": draw.take(),
                "randomness": sealing.randomness,
                "raw": sealing.raw,
                "tracker": ballot.tracker(sealing.raw),
            }
        )
    return vectors


def decryption_vectors(raw: str, secrets: list[tuple[int, int]], record: trustees.Trustees) -> Json:
    parsed = election.Election.parse(raw)
    draw = Draws("decryption ballots")
    votes = [[[1, 1, 0]], [[1, 0, 0]], [[0, 0, 0]]]
    ballots = sorted(ballot.seal(parsed, ballot.new_credential(draw)[0], vote, draw) for vote in votes)
    sums = tally.add_up(parsed, ballots)
    partials, factors = [], {}
    for index in (1, 3):
        draw = Draws(f"decryption {index}")
        partial = tally.partial_decrypt(parsed, sums, secrets[index - 1][1], draw)
        key = record.verification_keys[index - 1]
        factors[index] = tally.check_partial(parsed, sums, key, partial)
        partials.append({"index": index, "draws": draw.take(), "raw": partial})
    counts = tally.combine(sums, factors, len(ballots))
    encrypted = tally.tally_raw(sums)
    return {
        "election_raw": raw,
        "ballots": ballots,
        "digest": tally.digest(ballots),
        "tally_raw": encrypted,
        "sized_raw": tally.sized_raw(encrypted, len(ballots)),
        "partials": partials,
        "result_raw": tally.result_raw(counts),
        "counts": counts,
    }


def issuing_key(label: str) -> rsa.RSAPrivateKey:
    """Make the RSA-3072 key of the vectors from SHA-256: for tests only."""
    draw = stream(label)
    primes = []
    for _ in range(2):
        start = int.from_bytes(draw(192), "big") | 3 << 1534
        prime = int(next_prime(start))
        while (prime - 1) % blindrsa.EXPONENT == 0:
            prime = int(next_prime(prime))
        primes.append(prime)
    p, q = primes
    d = pow(blindrsa.EXPONENT, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(blindrsa.EXPONENT, p * q)
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public)
    return numbers.private_key()


def token_vectors(key: rsa.RSAPrivateKey, credential: str) -> Json:
    issuer = blindrsa.public_key(key)
    draw = stream("token")
    salt = draw(blindrsa.SALT_BYTES)
    inverse = int.from_bytes(draw(400), "big") % issuer.n
    message = blindrsa.token_message(UUID, credential)
    blinded, _ = blindrsa.blind(issuer, message, salt, inverse)
    signed = blindrsa.sign_blinded(key, blinded)
    numbers = key.private_numbers()
    return {
        "p": str(numbers.p),
        "q": str(numbers.q),
        "issuer": blindrsa.issuer_json(issuer),
        "uuid": UUID,
        "credential": credential,
        "message": message.decode(),
        "salt": b64url(salt),
        "inverse": b64url(inverse.to_bytes(issuer.size, "big")),
        "blinded": b64url(blinded),
        "blind_signature": b64url(signed),
        "signature": b64url(blindrsa.finalize(issuer, message, signed, inverse)),
    }


def card_vectors(issuer: blindrsa.PublicKey) -> Json:
    seed = "MFRGGZDFMZTWQ2LKNNWG23TP"
    one = card.derive(seed, UUID, issuer)
    return {
        "seed": seed,
        "uuid": UUID,
        "secret": str(one.secret),
        "credential": one.credential,
        "salt": b64url(one.salt),
        "inverse": b64url(one.inverse.to_bytes(issuer.size, "big")),
        "lookup": one.lookup,
        "blinded": b64url(card.blinded(one, UUID, issuer)),
    }


def receipt_vectors(tracker: str) -> Json:
    seed = stream("receipt")(32)
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return {
        "private": b64url(seed),
        "public": receipt.public_key(key),
        "uuid": UUID,
        "tracker": tracker,
        "signature": receipt.sign(key, UUID, tracker),
    }


def key_file_vectors() -> Json:
    draw = Draws("key file")
    keys = trustees.Keys(draw(), draw())
    said = keyfile.Said(f"roll|{UUID}|{'cd' * 32}|3", "", {1: "ef" * 32})
    file = keyfile.KeyFile(CEREMONY, 2, keys, draw(), {UUID: "ab" * 32}, {UUID: said})
    passphrase = "忻州 correct horse"
    again = stream("key file bytes")
    return {
        "passphrase": passphrase,
        "ceremony": CEREMONY,
        "index": 2,
        "signing": str(keys.signing),
        "decryption": str(keys.decryption),
        "share": str(file.share),
        "digests": file.digests,
        "said": {UUID: {"roll": said.roll, "outcomes": {"1": said.outcomes[1]}}},
        "salt": b64url(again(16)),
        "nonce": b64url(again(12)),
        "raw": keyfile.seal(file, passphrase, stream("key file bytes")),
    }


def make() -> Json:
    """Compute all vectors."""
    ceremony, secrets, record = ceremony_vectors()
    raws = elections(record.joint_key)
    ballots = ballot_vectors(raws)
    key = issuing_key("issuer")
    issuer = blindrsa.public_key(key)
    chosen = election.Election.parse(raws["choose"])
    return {
        "group": group_vectors(),
        "scalars": scalar_vectors(),
        "texts": text_vectors(),
        "ceremony": ceremony,
        "ballots": ballots,
        "decryption": decryption_vectors(raws["choose"], secrets, record),
        "token": token_vectors(key, str(ballots[0]["credential"])),
        "set_up": {
            "election_raw": chosen.raw,
            "issuer": blindrsa.issuer_json(issuer),
            "fingerprint": election.set_up_fingerprint(chosen, issuer.n, issuer.e),
        },
        "card": card_vectors(issuer),
        "receipt": receipt_vectors(str(ballots[0]["tracker"])),
        "key_file": key_file_vectors(),
    }


def as_text(vectors: Json) -> str:
    """Write the vectors as the file holds them."""
    return json.dumps(vectors, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    VECTORS.write_text(as_text(make()), encoding="utf-8")
