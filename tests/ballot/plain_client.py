"""A voter's program written from docs/protocol.md alone: integers, hashes and urllib-like calls; nothing of voting/."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGE = (Path(__file__).parents[2] / "docs/protocol.md").read_text(encoding="utf-8")
P, G, Q = (int(re.findall(rf"^{name} = (\d+)$", PAGE, re.MULTILINE)[0]) for name in "pgq")
Ask = Callable[[str, str, dict[str, Any] | None, bool], tuple[int, str]]
"""(method, path, body, signed in) -> status and text."""


def b64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unb64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def plain64(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def canonical(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def to_scalar(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % Q


def scalar() -> int:
    return secrets.randbelow(Q - 1) + 1


# ------------------------------------------------------------------------------- RFC 9474, PSS by hand


def mgf1(seed: bytes, length: int) -> bytes:
    blocks = range(-(-length // 48))
    return b"".join(hashlib.sha384(seed + n.to_bytes(4, "big")).digest() for n in blocks)[:length]


def pss_encode(message: bytes, salt: bytes, bits: int) -> int:
    size = (bits + 7) // 8
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(size - len(salt) - 48 - 2) + b"\x01" + salt
    masked = bytes(a ^ b for a, b in zip(block, mgf1(digest, len(block)), strict=True))
    first = masked[0] & (0xFF >> (8 * size - bits))
    return int.from_bytes(bytes([first]) + masked[1:] + digest + b"\xbc", "big")


# ------------------------------------------------------------------------------------------- Belenios


def disjunction(y: int, r: int, plain: int, values: range, prefix: str) -> list[dict[str, str]]:
    """Prove that (g^r, y^r g^plain) encrypts one of the values."""
    alpha, beta = pow(G, r, P), pow(y, r, P) * pow(G, plain, P) % P
    proofs = [(scalar(), scalar()) for _ in values]
    w = scalar()
    commitments: list[int] = []
    for value, (challenge, response) in zip(values, proofs, strict=True):
        if value == plain:
            commitments += [pow(G, w, P), pow(y, w, P)]
            continue
        shifted = beta * pow(G, -value, P) % P
        commitments.append(pow(G, response, P) * pow(alpha, challenge, P) % P)
        commitments.append(pow(y, response, P) * pow(shifted, challenge, P) % P)
    whole = to_scalar(prefix + ",".join(map(str, commitments)))
    others = sum(c for value, (c, _) in zip(values, proofs, strict=True) if value != plain)
    real = (whole - others) % Q
    done = [
        (real, (w - r * real) % Q) if value == plain else pair
        for value, pair in zip(values, proofs, strict=True)
    ]
    return [{"challenge": str(c), "response": str(s)} for c, s in done]


def answer(question: dict[str, Any], votes: list[int], y: int, context: str) -> dict[str, Any]:
    randomness = [scalar() for _ in votes]
    pairs = [(pow(G, r, P), pow(y, r, P) * pow(G, v, P) % P) for r, v in zip(randomness, votes, strict=True)]
    texts = [f"{alpha},{beta}" for alpha, beta in pairs]
    alpha_sum = beta_sum = 1
    for alpha, beta in pairs:
        alpha_sum, beta_sum = alpha_sum * alpha % P, beta_sum * beta % P
    overall = f"prove|{context}|{','.join(texts)}|{alpha_sum},{beta_sum}|"
    levels = range(question["min"], question["max"] + 1)
    return {
        "choices": [{"alpha": str(alpha), "beta": str(beta)} for alpha, beta in pairs],
        "individual_proofs": [
            disjunction(y, r, v, range(2), f"prove|{context}|{text}|")
            for r, v, text in zip(randomness, votes, texts, strict=True)
        ],
        "overall_proof": disjunction(y, sum(randomness) % Q, sum(votes), levels, overall),
    }


def seal(election_raw: str, x: int, choices: list[list[int]]) -> str:
    election = json.loads(election_raw)
    credential, election_hash = str(pow(G, x, P)), plain64(election_raw)
    y, context = int(election["public_key"]), f"{election_hash}|{credential}"
    body = {
        "election_uuid": election["uuid"],
        "election_hash": election_hash,
        "credential": credential,
        "answers": [answer(q, v, y, context) for q, v in zip(election["questions"], choices, strict=True)],
    }
    digest = plain64(canonical(body))
    w = scalar()
    challenge = to_scalar(f"sig|{digest}|{pow(G, w, P)}")
    proof = {"challenge": str(challenge), "response": str((w - x * challenge) % Q)}
    return canonical({**body, "signature": {"hash": digest, "proof": proof}})


# -------------------------------------------------------------------------------------------- the vote


def vote(ask: Ask, uuid: str, choices: list[list[int]]) -> dict[str, Any]:
    """Draw, seal, cast; returns what the booth answered. Goes on with the ballot in place of a withdrawn set-up."""
    texts = {
        name: ask("GET", f"/ballots/{uuid}/{name}.json", None, False)[1]
        for name in ("election", "rules", "issuer")
    }
    described = "sha256:" + hashlib.sha256(texts["rules"].encode()).hexdigest()
    assert json.loads(texts["election"])["description"] == described
    issuer = json.loads(texts["issuer"])
    n, e = (int.from_bytes(unb64url(issuer[name]), "big") for name in ("n", "e"))
    x = scalar()
    message = f"cred|{uuid}|{pow(G, x, P)}".encode()
    encoded = pss_encode(message, secrets.token_bytes(48), n.bit_length() - 1)
    inverse = secrets.randbelow(n - 2) + 1
    blinded = encoded * pow(pow(inverse, -1, n), e, n) % n
    status, text = ask(
        "POST", f"/ballots/{uuid}/draw", {"blinded": b64url(blinded.to_bytes(384, "big"))}, True
    )
    if status == 409 and json.loads(text)["error"]["code"] == "Withdrawn":
        return vote(ask, json.loads(text)["error"]["next"], choices)
    assert status == 200, text
    signature = int.from_bytes(unb64url(json.loads(text)["signature"]), "big") * inverse % n
    assert pow(signature, e, n) == encoded
    raw = seal(texts["election"], x, choices)
    token = b64url(signature.to_bytes(384, "big"))
    status, text = ask("POST", f"/booth/{uuid}", {"token": token, "ballot": raw}, False)
    assert status == 201, text
    told: dict[str, Any] = json.loads(text)
    assert told["tracker"] == plain64(raw)
    return told
