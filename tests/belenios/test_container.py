"""There is one zip for a bundle: whatever else somebody packs beside its files is refused, and said."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

import pytest

from voting.belenios import bundle, container
from voting.belenios.bundle import Bundle
from voting.belenios.errors import Malformed

UUID = "8kQ2mVpX4rTnZd"
MADE = Bundle(UUID, b"BELENIOS" * 200, '{"tokens":[]}', '{"title":"票决"}', '{"outcome":"x"}')
EPOCH = (1980, 1, 1, 0, 0, 0)


def honest() -> bytes:
    return bundle.build(MADE)


def files() -> list[tuple[str, bytes]]:
    return container.read(honest(), bundle.MOST_BYTES)[0]


def packed(
    change: Callable[[zipfile.ZipInfo], None] = lambda _: None,
    method: int = zipfile.ZIP_STORED,
    target: io.BytesIO | None = None,
) -> bytes:
    """Pack the five files with the standard library, in the form of a bundle but for what is changed."""
    stream = target or io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, body in files():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr, entry.compress_type = 0o644 << 16, method
            change(entry)
            archive.writestr(entry, body)
    return stream.getvalue()


def test_a_bundle_is_what_the_standard_library_would_store() -> None:
    assert packed() == honest()
    with zipfile.ZipFile(io.BytesIO(honest())) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(bundle.names(UUID))


def test_a_bundle_comes_back_and_has_one_form() -> None:
    assert bundle.read(honest()) == MADE
    assert bundle.build(bundle.read(honest())) == honest()


def test_a_bundle_as_earlier_versions_packed_it_is_read() -> None:
    """Before, the five files were deflated; everything else was as it is now."""
    before = packed(method=zipfile.ZIP_DEFLATED)
    found = bundle.read(before)
    assert (found.deflated, bundle.build(found)) == (True, honest())


# ------------------------------------------------------------------------------------------------ tampered


def with_comment() -> bytes:
    stream = io.BytesIO(honest())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = b"counted again: 0 votes"
    return stream.getvalue()


def with_prefix() -> bytes:
    return b"#!/bin/sh\necho all is well\n" + honest()


def with_prefix_and_right_offsets() -> bytes:
    stream = io.BytesIO(b"#!/bin/sh\n")
    stream.seek(0, io.SEEK_END)
    with zipfile.ZipFile(stream, "a") as archive:
        for name, body in files():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), body)
    return stream.getvalue()


def with_suffix() -> bytes:
    return honest() + b"\n"


def two_bundles() -> bytes:
    return honest() + honest()


def extra_field(entry: zipfile.ZipInfo) -> None:
    entry.extra = struct.pack("<HH4s", 0x7075, 4, b"note")


def comment_of_a_file(entry: zipfile.ZipInfo) -> None:
    entry.comment = b"not this one"


def another_time(entry: zipfile.ZipInfo) -> None:
    entry.date_time = (2026, 12, 1, 9, 30, 0)


def other_rights(entry: zipfile.ZipInfo) -> None:
    entry.external_attr = 0o755 << 16


def made_elsewhere(entry: zipfile.ZipInfo) -> None:
    entry.create_system = 0


class Pipe(io.BytesIO):
    """A stream that cannot be sought: sizes stand behind the files, as data descriptors."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation

    def tell(self) -> int:
        raise io.UnsupportedOperation


def sizes_behind() -> bytes:
    return packed(target=Pipe())


def patched(place: int, value: bytes, raw: bytes = b"") -> bytes:
    body = bytearray(raw or honest())
    body[place : place + len(value)] = value
    return bytes(body)


def directory_at() -> int:
    return honest().index(b"PK\x01\x02")


def names_differ() -> bytes:
    """Show one name to who reads the directory and another to who reads the files."""
    return patched(directory_at() + 46, b"X")


def file_that_the_directory_hides() -> bytes:
    hidden = container.write([("hidden.txt", b"x")])
    local = hidden[: hidden.index(b"PK\x01\x02")]
    raw = honest()
    at = directory_at()
    end = raw.index(container.END_MARK)
    moved = patched(end + 16, struct.pack("<L", at + len(local)), raw)
    return moved[:at] + local + moved[at:]


def gap_before_the_directory() -> bytes:
    raw, at = honest(), directory_at()
    end = raw.index(container.END_MARK)
    moved = patched(end + 16, struct.pack("<L", at + 5), raw)
    return moved[:at] + b"12345" + moved[at:]


