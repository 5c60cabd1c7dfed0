"""UUID.register.json: the token of every credential, and who signed the list of those who drew (protocol, 6 and 7).

Shape: {"uuid", "issuer": {...}, "issued": n, "roll": {"digest": hex, "signatures": [{"index", "signature"}]},
"tokens": [{"credential", "token": base64url}]} sorted by credential. Names nobody.
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
    roll_digest: hex; roll_signatures: (scrutineer's index, signature).
    """

    uuid: str
    issuer: blindrsa.PublicKey
    issued: int
    roll_digest: str
    roll_signatures: Sequence[tuple[int, object]]
    tokens: Mapping[str, bytes]


def write(register: Register) -> str:
    """Write the exact text."""
    signatures = [{"index": index, "signature": value} for index, value in register.roll_signatures]
    tokens = sorted(register.tokens.items())
    return dump(
        {
            "uuid": register.uuid,
            "issuer": blindrsa.issuer_json(register.issuer),
            "issued": register.issued,
            "roll": {"digest": register.roll_digest, "signatures": signatures},
            "tokens": [{"credential": credential, "token": b64url(token)} for credential, token in tokens],
        }
    )


def parse(raw: str) -> Register:
    """Read the exact text.

    Errors: Malformed, also where the credentials are not sorted or one occurs twice.
    """
    uuid, issuer, issued, roll, listed = shape.fields(
        load_canonical(raw), "uuid", "issuer", "issued", "roll", "tokens"
    )
    digest, signatures = shape.fields(roll, "digest", "signatures")
    tokens = []
    for one in shape.items(listed):
        credential, token = shape.fields(one, "credential", "token")
        tokens.append((shape.text(credential), unb64url(shape.text(token))))
    names = [credential for credential, _ in tokens]
    need_form(names == sorted(set(names)), "the tokens are not sorted by credential")
    return Register(
        check_uuid(uuid),
        blindrsa.parse_issuer(issuer),
        shape.number(issued),
        shape.text(digest),
        parse_signatures(signatures),
        dict(tokens),
    )
