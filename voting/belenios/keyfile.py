"""A scrutineer's key file: his secrets under a passphrase (AES-256-GCM, PBKDF2-HMAC-SHA256 with 600,000 rounds).

The same file is written by the browser and by the laptop program. It also remembers which digest was decrypted
per ballot and what was signed, so that a second one can be refused. Never shown, never sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from voting.belenios import shape
from voting.belenios.canonical import b64url, dump, hex_sha256, load_canonical, unb64url
from voting.belenios.errors import DoesNotHold, Malformed, need, need_form
from voting.belenios.group import parse_scalar
from voting.belenios.sample import parse_number
from voting.belenios.trustees import Keys

ROUNDS = 600_000
KDF = "PBKDF2-SHA256"
VERSION = 2
"""Version 1 has no `said`; it is read."""
_SAID = ("roll", "sample", "outcomes", "typed")
_SALT_BYTES, _NONCE_BYTES, _TAG_BYTES = 16, 12, 16


@dataclass(frozen=True, slots=True)
class Said:
    """What was signed for one ballot, before it left. outcomes: serial -> hex SHA-256 of the text; "" where nothing was.

    typed: the figures as they were typed from signed sheets, to be shown again; no statement.
    """

    roll: str = ""
    sample: str = ""
    outcomes: Mapping[int, str] = field(default_factory=dict)
    typed: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class KeyFile:
    """A scrutineer's secrets for one ceremony.

    share: None until round 3 is done. digests: UUID -> digest of the sealed ballots that was decrypted. said: UUID -> what
    was signed.
    """

    ceremony: str
    index: int
    keys: Keys
    share: int | None
    digests: dict[str, str]
    said: dict[str, Said] = field(default_factory=dict)

    def with_share(self, share: int) -> KeyFile:
        """Add the share of round 3."""
        return replace(self, share=share)

    def with_digest(self, uuid: str, digest: str) -> KeyFile:
        """Remember the digest that is about to be decrypted; one per ballot, ever.

        Errors: DoesNotHold for a second digest of the same ballot (protocol, step 6).
        """
        need(self.digests.get(uuid, digest) == digest, "another set of ballots was opened before")
        return replace(self, digests={**self.digests, uuid: digest})

    def said_of(self, uuid: str) -> Said:
        """Return what was signed for a ballot."""
        return self.said.get(uuid, Said())

    def with_roll(self, uuid: str, text: str) -> KeyFile:
        """Remember the roll statement that is about to leave; one per ballot.

        Errors, here and in the two below: DoesNotHold for another one than before.
        """
        said = self.said_of(uuid)
        need(said.roll in {"", text}, "another roll or box was signed before")
        return self._with(uuid, replace(said, roll=text))

    def with_sample(self, uuid: str, text: str) -> KeyFile:
        """Remember the sample statement that is about to leave; one per ballot."""
        said = self.said_of(uuid)
        need(said.sample in {"", text}, "another sample was signed before")
        return self._with(uuid, replace(said, sample=text))

    def with_outcome(self, uuid: str, serial: int, previous: str, text: str) -> KeyFile:
        """Remember the outcome that is about to leave; one per serial, each tied to the one before where that was ours."""
        said, digest = self.said_of(uuid), hex_sha256(text)
        need(
            said.outcomes.get(serial, digest) == digest, "another outcome was signed under this serial before"
        )
        before = said.outcomes.get(serial - 1, previous)
        need(before == previous, "the outcome does not follow the one that was signed before")
        return self._with(uuid, replace(said, outcomes={**said.outcomes, serial: digest}))

    def _with(self, uuid: str, said: Said) -> KeyFile:
        return replace(self, said={**self.said, uuid: said})


def seal(file: KeyFile, passphrase: str, chance: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Write the file under a passphrase; the additional data is `key|CEREMONY`."""
    salt, nonce = chance(_SALT_BYTES), chance(_NONCE_BYTES)
    plain = dump(
        {
            "index": file.index,
            "signing": str(file.keys.signing),
            "decryption": str(file.keys.decryption),
            "share": None if file.share is None else str(file.share),
            "digests": file.digests,
            "said": {uuid: _said_json(said) for uuid, said in file.said.items()},
        }
    )
    cipher = AESGCM(_stretch(passphrase, salt))
    sealed = cipher.encrypt(nonce, plain.encode(), f"key|{file.ceremony}".encode())
    return dump(
        {
            "version": VERSION,
            "ceremony": file.ceremony,
            "kdf": KDF,
            "rounds": ROUNDS,
            "salt": b64url(salt),
            "nonce": b64url(nonce),
            "sealed": b64url(sealed),
        }
    )


def unseal(raw: str, passphrase: str) -> KeyFile:
    """Read a key file.

    Errors: Malformed; DoesNotHold for a wrong passphrase.
    """
    version, ceremony, kdf, rounds, salt, nonce, sealed = shape.fields(
        load_canonical(raw), "version", "ceremony", "kdf", "rounds", "salt", "nonce", "sealed"
    )
    shape.number(version, 1, VERSION)
    need_form(kdf == KDF and shape.number(rounds) == ROUNDS, "the key file is of another kind")
    name = shape.text(ceremony)
    salt_bytes, nonce_bytes, body = (unb64url(shape.text(value)) for value in (salt, nonce, sealed))
    sizes_fit = len(salt_bytes) == _SALT_BYTES and len(nonce_bytes) == _NONCE_BYTES
    need_form(sizes_fit and len(body) > _TAG_BYTES, "the key file is damaged")
    try:
        cipher = AESGCM(_stretch(passphrase, salt_bytes))
        plain = cipher.decrypt(nonce_bytes, body, f"key|{name}".encode())
    except InvalidTag:
        raise DoesNotHold("the passphrase does not open the key file") from None
    return _parse(name, plain)


def _parse(ceremony: str, plain: bytes) -> KeyFile:
    value = load_canonical(plain.decode())
    names = ("index", "signing", "decryption", "share", "digests")
    if not shape.has(value, "said"):  # of version 1
        value = {**value, "said": {}} if isinstance(value, dict) else value
    index, signing, decryption, share, digests, said = shape.fields(value, *names, "said")
    if not isinstance(digests, dict) or not isinstance(said, dict):
        raise Malformed("the key file is damaged")
    return KeyFile(
        ceremony,
        shape.number(index, 1),
        Keys(parse_scalar(signing), parse_scalar(decryption)),
        None if share is None else parse_scalar(share),
        {shape.text(uuid): shape.text(digest) for uuid, digest in digests.items()},
        {shape.text(uuid): _parse_said(one) for uuid, one in said.items()},
    )


def _said_json(said: Said) -> dict[str, object]:
    texts = {"roll": said.roll, "sample": said.sample, "typed": said.typed}
    outcomes = {str(serial): digest for serial, digest in sorted(said.outcomes.items())}
    return {
        **{name: text for name, text in texts.items() if text},
        **({"outcomes": outcomes} if outcomes else {}),
    }


def _parse_said(value: object) -> Said:
    outcomes = value.get("outcomes", {}) if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(outcomes, dict) or not value.keys() <= set(_SAID):
        raise Malformed("the key file is damaged")
    signed = {parse_number(shape.text(serial)): shape.text(digest) for serial, digest in outcomes.items()}
    roll, sample, typed = (shape.text(value.get(name, "")) for name in ("roll", "sample", "typed"))
    return Said(roll, sample, signed, typed)


def _stretch(passphrase: str, salt: bytes) -> bytes:
    kdf = PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=ROUNDS)
    return kdf.derive(passphrase.encode())