def one_deflated() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for place, (name, body) in enumerate(files()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr, entry.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED if place else 0
            archive.writestr(entry, body)
    return stream.getvalue()


def bytes_behind_a_deflated_file() -> bytes:
    """Lay a word behind the end of a compressed stream, where unpacking never looks."""
    entries = []
    for name, body in files():
        squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        stream = squeeze.compress(body) + squeeze.flush() + b"word"
        entries.append(container._Entry(name.encode(), 8, zlib.crc32(body), stream, len(body)))  # noqa: SLF001
    return b"".join(one.local for one in entries) + container._directory(entries)  # noqa: SLF001


def twice() -> bytes:
    return container.write([*files(), (bundle.RULES, b"{}")])


def twice_by_name_only() -> bytes:
    stream = io.BytesIO(honest())
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(zipfile.ZipInfo(bundle.RULES, EPOCH), "{}")
    return stream.getvalue()


def one_more() -> bytes:
    return container.write([*files(), ("extra.txt", b"x")])


def a_folder() -> bytes:
    return container.write([*files(), ("folder/", b"")])


def another_order() -> bytes:
    return container.write(files()[::-1])


def another_readme() -> bytes:
    return container.write([(name, b"run this" if name == bundle.README else body) for name, body in files()])


def no_utf_8() -> bytes:
    return container.write([(name, b"\xff" if name == bundle.RULES else body) for name, body in files()])


DIRECTORY = "the bundle's directory is not the one of its files"
REFUSED: list[tuple[Callable[[], bytes], str]] = [
    (with_comment, "the bundle carries a comment"),
    (with_prefix, "something stands before"),
    (with_prefix_and_right_offsets, "something stands before"),
    (with_suffix, "something stands behind the end"),
    (two_bundles, "something stands behind the end"),
    (lambda: packed(extra_field), "carries an extra field"),
    (lambda: packed(comment_of_a_file), DIRECTORY),
    (lambda: packed(another_time), "a time or version of its own"),
    (lambda: packed(other_rights), DIRECTORY),
    (lambda: packed(made_elsewhere), DIRECTORY),
    (lambda: packed(method=zipfile.ZIP_BZIP2), "packed in an unknown way"),
    (sizes_behind, "carries flags"),
    (lambda: patched(6, b"\x01"), "carries flags"),
    (names_differ, DIRECTORY),
    (file_that_the_directory_hides, DIRECTORY),
    (gap_before_the_directory, DIRECTORY),
    (one_deflated, "some files of the bundle are packed"),
    (bytes_behind_a_deflated_file, "something stands behind a packed file"),
    (twice, "a file is in the bundle twice"),
    (twice_by_name_only, DIRECTORY),
    (one_more, "exactly the five files"),
    (a_folder, "exactly the five files"),
    (another_order, "not in order"),
    (another_readme, "the README is not the one"),
    (no_utf_8, "not UTF-8"),
    (lambda: honest()[:-1], "cut off"),
    (lambda: honest()[:-30], "cut off"),
    (lambda: honest()[:900], "cut off"),
    (lambda: honest()[:20], "cut off"),
    (lambda: b"", "no zip"),
]


@pytest.mark.parametrize(("tamper", "sentence"), REFUSED)
def test_what_is_packed_beside_the_files_is_refused_and_said(
    tamper: Callable[[], bytes], sentence: str
) -> None:
    with pytest.raises(Malformed, match=sentence):
        bundle.read(tamper())


def test_no_byte_of_a_bundle_is_free() -> None:
    raw = honest()
    for at in range(len(raw)):
        with pytest.raises(Malformed):
            bundle.read(patched(at, bytes([raw[at] ^ 0xFF])))


def test_no_more_is_unpacked_than_a_bundle_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    both = honest(), packed(method=zipfile.ZIP_DEFLATED)
    monkeypatch.setattr(bundle, "MOST_BYTES", 1_000)
    for raw in both:
        with pytest.raises(Malformed, match="too large"):
            bundle.read(raw)


def test_a_file_that_unpacks_to_more_than_it_says_is_refused() -> None:
    squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    bomb = squeeze.compress(bytes(10_000_000)) + squeeze.flush()
    entry = container._Entry(b"x.bel", 8, zlib.crc32(b""), bomb, 0)  # noqa: SLF001
    with pytest.raises(Malformed):
        container.read(entry.local + container._directory([entry]), bundle.MOST_BYTES)  # noqa: SLF001
