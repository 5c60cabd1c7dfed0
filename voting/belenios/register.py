"""UUID.register.json: the token of every credential, and who signed the list of those who drew (protocol, 6 and 7).

Shape: {"uuid", "issuer": {...}, "issued": n, "roll": {"digest": hex, "names": N, "signatures": [{"index", "signature"}]},
"samples": [{"index", "text", "signature"}], "tokens": [{"credential", "token": base64url}]} sorted by credential.
Records of protocol 1 have neither "names" nor "samples". Names nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voting.belenios import blindrsa, shape
from voting.belenios.canonical import b64url, dump, load_canonical, unb64url
from voting.belenios.election import check_uuid
from voting.belenios.errors import need_form
from voting.belenios.outcome_document import parse_signatures


@dataclass(frozen=True, slots=True)
class Register:
    """Everything of register.json.

    issued: tokens drawn and cards handed out. tokens: credential -> signature of the issuing key.
    roll_digest: hex; names: on the roll, None in protocol 1; roll_signatures: (scrutineer's index, signature).
    samples: index -> the signed text of a device's sample, and its signature.
    """

    uuid: str
    issuer: blindrsa.PublicKey
    issued: int
    roll_digest: str
    roll_signatures: Sequence[tuple[int, object]]
    tokens: Mapping[str, bytes]
    names: int | None
    samples: Mapping[int, tuple[str, object]]


def write(register: Register) -> str:
    """Write the exact text."""
    signatures = [{"index": index, "signature": value} for index, value in register.roll_signatures]
    samples = [
        {"index": index, "text": text, "signature": value}
        for index, (text, value) in sorted(register.samples.items())
    ]
    first = register.names is None
    tokens = sorted(register.tokens.items())
    return dump(
        {
            "uuid": register.uuid,
            "issuer": blindrsa.issuer_json(register.issuer),
            "issued": register.issued,
            "roll": {
                "digest": register.roll_digest,
                **({} if first else {"names": register.names}),
                "signatures": signatures,
            },
            **({} if first else {"samples": samples}),
            "tokens": [{"credential": credential, "token": b64url(token)} for credential, token in tokens],
        }
    )


def parse(raw: str) -> Register:
    """Read the exact text.

    Errors: Malformed, also where the credentials are not sorted or one occurs twice.
    """
    value, names, samples = load_canonical(raw), None, {}
    if shape.has(value, "samples"):
        uuid, issuer, issued, roll, sampled, listed = shape.fields(
            value, "uuid", "issuer", "issued", "roll", "samples", "tokens"
        )
        digest, number, signatures = shape.fields(roll, "digest", "names", "signatures")
        names, samples = shape.number(number), _samples(sampled)
    else:
        uuid, issuer, issued, roll, listed = shape.fields(value, "uuid", "issuer", "issued", "roll", "tokens")
        digest, signatures = shape.fields(roll, "digest", "signatures")
    tokens = []
    for one in shape.items(listed):
        credential, token = shape.fields(one, "credential", "token")
        tokens.append((shape.text(credential), unb64url(shape.text(token))))
    credentials = [credential for credential, _ in tokens]
    need_form(credentials == sorted(set(credentials)), "the tokens are not sorted by credential")
    return Register(
        check_uuid(uuid),
        blindrsa.parse_issuer(issuer),
        shape.number(issued),
        shape.text(digest),
        parse_signatures(signatures),
        dict(tokens),
        names,
        samples,
    )


def _samples(value: object) -> dict[int, tuple[str, object]]:
    samples = []
    for one in shape.items(value):
        index, text, signature = shape.fields(one, "index", "text", "signature")
        samples.append((shape.number(index, 1), (shape.text(text), signature)))
    indices = [index for index, _ in samples]
    need_form(indices == sorted(set(indices)), "the samples are not sorted by scrutineer")
    return dict(samples)
