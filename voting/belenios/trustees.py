"""Scrutineers' threshold key (Belenios specification 4.6 in the 3.x format, 4.7 trustees): Pedersen, t of n.

Three asynchronous rounds on each scrutineer's device (`certify`, `deal`, `finish`); the relay checks what passes
and assembles the public record. No secret of a scrutineer ever leaves the functions of his own rounds.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from voting.belenios import channel, shape
from voting.belenios.canonical import dump, load_canonical
from voting.belenios.errors import DoesNotHold, need, need_form
from voting.belenios.fingerprint import fingerprint as fingerprint_of_text
from voting.belenios.group import NAME, Chance, G, Q, chance, parse_member, power, product, secret_power
from voting.belenios.integers import mpz
from voting.belenios.proofs import Proof, knowledge_holds, prove_knowledge, sign, signature_holds

MOST_SCRUTINEERS = 20

Json = dict[str, object]


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """A scrutineer's two secrets of round 1: for signing, and for receiving shares."""

    signing: int
    decryption: int


@dataclass(frozen=True, slots=True)
class Cert:
    """A checked certificate: the public halves of `Keys`."""

    verification: int
    encryption: int


@dataclass(frozen=True, slots=True)
class Trustees:
    """A checked trustee record.

    verification_keys, signing_keys: decimal strings, scrutineer i at place i - 1.
    joint_key: the ballot key y.
    """

    raw: str
    threshold: int
    verification_keys: tuple[str, ...]
    signing_keys: tuple[str, ...]
    joint_key: str


# -------------------------------------------------------------------------------------- a scrutineer's rounds


@dataclass(frozen=True, slots=True)
class Seat:
    """A scrutineer's place in a ceremony.

    index: from 1. name: shown in the record, e.g. the post. draw, nonces: replaced only by tests.
    """

    ceremony: str
    size: int
    threshold: int
    index: int
    name: str = ""
    draw: Chance = chance
    nonces: channel.NonceSource = secrets.token_bytes


def certify(seat: Seat, keys: Keys | None = None) -> tuple[Keys, Json]:
    """Round 1: make the two key pairs and certify them; keys: those of a round that was cut off.

    Draws: signing, decryption, then w of the signature.
    """
    need_form(is_threshold(seat.size, seat.threshold), "the threshold is not more than half")
    keys = keys or Keys(seat.draw(), seat.draw())
    message = dump(
        {
            "context": _context(seat.size, seat.threshold, seat.index),
            "verification": str(secret_power(G, keys.signing)),
            "encryption": str(secret_power(G, keys.decryption)),
        }
    )
    return keys, {"message": message, "signature": sign(keys.signing, message, seat.draw).as_json()}


def deal(seat: Seat, keys: Keys, certs: Sequence[object]) -> Json:
    """Round 2: deal a random polynomial of degree t - 1, one sealed share per scrutineer, oneself included.

    Draws: t coefficients from the constant up, w of the coefficients' signature, w of the certificates'.
    Returns {"coefexps", "signature", "sealed_shares"}; nothing secret needs to be kept beyond `keys`.
    Errors: those of `check_certs`; DoesNotHold if our own certificate was replaced.
    """
    checked = _own_certs(seat, keys, certs)
    polynomial = [seat.draw() for _ in range(seat.threshold)]
    public = [str(secret_power(G, coefficient)) for coefficient in polynomial]
    message = dump({"coefexps": public})
    coefexps = {"message": message, "signature": sign(keys.signing, message, seat.draw).as_json()}
    sealed = []
    for addressee, cert in enumerate(checked, 1):
        share = sum(a * addressee**k for k, a in enumerate(polynomial)) % Q
        place = (seat.ceremony, seat.index, addressee)
        sealed.append(channel.seal_share(share, keys.decryption, str(cert.encryption), place, seat.nonces))
    return {
        "coefexps": coefexps,
        "signature": sign(keys.signing, _certs_message(certs, public), seat.draw).as_json(),
        "sealed_shares": sealed,
    }


