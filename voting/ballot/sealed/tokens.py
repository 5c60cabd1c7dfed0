"""The issuing key of a ballot: made, wrapped, used to sign what it cannot read. Knows no person and no database.

RSA-3072 after RFC 9474; the key at rest is AES-256-GCM under a file key that dies at close (protocol, step 2).
"""

from __future__ import annotations

import secrets
from collections import OrderedDict, deque
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from voting.belenios import blindrsa
from voting.belenios.canonical import dump

NONCE_BYTES = 12
FILE_KEY_BYTES = 32
KEPT_OPEN = 8


class KeyGone(Exception):
    """The file key is not there or does not open the issuing key: no token can be signed."""


def new_issuing_key() -> rsa.RSAPrivateKey:
    """Make an RSA-3072 key; takes up to seconds."""
    return rsa.generate_private_key(blindrsa.EXPONENT, blindrsa.BITS)


class Ahead:
    """Issuing keys made in the background before somebody waits for them; one unless several ballots go out together."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: deque[Future[rsa.RSAPrivateKey]] = deque()

    def start(self, keys: int = 1) -> None:
        """Begin making keys unless so many are made or in the making."""
        with self._lock:
            while len(self._made) < keys:
                maker = ThreadPoolExecutor(1, thread_name_prefix="issuing-key")
                self._made.append(maker.submit(new_issuing_key))
                maker.shutdown(wait=False)

    def ready(self, keys: int = 1) -> None:
        """Wait until keys are made, so that the next `take`s need not: called before a transaction, never inside."""
        self.start(keys)
        with self._lock:
            waiting = list(self._made)[:keys]
        for one in waiting:
            one.result()

    def take(self) -> rsa.RSAPrivateKey:
        """Return a key that nobody else gets; waits for it if need be."""
        self.start()
        with self._lock:
            waiting = self._made.popleft() if self._made else None
        return new_issuing_key() if waiting is None else waiting.result()


ahead = Ahead()


def wrap(key: rsa.RSAPrivateKey, file_key: bytes, uuid: str) -> bytes:
    """Return the key encrypted for the database: nonce, ciphertext, tag; bound to the ballot."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return nonce + AESGCM(file_key).encrypt(nonce, plain, uuid.encode())


def unwrap(wrapped: bytes, file_key: bytes, uuid: str) -> rsa.RSAPrivateKey:
    """Return the key; raise KeyGone if the file key is not the one it was wrapped with."""
    try:
        plain = AESGCM(file_key).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], uuid.encode())
    except (InvalidTag, ValueError):
        raise KeyGone(uuid) from None
    # What was decrypted is what `wrap` wrote: to test its primes once more costs as much as a new key.
    key = load_der_private_key(plain, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise KeyGone(uuid)
    return key


def issuer_raw(key: rsa.RSAPrivateKey) -> str:
    """Return the exact text of issuer.json."""
    return dump(blindrsa.issuer_json(blindrsa.public_key(key)))


class OpenKeys:
    """The few issuing keys that this process has unwrapped; parsing one costs more than signing with it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._keys: OrderedDict[tuple[str, bytes], rsa.RSAPrivateKey] = OrderedDict()

    def sign(self, uuid: str, wrapped: bytes, file_key: bytes, blinded: bytes) -> bytes:
        """Sign a blinded message. Raise KeyGone, or Malformed for a message of another size."""
        with self._lock:
            key = self._keys.get((uuid, file_key))
        if key is None:
            key = unwrap(wrapped, file_key, uuid)
            with self._lock:
                self._keys[uuid, file_key] = key
                while len(self._keys) > KEPT_OPEN:
                    self._keys.popitem(last=False)
        return blindrsa.sign_blinded(key, blinded)

    def ballots(self) -> set[str]:
        """Return the UUIDs of the ballots whose key lies open in this process."""
        with self._lock:
            return {uuid for uuid, _ in self._keys}

    def forget(self, uuid: str) -> None:
        """Drop the ballot's key from memory: it is closed."""
        with self._lock:
            for known in [known for known in self._keys if known[0] == uuid]:
                del self._keys[known]


open_keys = OpenKeys()
