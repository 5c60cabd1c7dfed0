"""Key files outside the database and its back-ups: DATA/keys. Knows no person and no vote.

UUID.key wraps a ballot's issuing key and dies at close; receipt-MEETING.key signs a meeting's receipts, stays and
belongs into back-ups: a receipt holds only under the public half that the set-up has published;
UUID.unswept stands from just before the closing commit until the pages that told an order are rewritten.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app

from voting.ballot.sealed.tokens import FILE_KEY_BYTES, KeyGone, open_keys
from voting.belenios import receipt

KEY_BYTES = 32


def folder() -> Path:
    """Return the folder of key files, made with rights for this program's user alone."""
    data: Path = current_app.extensions["settings"].data
    keys = data / "keys"
    if not keys.is_dir():
        keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    return keys


def _write_new(path: Path, content: bytes) -> bool:
    """Write a file that must not exist, durably; False if another process was first."""
    part = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    finally:
        part.unlink()
    _sync(path.parent)
    return True


def _sync(directory: Path) -> None:
    """Make a name's coming or going durable."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_file_key(uuid: str) -> bytes:
    """Make and return the file key of a ballot that is being set up; an earlier one of the same ballot dies."""
    delete_file_key(uuid)
    key = secrets.token_bytes(FILE_KEY_BYTES)
    if not _write_new(folder() / f"{uuid}.key", key):
        raise KeyGone(uuid)
    return key


def file_key(uuid: str) -> bytes:
    """Return the file key of a ballot; raise KeyGone when there is none."""
    try:
        return (folder() / f"{uuid}.key").read_bytes()
    except FileNotFoundError:
        raise KeyGone(uuid) from None


def has_file_key(uuid: str) -> bool:
    """Tell whether the file key still exists."""
    return (folder() / f"{uuid}.key").exists()


def forget_gone() -> None:
    """Drop from this process's memory every issuing key whose file is gone: another process closed its ballot."""
    for uuid in open_keys.ballots():
        if not has_file_key(uuid):
            open_keys.forget(uuid)


def delete_file_key(uuid: str) -> None:
    """Overwrite and delete the file key; nothing happens when there is none."""
    path = folder() / f"{uuid}.key"
    open_keys.forget(uuid)
    try:
        with path.open("r+b") as file:
            file.write(bytes(FILE_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    _sync(path.parent)


def mark_unswept(uuid: str) -> None:
    """Note, durably, that the pages of a ballot that is being closed must be rewritten."""
    _write_new(folder() / f"{uuid}.unswept", b"")


def unswept() -> list[str]:
    """Return the UUIDs of the ballots whose pages must still be rewritten once they are closed."""
    return sorted(path.stem for path in folder().glob("*.unswept"))


def mark_swept(uuid: str) -> None:
    """Note that nothing is left to rewrite."""
    (folder() / f"{uuid}.unswept").unlink(missing_ok=True)
    _sync(folder())


class ReceiptKeyGone(Exception):
    """The key that signs a ballot's receipts is not here, or is another than the one of its set-up."""


def receipt_key(meeting_id: int, *, rehearsal: bool) -> Ed25519PrivateKey:
    """Return the key for the receipts of a meeting's next set-up, made where there is none that can be read.

    The caller has asked that no ballot under way needs another. A rehearsal has a key of its own.
    """
    path = _receipt_path(meeting_id, rehearsal=rehearsal)
    found = _read_key(path)
    if found is None:
        if path.exists():
            path.unlink()
        _write_new(path, Ed25519PrivateKey.generate().private_bytes_raw())
        found = _read_key(path)
        assert found is not None
    return found


def receipt_key_of(meeting_id: int, public: str, *, rehearsal: bool) -> Ed25519PrivateKey:
    """Return the key whose public half a set-up has published (base64url); never makes one. Raise ReceiptKeyGone."""
    found = _read_key(_receipt_path(meeting_id, rehearsal=rehearsal))
    if found is None or receipt.public_key(found) != public:
        raise ReceiptKeyGone
    return found


def _read_key(path: Path) -> Ed25519PrivateKey | None:
    """Return the key in a file; None where there is no file, or no key in it."""
    try:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _receipt_path(meeting_id: int, *, rehearsal: bool) -> Path:
    return folder() / f"receipt-{meeting_id}{'-rehearsal' if rehearsal else ''}.key"
