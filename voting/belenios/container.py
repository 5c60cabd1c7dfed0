"""The zip of a bundle, byte for byte (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16).

There is one zip for given files: stored, in order, all of one fixed time, without comment, extra field, flags, prefix or
suffix. The reader writes what it read again and compares. Deflated files are read too, as bundles of before hold them:
there the compressed bytes alone are free, for they differ between builds of zlib. Knows nothing of ballots.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from voting.belenios.errors import Malformed, need_form

File = tuple[str, bytes]

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_MARK, _CENTRAL_MARK, END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_STORED, _DEFLATED = 0, 8
_NEEDED = 20  # version 2.0 of the format
_MADE_BY = 3 << 8 | _NEEDED  # Unix: the rights below are its rights
_RIGHTS = 0o644 << 16
_TIME, _DATE = 0, 1 << 5 | 1  # 1980-01-01: the archive inside carries the one time there is


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file as it lies in the zip; check: CRC-32 of its content; size: of its content."""

    name: bytes
    method: int
    check: int
    packed: bytes
    size: int

    @property
    def _shared(self) -> tuple[int, ...]:
        """What local header and central directory both say."""
        return 0, self.method, _TIME, _DATE, self.check, len(self.packed), self.size, len(self.name), 0

    @property
    def length(self) -> int:
        """Of local header, name and content."""
        return _LOCAL.size + len(self.name) + len(self.packed)

    @property
    def local(self) -> bytes:
        return _LOCAL.pack(_LOCAL_MARK, _NEEDED, *self._shared) + self.name + self.packed

    def central(self, offset: int) -> bytes:
        fixed = _CENTRAL.pack(_CENTRAL_MARK, _MADE_BY, _NEEDED, *self._shared, 0, 0, 0, _RIGHTS, offset)
        return fixed + self.name


def write(files: Sequence[File]) -> bytes:
    """Write the one zip of these files; names: ASCII."""
    entries = [
        _Entry(name.encode("ascii"), _STORED, zlib.crc32(body), body, len(body)) for name, body in files
    ]
    return b"".join(entry.local for entry in entries) + _directory(entries)


def _directory(entries: Sequence[_Entry]) -> bytes:
    """Write all that stands behind the files."""
    parts, offset = [], 0
    for entry in entries:
        parts.append(entry.central(offset))
        offset += entry.length
    listed = b"".join(parts)
    return listed + _END.pack(END_MARK, 0, 0, len(entries), len(entries), len(listed), offset, 0)


def read(raw: bytes, most_bytes: int) -> tuple[list[File], bool]:
    """Read a zip of which no byte is free; returns its files in order and whether they were deflated.

    most_bytes: of all files together, unpacked. Errors: Malformed with what it holds beside its files.
    """
    need_form(raw.startswith(_LOCAL_MARK), "something stands before the bundle's first file, or it is no zip")
    entries: list[_Entry] = []
    files: list[File] = []
    offset = 0
    while raw.startswith(_LOCAL_MARK, offset):
        entry = _entry(raw, offset)
        most_bytes -= entry.size
        need_form(most_bytes >= 0, "the bundle is too large")
        files.append((_name(entry), _content(entry)))
        entries.append(entry)
        offset += entry.length
    _expect_directory(raw[offset:], _directory(entries))
    need_form(len(dict(files)) == len(files), "a file is in the bundle twice")
    need_form(
        len({entry.method for entry in entries}) == 1, "some files of the bundle are packed, others not"
    )
    return files, entries[0].method == _DEFLATED


def _entry(raw: bytes, offset: int) -> _Entry:
    head = raw[offset : offset + _LOCAL.size]
    need_form(len(head) == _LOCAL.size, "the bundle is cut off")
    _, needed, flags, method, time, date, check, packed, size, name, extra = _LOCAL.unpack(head)
    need_form(flags == 0, "a file of the bundle carries flags: encrypted, or its size stands behind it")
    need_form(extra == 0, "a file of the bundle carries an extra field")
    need_form(method in {_STORED, _DEFLATED}, "a file of the bundle is packed in an unknown way")
    need_form(
        (needed, time, date) == (_NEEDED, _TIME, _DATE),
        "a file of the bundle carries a time or version of its own",
    )
    begins = offset + _LOCAL.size + name
    need_form(begins + packed <= len(raw), "the bundle is cut off")
    return _Entry(raw[begins - name : begins], method, check, raw[begins : begins + packed], size)


def _name(entry: _Entry) -> str:
    need_form(entry.name.isascii(), "a file of the bundle has a name that is not plain")
    return entry.name.decode("ascii")


def _content(entry: _Entry) -> bytes:
    """Return the content; never unpacks more than the entry says."""
    body = entry.packed if entry.method == _STORED else _inflated(entry)
    whole = len(body) == entry.size and zlib.crc32(body) == entry.check
    need_form(whole, "a file of the bundle is damaged")
    return body


def _inflated(entry: _Entry) -> bytes:
    unpack = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        body = unpack.decompress(entry.packed, entry.size + 1)
    except zlib.error:
        raise Malformed("a file of the bundle is damaged") from None
    need_form(unpack.eof and not unpack.unused_data, "something stands behind a packed file of the bundle")
    return body


def _expect_directory(found: bytes, due: bytes) -> None:
    """Expect this directory and nothing else behind the files."""
    if found == due:
        return
    if due.startswith(found):
        raise Malformed("the bundle is cut off")
    if found.startswith(due):
        raise Malformed("something stands behind the end of the bundle")
    if found.startswith(due[:-2]):  # the last two bytes are the length of the comment
        raise Malformed("the bundle carries a comment")
    raise Malformed("the bundle's directory is not the one of its files")