def finish(
    seat: Seat, keys: Keys, certs: Sequence[object], deals: Sequence[object], sealed_shares: Sequence[str]
) -> tuple[int, Json]:
    """Round 3: open the shares dealt to us, check them, and add them up.

    deals: of every scrutineer {"coefexps", "signature", ...}; sealed_shares: the one for us from each.
    Draws: w of the proof of knowledge, w of the signature.
    Returns the secret share and the public verification key.
    Errors: DoesNotHold "the share of scrutineer 2 does not hold", and those of the checks.
    """
    checked = _own_certs(seat, keys, certs)
    coefficients = [check_deal(certs, one, i, seat.threshold) for i, one in enumerate(deals, 1)]
    need_form(len(coefficients) == len(sealed_shares) == len(checked), "a deal is missing")
    share = mpz(0)
    for dealer, sealed in enumerate(sealed_shares, 1):
        place = (seat.ceremony, dealer, seat.index)
        part = channel.open_share(sealed, keys.decryption, str(checked[dealer - 1].encryption), place)
        expected = _evaluate(coefficients[dealer - 1], seat.index)
        need(secret_power(G, part) == expected, f"the share of scrutineer {dealer} does not hold")
        share = (share + part) % Q
    public = str(secret_power(G, share))
    pok = prove_knowledge(share, f"pok|{NAME}|{public}|", seat.draw)
    signature = sign(keys.signing, public, seat.draw)
    key: Json = {"pok": pok.as_json(), "public_key": public, "signature": signature.as_json()}
    return share, key | ({"name": seat.name} if seat.name else {})


def _own_certs(seat: Seat, keys: Keys, certs: Sequence[object]) -> list[Cert]:
    need_form(len(certs) == seat.size, "a certificate is missing")
    checked = check_certs(certs, seat.threshold)
    own = Cert(secret_power(G, keys.signing), secret_power(G, keys.decryption))
    need(checked[seat.index - 1] == own, "our own certificate was replaced")
    return checked


def _context(size: int, threshold: int, index: int) -> Json:
    return {"group": NAME, "size": size, "threshold": threshold, "index": index}


def _certs_message(certs: Sequence[object], coefexps: Sequence[str]) -> str:
    return "certs_sig|" + dump({"certs": list(certs), "coefexps": list(coefexps)})


def _evaluate(coefficients: Sequence[int], index: int) -> int:
    """Return g^f(index) from the public coefficients g^(a_k)."""
    return product([power(a, index**k) for k, a in enumerate(coefficients)])


# -------------------------------------------------------------------------------------------------- checks


def is_threshold(size: int, threshold: int) -> bool:
    """Tell whether t of n is allowed here: 1 to 20 scrutineers, t more than half (protocol, step 1)."""
    return 1 <= size <= MOST_SCRUTINEERS and size < 2 * threshold <= 2 * size


def _signed(value: object) -> tuple[str, Proof]:
    message, signature = shape.fields(value, "message", "signature")
    return shape.text(message), Proof.parse(signature)


def check_cert(cert: object, size: int, threshold: int, index: int) -> Cert:
    """Check one certificate of round 1.

    Errors: Malformed, DoesNotHold.
    """
    message, signature = _signed(cert)
    context, verification, encryption = shape.fields(
        load_canonical(message), "context", "verification", "encryption"
    )
    expected = dump(_context(size, threshold, index))
    need(dump(context) == expected, f"the certificate {index} was made for something else")
    checked = Cert(parse_member(verification), parse_member(encryption))
    need(checked.verification != 1 and checked.encryption != 1, f"a key of scrutineer {index} is 1")
    need(signature_holds(checked.verification, message, signature), f"the certificate {index} does not hold")
    return checked


def check_certs(certs: Sequence[object], threshold: int) -> list[Cert]:
    """Check all certificates of round 1, and that no key occurs twice."""
    need_form(is_threshold(len(certs), threshold), "the threshold is not more than half")
    checked = [check_cert(cert, len(certs), threshold, i) for i, cert in enumerate(certs, 1)]
    keys = {key for cert in checked for key in (cert.verification, cert.encryption)}
    need(len(keys) == 2 * len(checked), "two scrutineers' keys are equal")
    return checked


