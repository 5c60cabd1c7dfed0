"""Canonical JSON and its hashes (Belenios specification 4.1, "compact string"; 4.15, the hash functions).

One text per value: no spaces, no escapes that are not needed, fields in the order of the specification.
Never guesses: duplicate keys, floats, deep nesting and oversized texts are refused.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import NoReturn

from voting.belenios.errors import Malformed, need_form

MOST_CHARACTERS = 64 * 1024 * 1024  # a sealed box of a thousand ballots has about 30 MB
MOST_DEPTH = 12  # the deepest document of the format (a proof inside a ballot) has 6
MOST_DIGITS = 15  # of a JSON number; group elements and scalars are strings

_STRINGS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_NO_BRACKETS = re.compile(r"[^\[\]{}]+")


def dump(value: object) -> str:
    """Write a value as canonical JSON."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def load(text: str, most_characters: int = MOST_CHARACTERS) -> object:
    """Read JSON strictly.

    Errors: Malformed for broken JSON, duplicate keys, floats, numbers of more than 15 digits, nesting
    deeper than 12, lone surrogates, or a text over the limit.
    """
    value = _parse(text, most_characters)
    _check_bytes(dump(value))  # an escaped lone surrogate has none
    return value


def load_canonical(text: str, most_characters: int = MOST_CHARACTERS) -> object:
    """Read JSON that must be written exactly as `dump` writes it (protocol, "Details that bite" 4)."""
    value = _parse(text, most_characters)
    need_form(dump(value) == text, "the JSON is not canonical")
    _check_bytes(text)
    return value


def _parse(text: str, most_characters: int) -> object:
    need_form(len(text) <= most_characters, "the text is too long")
    _check_depth(text)
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_float=_no_float,
            parse_constant=_no_float,
            parse_int=_small_integer,
        )
    except (ValueError, RecursionError):
        raise Malformed("not valid JSON") from None
    return value


def _check_bytes(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Malformed("not valid JSON") from None


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= MOST_DEPTH:
        return
    depth = 0
    for bracket in _NO_BRACKETS.sub("", _STRINGS.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        need_form(depth <= MOST_DEPTH, "the JSON is nested too deeply")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    need_form(len(fields) == len(pairs), "a key occurs twice")
    return fields


def _no_float(_text: str) -> NoReturn:
    raise Malformed("a number is not an integer")


def _small_integer(text: str) -> int:
    need_form(len(text) <= MOST_DIGITS, "a number is too large")
    return int(text)


def sha256(text: str | bytes) -> bytes:
    """Hash a text (as UTF-8) or bytes."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).digest()


def hex_sha256(text: str | bytes) -> str:
    """Hash to 64 hexadecimal digits: names of records in the archive, digests."""
    return sha256(text).hex()


def b64_sha256(text: str | bytes) -> str:
    """Hash to unpadded standard Base64, 43 characters: election hash, ballot hash, tracker."""
    return base64.b64encode(sha256(text)).decode().rstrip("=")


def b64url(raw: bytes) -> str:
    """Write bytes as base64url without padding (on the wire)."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unb64url(text: str) -> bytes:
    """Read base64url without padding; exactly one text per value.

    Errors: Malformed.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise Malformed("not base64url") from None
    need_form(b64url(raw) == text, "not base64url")
    return raw
