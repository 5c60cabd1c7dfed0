"""Passkeys: key pairs of people's devices, bound to the program's address (WebAuthn Level 3). The library `webauthn` checks them.

One is both factors at once: the device asks for a finger, a face or its own code before it answers (user verification),
which is demanded when it is made and each time it answers.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import Any, ClassVar

from sqlalchemy import select
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db, is_added
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.core.text import N_
from voting.people.actions import start_session
from voting.people.models import Account, Passkey, SignedIn, SpentChallenge
from voting.people.rules import Actor
from voting.people.seats import seats
from voting.people.second_factor import passkeys_of
from voting.people.sessions import is_fresh

ANSWERED_WITHIN = timedelta(minutes=30)
"""How long a page may stand open before its challenge is over."""
MOST, MOST_ID = 10, 1023
"""Passkeys of an account, and bytes of a credential's id (WebAuthn Level 3, section 4): more no column holds."""
NAME = "民生实事票决"
STAMP, CHANCE = 8, 16
TO_SIGN_IN = "sign-in"
BROKEN = (
    WebAuthnException,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
)
"""What the library raises for what a stranger sends: its own errors, and others where a part is of another shape."""
REFUSED = N_("通行密钥没有通过核验，请再试一次，或者用密码登录。")
OVER = N_("这一页打开得太久了，请再按一次。")
STALE = N_("登录已超过 10 分钟。为防别人趁您离开时添加，请退出后重新登录，再添加通行密钥。")
TOO_MANY = N_("通行密钥最多 %(most)s 个，请先删去不用的。")


@dataclass(frozen=True, kw_only=True)
class PasskeyAdded(Event):
    name: ClassVar[str] = "people:account:passkey_added"
    account: int


@dataclass(frozen=True, kw_only=True)
class PasskeyRemoved(Event):
    name: ClassVar[str] = "people:account:passkey_removed"
    account: int


@dataclass(frozen=True)
class Site:
    """The address under which a browser has the program. host: what passkeys are bound to (rp id); origin: with scheme and port."""

    host: str
    origin: str

    @property
    def takes_passkeys(self) -> bool:
        """Tell whether browsers offer passkeys here: under a name, over TLS or on the very machine (secure contexts)."""
        try:
            ip_address(self.host.strip("[]"))
        except ValueError:
            here = self.host == "localhost" or self.host.endswith(".localhost")
            return bool(self.host) and (self.origin.startswith("https://") or here)
        return False


def to_add(digest: str) -> str:
    """Return for what a challenge is made that binds a new passkey. digest: of the session."""
    return f"add|{digest}"


def to_prove(digest: str) -> str:
    """Return for what a challenge is made that stands in for the second factor's code. digest: of the session."""
    return f"code|{digest}"


def new_challenge(purpose: str, secret_key: str) -> bytes:
    """Return a challenge that the program knows again without keeping it: its moment, chance, and a mark over both and the purpose."""
    said = int(now().timestamp()).to_bytes(STAMP) + secrets.token_bytes(CHANCE)
    return said + _mark(said, purpose, secret_key)


def _mark(said: bytes, purpose: str, secret_key: str) -> bytes:
    return hmac.digest(secret_key.encode(), b"passkey|" + purpose.encode() + b"|" + said, "sha256")


def expected_challenge(credential: dict[str, Any], purpose: str, secret_key: str) -> bytes:
    """Return the challenge that a credential answers. Errors: RuleBroken for one that was not made for this, or is over."""
    try:
        client = json.loads(base64url_to_bytes(credential["response"]["clientDataJSON"]))
        challenge = base64url_to_bytes(client["challenge"])
    except BROKEN:
        raise RuleBroken(REFUSED) from None
    said, mark = challenge[: STAMP + CHANCE], challenge[STAMP + CHANCE :]
    age = now().timestamp() - int.from_bytes(said[:STAMP])
    if not hmac.compare_digest(mark, _mark(said, purpose, secret_key)):
        raise RuleBroken(REFUSED)
    if not -1 <= age <= ANSWERED_WITHIN.total_seconds():
        raise RuleBroken(OVER)
    return challenge


def spend(challenge: bytes) -> None:
    """Let a challenge be answered no second time. Errors: RuleBroken when it was."""
    spent = SpentChallenge(
        challenge_sha256=hashlib.sha256(challenge).hexdigest(), until=now() + ANSWERED_WITHIN
    )
    if not is_added(spent):
        raise RuleBroken(OVER)


def _described(account_id: int, site: Site) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential_id))
        for one in passkeys_of(account_id)
        if one.site == site.host
    ]


