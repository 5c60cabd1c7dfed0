"""Tables of people: accounts, their roles, and who is signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.people.rules import Role


class Account(Table):
    """Someone who may sign in; belongs to one jurisdiction.

    login: unique in the whole program; a deputy's is `CODE:NUMBER`, and `CODE:NUMBER@TERM` where another term's bears
    that already. He signs in by his number alone, and only while his term sits (`people.seats`).
    secret: PHC string of the password or PIN (Argon2id).
    totp: the second factor's secret, encrypted with a key of the settings; None when there is none.
    locked_until, failed_tries, failed_at: the lock-out, a fact of the database, not of a limiter; for a deputy, of tries from
    outside the hall (`InsideTries` for the others).
    station: of a liaison station's account, the station's name.
    opened_by, reset_by: the accounts that opened and last reset it, None for the command line or never.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("failed_tries >= 0", name="tries"),
        Index(None, "jurisdiction_id"),
        Index(None, "deputy_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    secret: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=True)
    closed: Mapped[bool] = mapped_column(default=False)
    totp: Mapped[str | None] = mapped_column(String(300), default=None)
    totp_last: Mapped[int] = mapped_column(default=0)
    failed_tries: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None] = mapped_column(default=None)
    locked_until: Mapped[datetime | None] = mapped_column(default=None)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("deputy.id"), default=None)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)
    station: Mapped[str | None] = mapped_column(String(80), default=None)
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    reset_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    reset_at: Mapped[datetime | None] = mapped_column(default=None)


class UnknownLogin(Table):
    """Tries at logins that nobody bears, counted as an account's are. slot: see `people.lock_out`; never a login itself."""

    __tablename__ = "unknown_login"
    __table_args__ = (CheckConstraint("failed_tries >= 0", name="tries"),)

    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    failed_tries: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None] = mapped_column(default=None)
    locked_until: Mapped[datetime | None] = mapped_column(default=None)


class InsideTries(Table):
    """Wrong PINs of a deputy at bound tablets of a hall and in sessions of his: what strangers elsewhere do is not in it."""

    __tablename__ = "inside_tries"
    __table_args__ = (CheckConstraint("failed_tries >= 0", name="tries"),)

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    failed_tries: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None] = mapped_column(default=None)
    locked_until: Mapped[datetime | None] = mapped_column(default=None)


class OutsideTries(Table):
    """Wrong PINs of a congress's deputies from outside its halls, all together.

    spent, spent_at: of the allowance; tries, since, last_at: of the attack that goes on or was the last, with what was
    refused unread.
    """

    __tablename__ = "outside_tries"
    __table_args__ = (CheckConstraint("spent >= 0 AND tries >= 0", name="tries"),)

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    spent: Mapped[int] = mapped_column(default=0)
    spent_at: Mapped[datetime | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime | None] = mapped_column(default=None)
    last_at: Mapped[datetime | None] = mapped_column(default=None)


class BoundTablet(Table):
    """A tablet of a hall, bound to a meeting until it is released.

    secret_sha256: hex, of what it shows at the sign-in and nowhere else; mark: by which it says that it is there, in no
    request beside; number: within the meeting, for people; used: somebody has signed in on it, never who or when;
    spent, spent_at: its own allowance of wrong PINs.
    """

    __tablename__ = "bound_tablet"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        UniqueConstraint("mark"),
        CheckConstraint("spent >= 0", name="spent"),
    )

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    secret_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    mark: Mapped[str] = mapped_column(String(43))
    seen_at: Mapped[datetime]
    used: Mapped[bool] = mapped_column(default=False)
    spent: Mapped[int] = mapped_column(default=0)
    spent_at: Mapped[datetime | None] = mapped_column(default=None)


class Grant(Table):
    """A role that an account holds in its jurisdiction."""

    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)


class RecoveryCode(Table):
    """A code on paper that stands in for the second factor once. code_sha256: hex; nobody guesses 50 bits of chance."""

    __tablename__ = "recovery_code"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    code_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)


class SignedIn(Table):
    """One signed-in browser. token_sha256: hex of the cookie's SHA-256; the cookie itself is not kept.

    seen_at, device: never written for a deputy, of whom nothing is kept that tells when he was where; device: the kind of
    device and browser in our own words (`people.sessions`), never what it said itself.
    """

    __tablename__ = "signed_in"
    __table_args__ = (Index(None, "account_id"),)

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    second_factor: Mapped[bool] = mapped_column(default=False)
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    device: Mapped[str] = mapped_column(String(40), default="")
    home: Mapped[bool] = mapped_column(default=False)


class CalendarAddress(Table):
    """The address of a person's calendar, one at a time. token_sha256: of its secret part, which is kept nowhere."""

    __tablename__ = "calendar_address"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]


class HomeEntry(Table):
    """By what a deputy signs in from home, apart from the six digits of the hall.

    secret: PHC string of the password, None until he has set one; code_sha256, code_until: of the one-time code on the slip
    that invites him, and its end; the counter is of tries at either.
    """

    __tablename__ = "home_entry"
    __table_args__ = (CheckConstraint("failed_tries >= 0", name="tries"),)

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    secret: Mapped[str | None] = mapped_column(String(200), default=None)
    code_sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    code_until: Mapped[datetime | None] = mapped_column(default=None)
    failed_tries: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None] = mapped_column(default=None)
    locked_until: Mapped[datetime | None] = mapped_column(default=None)


class Passkey(Table):
    """A key pair of one's device, bound to the program's address (WebAuthn Level 3).

    credential_id, public_key: base64url; site: the host it is bound to (rp id); sign_count: of the device, 0 where it has none;
    name: as its owner calls it. When it was used is not kept.
    """

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("credential_id"), CheckConstraint("sign_count >= 0", name="count"))

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    credential_id: Mapped[str] = mapped_column(String(1400))
    public_key: Mapped[str] = mapped_column(Text)
    site: Mapped[str] = mapped_column(String(253))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]


class SpentChallenge(Table):
    """A challenge that a passkey has answered: none is answered twice. challenge_sha256: hex; kept until the challenge is over."""

    __tablename__ = "spent_challenge"

    challenge_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[datetime]