def check_deal(certs: Sequence[object], deal: object, index: int, threshold: int) -> list[int]:
    """Check the public part of scrutineer `index`'s deal; returns the public coefficients.

    deal: an object with "coefexps" and "signature"; more fields (the sealed shares) are not looked at.
    Errors: Malformed, DoesNotHold.
    """
    if not (shape.has(deal, "coefexps") and shape.has(deal, "signature")) or not isinstance(deal, dict):
        raise DoesNotHold(f"the deal of scrutineer {index} is missing")
    verification = check_cert(certs[index - 1], len(certs), threshold, index).verification
    message, signature = _signed(deal["coefexps"])
    (listed,) = shape.fields(load_canonical(message), "coefexps")
    texts = shape.texts(shape.items(listed, threshold))
    coefficients = [parse_member(text) for text in texts]
    holds = signature_holds(verification, message, signature)
    need(holds, f"the coefficients of scrutineer {index} are not signed")
    second = Proof.parse(deal["signature"])
    holds = signature_holds(verification, _certs_message(certs, texts), second)
    need(holds, f"scrutineer {index} did not sign these certificates")
    return coefficients


def check_verification_key(cert: Cert, coefficients: Sequence[Sequence[int]], key: object, index: int) -> str:
    """Check the verification key of round 3 against everybody's coefficients; returns it.

    Errors: Malformed, DoesNotHold.
    """
    names = ["pok", "public_key", "signature"] + ["name"] * shape.has(key, "name")
    pok, public_key, signature, *name = shape.fields(key, *names)
    shape.texts(name)
    public = parse_member(public_key)
    expected = product([_evaluate(one, index) for one in coefficients])
    need(public == expected, f"the verification key {index} does not follow from the deals")
    holds = knowledge_holds(public, f"pok|{NAME}|{public}|", Proof.parse(pok))
    need(holds, f"the proof of verification key {index} does not hold")
    holds = signature_holds(cert.verification, str(public), Proof.parse(signature))
    need(holds, f"the signature of verification key {index} does not hold")
    return str(public)


# -------------------------------------------------------------------------------------------- public record


def assemble(
    certs: Sequence[object], deals: Sequence[object], verification_keys: Sequence[object], threshold: int
) -> str:
    """Assemble the published trustee record from the three rounds and check it whole.

    Errors: Malformed, DoesNotHold.
    """
    public = [deal for deal in deals if isinstance(deal, dict)]
    record: Json = {
        "threshold": threshold,
        "certs": list(certs),
        "coefexps": [deal["coefexps"] for deal in public],
        "signatures": [deal["signature"] for deal in public],
        "verification_keys": list(verification_keys),
    }
    raw = dump([["Pedersen", record]])
    parse(raw)
    return raw


def parse(raw: str) -> Trustees:
    """Check a trustee record completely: one Pedersen group, every signature and proof.

    Errors: Malformed, DoesNotHold.
    """
    (group_of_trustees,) = shape.items(load_canonical(raw), 1)
    kind, record = shape.items(group_of_trustees, 2)
    need_form(kind == "Pedersen", "the trustees are not one Pedersen group")
    threshold_value, certs_value, coefexps, signatures, keys = shape.fields(
        record, "threshold", "certs", "coefexps", "signatures", "verification_keys"
    )
    threshold = shape.number(threshold_value, 1, MOST_SCRUTINEERS)
    certs = shape.items(certs_value)
    checked = check_certs(certs, threshold)
    pairs = zip(shape.items(coefexps, len(certs)), shape.items(signatures, len(certs)), strict=True)
    coefficients = [
        check_deal(certs, {"coefexps": one, "signature": signature}, i, threshold)
        for i, (one, signature) in enumerate(pairs, 1)
    ]
    listed = enumerate(zip(checked, shape.items(keys, len(certs)), strict=True), 1)
    verification = tuple(check_verification_key(cert, coefficients, key, i) for i, (cert, key) in listed)
    joint = product([one[0] for one in coefficients])
    signing = tuple(str(cert.verification) for cert in checked)
    return Trustees(raw, threshold, verification, signing, str(joint))


def joint_key(raw: str) -> str:
    """Return the ballot key of a trustee record, after checking the record."""
    return parse(raw).joint_key


def fingerprint(raw: str) -> str:
    """Return the 24 digits of a trustee record that the scrutineers compare aloud."""
    return fingerprint_of_text(raw)
