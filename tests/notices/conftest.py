"""A mail server for tests of what leaves by mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notices.mail_server import Mailbox, certificate, free_port, sending, serving
from voting.notices.outbox.actions import Sending


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("mail"))


@pytest.fixture
def box() -> Mailbox:
    return Mailbox()


@pytest.fixture
def by(box: Mailbox, files: tuple[Path, Path]) -> Iterator[Sending]:
    """A server that demands nothing and offers STARTTLS."""
    port = free_port()
    with serving(box, port, files):
        yield sending(port, files[0])