def options_to_add(actor: Actor, site: Site, *, digest: str, secret_key: str) -> str:
    """Return what a browser is asked for a new passkey, as JSON. The device learns the login and no number of the database."""
    account = db.session.get_one(Account, actor.account_id)
    user = hmac.digest(secret_key.encode(), f"passkey of|{account.id}".encode(), "sha256")
    demanded = AuthenticatorSelectionCriteria(
        resident_key=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=NAME,
        user_name=account.login,
        user_id=user,
        user_display_name=account.name,
        challenge=new_challenge(to_add(digest), secret_key),
        authenticator_selection=demanded,
        exclude_credentials=_described(account.id, site),
    )
    return str(options_to_json(options))


def options_to_answer(site: Site, purpose: str, secret_key: str, account_id: int | None = None) -> str:
    """Return what a browser is asked for an answer, as JSON. account_id: whose passkeys, once the password has held; else any."""
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=new_challenge(purpose, secret_key),
        allow_credentials=[] if account_id is None else _described(account_id, site),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return str(options_to_json(options))


def add(actor: Actor, sent: str, site: Site, *, name: str, digest: str, secret_key: str) -> Passkey:
    """Bind a new passkey to the actor's account. Errors: RuleBroken; WrongMoment unless he signed in just now. digest: of the session that asks."""
    if not is_fresh(digest):
        raise WrongMoment(STALE)
    account = db.session.get_one(Account, actor.account_id, with_for_update=True, populate_existing=True)
    credential = _read(sent)
    challenge = expected_challenge(credential, to_add(digest), secret_key)
    mine = passkeys_of(account.id)
    if len(mine) >= MOST:
        raise RuleBroken(TOO_MANY, most=MOST)
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
        if len(made.credential_id) > MOST_ID:
            raise ValueError
    except BROKEN:
        raise RuleBroken("通行密钥没有通过核验，请再试一次。") from None
    spend(challenge)
    row = Passkey(
        jurisdiction_id=account.jurisdiction_id,
        account_id=account.id,
        number=max((one.number for one in mine), default=0) + 1,
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(made.credential_public_key),
        site=site.host,
        sign_count=made.sign_count,
        name=name,
        made_at=now(),
    )
    if _holder(row.credential_id) is not None:
        raise RuleBroken("这个通行密钥已经绑定过。")
    db.session.add(row)
    record(PasskeyAdded(account=account.id), actor, account.jurisdiction_id)
    return row


def remove(actor: Actor, number: int) -> None:
    """Take one of the actor's own passkeys away. Errors: NotFound."""
    for row in passkeys_of(actor.account_id or 0):
        if row.number == number:
            db.session.delete(row)
            record(PasskeyRemoved(account=row.account_id), actor, row.jurisdiction_id)
            return
    raise NotFound("没有这个通行密钥。")


def _read(sent: str) -> dict[str, Any]:
    """Return the credential as JSON says it. Errors: RuleBroken for anything else."""
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise RuleBroken("浏览器没有给出通行密钥。请再试一次，或者用密码登录。")
    return found


def _holder(credential_id: str) -> Passkey | None:
    """Return the passkey of this name, its row locked."""
    return db.session.scalar(select(Passkey).where(Passkey.credential_id == credential_id).with_for_update())


def _verified(sent: str, site: Site, *, purpose: str, secret_key: str) -> Passkey:
    """Return the passkey that has answered, once. Errors: RuleBroken, one sentence for all that is wrong with it."""
    credential = _read(sent)
    challenge = expected_challenge(credential, purpose, secret_key)
    name = credential.get("id")
    row = _holder(name) if isinstance(name, str) and name.isascii() and name.isprintable() else None
    if row is None or row.site != site.host:
        raise RuleBroken(REFUSED)
    try:
        held = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except BROKEN:
        raise RuleBroken(REFUSED) from None
    spend(challenge)
    row.sign_count = held.new_sign_count
    return row


def sign_in(sent: str, site: Site, *, secret_key: str) -> str:
    """Return the cookie of a session that a passkey opens: both factors; of a deputy one from home. Errors: RuleBroken.

    A lock after wrong passwords does not keep it out: nobody guesses a passkey.
    """
    row = _verified(sent, site, purpose=TO_SIGN_IN, secret_key=secret_key)
    account = db.session.get_one(Account, row.account_id)
    over = account.deputy_id is not None and not seats().sits(account.deputy_id)
    if account.closed or over:
        raise RuleBroken(REFUSED)
    return start_session(account.id, home=account.deputy_id is not None, second_factor=True)


def prove(actor: Actor, sent: str, site: Site, *, digest: str, secret_key: str) -> None:
    """Take a passkey in the place of the second factor's code, for this session. Errors: RuleBroken."""
    row = _verified(sent, site, purpose=to_prove(digest), secret_key=secret_key)
    if row.account_id != actor.account_id:
        raise RuleBroken(REFUSED)
    db.session.get_one(SignedIn, digest).second_factor = True
