"""Settings read once from the environment; nothing else in the project reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

SECRET_KEY_LENGTH = 32


class MissingSetting(RuntimeError):
    """A setting the program cannot run without is absent or too weak."""


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where mail is handed over.

    tls: from the first byte on; otherwise STARTTLS is demanded, but of a server on this machine. ca: the certificate of
    who signed the server's, None for those that the system trusts; sender: the address in From.
    """

    host: str
    port: int
    tls: bool
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None

    @property
    def is_here(self) -> bool:
        """Tell whether the server runs on this machine."""
        return self.host in {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything the program may be told from outside.

    secret_key: signs cookies; at least 32 characters.
    database_url: an SQLAlchemy URL (sqlite:///… or postgresql://…).
    data: folder for uploads, the issuing keys' file key and replaced templates; never inside the repository's sources.
    redis_url: limits and live screens of several processes; None keeps both inside this process.
    demonstration: invented places and weak first passwords may exist; never true in service.
    behind_tls: cookies only over TLS; may be false in the demonstration alone.
    argon2_memory_kib: cost of a password hash; low values only under `testing`.
    verifiers: processes that check ballots beside the web threads.
    trusted_proxies: how many proxies of one's own stand in front, each adding to X-Forwarded-For; 0: none, the
    header is not believed.
    mail: the server that sends notices, None where none does; site: the program's own address, as mails name it.
    chat_hosts: hosts of chat robots that may be private, and may lack TLS; every other must be public, over TLS.
    second_factor: roles of whose accounts an authenticator is demanded; empty: offered, never demanded.
    jobs_apart: what is due is done by a process of its own (`flask jobs work`), not beside the requests.
    """

    secret_key: str
    database_url: str
    data: Path
    redis_url: str | None = None
    demonstration: bool = False
    behind_tls: bool = True
    testing: bool = False
    argon2_memory_kib: int = 64 * 1024
    verifiers: int = 2
    trusted_proxies: int = 0
    jobs_apart: bool = False
    mail: MailServer | None = None
    site: str = ""
    second_factor: frozenset[str] = frozenset()
    chat_hosts: frozenset[str] = frozenset()

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Raise MissingSetting rather than fall back to a guessable default."""
        secret_key = env.get("SECRET_KEY", "")
        if len(secret_key) < SECRET_KEY_LENGTH:
            raise MissingSetting(f"SECRET_KEY must have at least {SECRET_KEY_LENGTH} characters")
        demonstration = env.get("DEMONSTRATION", "") == "1"
        behind_tls = env.get("BEHIND_TLS", "1") == "1"
        if not behind_tls and not demonstration:
            raise MissingSetting("BEHIND_TLS=0 is for the demonstration alone")
        for name in ("DATABASE_URL", "DATA"):
            if not env.get(name):
                raise MissingSetting(f"{name} must be set")
        return cls(
            secret_key=secret_key,
            database_url=env["DATABASE_URL"],
            data=Path(env["DATA"]),
            redis_url=env.get("REDIS_URL") or None,
            demonstration=demonstration,
            behind_tls=behind_tls,
            verifiers=whole_number(env, "VERIFIERS", 2),
            trusted_proxies=whole_number(env, "TRUSTED_PROXIES", 0, least=0),
            jobs_apart=jobs_are_apart(env),
            mail=mail_server(env),
            site=env.get("SITE", "").rstrip("/"),
            chat_hosts=frozenset(env.get("CHAT_HOSTS", "").lower().replace(",", " ").split()),
            second_factor=frozenset(env.get("SECOND_FACTOR", "").replace(",", " ").split()),
        )


def jobs_are_apart(env: Mapping[str, str]) -> bool:
    """Tell whether JOBS is `apart`; empty or `here` means that this process does what is due."""
    where = env.get("JOBS") or "here"
    if where not in {"here", "apart"}:
        raise MissingSetting("JOBS must be here or apart")
    return where == "apart"


def whole_number(env: Mapping[str, str], name: str, default: int, least: int = 1) -> int:
    """Return the whole number in `name`, at least `least`, or the default when it is not set."""
    text = env.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise MissingSetting(f"{name} must be a whole number, at least {least}")
    return int(text)


PORTS = {"smtp": 587, "smtps": 465}


def mail_server(env: Mapping[str, str]) -> MailServer | None:
    """Return the server of MAIL_SERVER (`smtps://user:password@host:465`, or `smtp://…:587` for STARTTLS), None for none."""
    if not env.get("MAIL_SERVER"):
        return None
    parts, sender, ca = urlsplit(env["MAIL_SERVER"]), env.get("MAIL_FROM", ""), env.get("MAIL_CA")
    if parts.scheme not in PORTS or not parts.hostname:
        raise MissingSetting("MAIL_SERVER must be smtp://host or smtps://host")
    if sender.count("@") != 1 or any(sign.isspace() for sign in sender):
        raise MissingSetting("MAIL_FROM must be the address that sends")
    if not env.get("SITE", "").startswith(("https://", "http://")):
        raise MissingSetting("SITE must be the program's own address, https://…, which mails name")
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        tls=parts.scheme == "smtps",
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ca=Path(ca) if ca else None,
    )
