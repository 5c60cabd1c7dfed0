"""A real mail server on this machine that does what a test asks of it: takes, refuses, delays, dies after it took."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config import MailServer
from tests.postgres import free_port
from voting.core.clock import now
from voting.notices.outbox.actions import Sending

HOST = "127.0.0.2"
"""Not one of the names of this machine for which TLS may be missing."""
SITE = "https://ballot.example.cn"


@dataclass
class Mailbox:
    """What arrived. recipient: what is answered to an address, None to take it; dies: hangs up after it took a message.

    sender: what is answered to whoever sends, None to take it; hangs_up: instead of an answer to an address.
    """

    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    recipient: Callable[[str], str | None] = lambda _to: None
    data: Callable[[EmailMessage], str | None] = lambda _mail: None
    dies: Callable[[], bool] = lambda: False
    sender: str | None = None
    hangs_up: Callable[[str], bool] = lambda _to: False

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.sender is None:
            envelope.mail_from = address
        return self.sender or "250 OK"

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.hangs_up(address):
            server.transport.abort()
        answer = self.recipient(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        refused = self.data(mail)
        if refused:
            return refused
        self.taken += [(to, mail) for to in envelope.rcpt_tos]
        if self.dies():
            server.transport.abort()
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for one, mail in self.taken if one == address]


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of one's own for HOST, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=4000))
        .not_valid_after(now() + timedelta(days=4000))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "mail.pem", folder / "mail.key"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return cert_file, key_file


@contextmanager
def serving(box: Mailbox, port: int, files: tuple[Path, Path] | None, *, tls: bool = False) -> Iterator[None]:
    """Serve on a port: with STARTTLS, with TLS from the first byte, or (no files) with neither."""
    context = None
    if files is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*files)
    more: dict[str, Any] = {"ssl_context": context} if tls else {"tls_context": context}
    server = Controller(box, hostname=HOST, port=port, ready_timeout=60.0, **more)
    server.start()
    try:
        yield
    finally:
        server.stop(no_assert=True)


def sending(port: int, ca: Path | None, *, tls: bool = False, host: str = HOST) -> Sending:
    """With what is sent to that server."""
    server = MailServer(host=host, port=port, tls=tls, sender="ballot@example.cn", ca=ca)
    return Sending(server=server, site=SITE, secret_key="x" * 32)


__all__ = ["HOST", "SITE", "Mailbox", "certificate", "free_port", "sending", "serving"]
