"""The container of a record, byte for byte (Belenios specification 4.4, "Public data": the .bel archive).

An old-style tar of named records without end blocks: every header field is fixed but name, size and the one time
of the whole archive. Knows nothing of ballots.
"""

from __future__ import annotations

from voting.belenios import shape
from voting.belenios.canonical import dump, hex_sha256, load_canonical
from voting.belenios.errors import Malformed, need_form

BLOCK = 512
HEAD = "BELENIOS"
MOST_RECORD = 64 * 1024 * 1024


def header(name: str, size: int, moment: int) -> bytes:
    """Write the header of one record."""
    block = bytearray(BLOCK)
    places = (
        (0, name.encode()),
        (100, b"0000644"),
        (108, b"0000000"),
        (116, b"0000000"),
        (124, b"%011o" % size),
        (136, b"%011o" % moment),
        (148, b" " * 8),
        (156, b"0"),
    )
    for offset, field in places:
        block[offset : offset + len(field)] = field
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def record(name: str, body: bytes, moment: int) -> bytes:
    """Write one record: header, body, padding."""
    return header(name, len(body), moment) + body + bytes(-len(body) % BLOCK)


def head(moment: int) -> bytes:
    """Write the first record; the moment is a JSON string there (protocol, "Details that bite" 5)."""
    return record(HEAD, dump({"version": 1, "timestamp": str(moment)}).encode(), moment)


def read(raw: bytes) -> tuple[int, list[tuple[str, str]]]:
    """Read an archive; returns its time and, without the first, its records as (name, text) in order.

    Errors: Malformed for any header, padding, name or length that `record` would not have written, and for a
    record whose name is not the hash of its text.
    """
    (name, text), offset = _next(raw, 0)
    need_form(name == HEAD, "the file is not a Belenios archive")
    version, timestamp = shape.fields(load_canonical(text), "version", "timestamp")
    shape.number(version, 1, 1)
    moment = _moment(shape.text(timestamp))
    need_form(raw[:offset] == head(moment), "the archive's first record is not canonical")
    records = []
    while offset < len(raw):
        start = offset
        (name, text), offset = _next(raw, start)
        need_form(raw[start:offset] == record(name, text.encode(), moment), "a record is not canonical")
        hashed, _, suffix = name.partition(".")
        need_form(suffix in {"data.json", "event.json"}, "a record has an unknown name")
        need_form(hex_sha256(text) == hashed, "a record's name is not its hash")
        records.append((name, text))
    return moment, records


def _next(raw: bytes, offset: int) -> tuple[tuple[str, str], int]:
    block = raw[offset : offset + BLOCK]
    need_form(len(block) == BLOCK, "the archive is cut off")
    try:
        name = block[:100].rstrip(b"\0").decode("ascii")
        size = int(block[124:135], 8)
        need_form(0 <= size <= MOST_RECORD, "a record is too large")
        end = offset + BLOCK + size
        text = raw[offset + BLOCK : end].decode()
    except ValueError:
        raise Malformed("a record cannot be read") from None
    end += -size % BLOCK
    need_form(end <= len(raw), "the archive is cut off")
    return (name, text), end


def _moment(text: str) -> int:
    need_form(
        text.isascii() and text.isdigit() and str(int(text)) == text, "the archive's time is not a number"
    )
    need_form(int(text) < 8**11, "the archive's time is too large")
    return int(text)
