"""A mail server, spoken to by smtplib over TLS. Says of every try whether the server took it, refused it, or left it open."""

from __future__ import annotations

import smtplib
import ssl
from types import TracebackType
from typing import Self

from config import MailServer

SECONDS = 20.0
"""How long a server may take for one answer."""
PERMANENT, ACCEPTED, CLOSING = 500, range(200, 300), 421


class Away(Exception):
    """The server cannot be reached, or takes nothing from this sender: no message is to blame, and none was taken."""


class HungUp(Exception):
    """The server ended the connection over this message, which it did not take; another one it may take."""


class Refused(Exception):
    """The server will never take this message to this address."""


class Later(Exception):
    """The server takes this message to this address at another time."""


class Unanswered(Exception):
    """The message was handed over and no answer came: whether it was taken is not known."""


class MailConnection:
    """A connection to a server, for as many messages as there are. Errors on entering: Away."""

    def __init__(self, server: MailServer) -> None:
        self._server, self._seconds = server, SECONDS
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        try:
            self._smtp = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            raise Away(type(error).__name__) from error
        return self

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        trust = ssl.create_default_context(cafile=server.ca)
        smtp: smtplib.SMTP
        if server.tls:
            smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=self._seconds, context=trust)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=self._seconds)
        try:
            smtp.ehlo()
            if not server.tls and (smtp.has_extn("starttls") or not server.is_here):
                smtp.starttls(context=trust)
                smtp.ehlo()
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()

    def send(self, content: bytes, to: str) -> None:
        """Hand a message over to one address. Errors: Away, Refused, Later, HungUp, Unanswered."""
        assert self._smtp is not None
        self._greet(self._smtp)
        try:
            self._ask(*self._smtp.rcpt(to))
        except (OSError, smtplib.SMTPException) as error:
            raise HungUp(type(error).__name__) from error
        try:
            answer = self._smtp.data(content)
        except smtplib.SMTPDataError as error:
            self._ask(error.smtp_code, b"")
        except (OSError, smtplib.SMTPException) as error:
            raise Unanswered(type(error).__name__) from error
        else:
            self._ask(*answer)

    def _greet(self, smtp: smtplib.SMTP) -> None:
        """Name the sender. No recipient is known to the server yet: whatever it has against that, it has against all of them."""
        try:
            code, _said = smtp.mail(self._server.sender)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise Away(type(error).__name__) from error
        if code not in ACCEPTED:
            raise Away(f"MAIL_FROM {code}")

    def _ask(self, code: int, _said: bytes) -> None:
        """Raise unless a server says yes. What it says beside its number may quote the address, and is told to nobody."""
        if code in ACCEPTED:
            return
        assert self._smtp is not None
        try:
            self._smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()
        if code == CLOSING:
            raise HungUp(str(code))
        raise (Refused if code >= PERMANENT else Later)(str(code))
