"""Who is signed in, where the URL leads, and whether the one may enter the other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import cast

from flask import Flask, Response, current_app, g, request, session
from sqlalchemy import exists, select

from voting.core.access import EVERYBODY, SIGNED_IN, rule_of
from voting.core.clock import now
from voting.core.db import beside_the_deed, db
from voting.core.errors import NotAllowed, NotFound, NotSignedIn
from voting.core.text import N_
from voting.people.models import Account, Grant, Passkey, SignedIn
from voting.people.rules import Actor, Place, Role
from voting.people.seats import seats
from voting.people.sessions import SEEN_EVERY, note_seen

COOKIE = "signed_in"
PERSON = "person"
PlaceOf = Callable[[str], Place | None]


def token_digest(token: str) -> str:
    """Return what is stored of a cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


SIGN_OUTS = frozenset({"people.sign_out", "people.sign_out_everywhere"})
WITHOUT_CODE = SIGN_OUTS | {
    "people.account",
    "people.code_page",
    "people.give_code",
    "people.prove_by_passkey",
}
"""All that a session may enter which still owes the second factor's code; `people.account` only leads on."""
WITH_FIRST_SECRET = SIGN_OUTS | {"people.account", "people.secret_page", "people.change_secret"}
"""All that somebody may enter who must change his secret first."""
HALL_ROOMS = frozenset({"tablet", "tablet_beat", "ballot", "hall", "tally", "reading"})
"""Rooms of the hall: all that a deputy's six digits open, besides WITH_FIRST_SECRET and what everybody may.

In the reading room they let read and do nothing: its deeds ask for more (screening.reading.actions.expect_deputy)."""
HALL_ALONE = N_(
    "会场的 6 位个人密码只用来在会场投票、阅读候选项目。要办别的事，请用在家登录的密码或者通行密钥登录。"
)
WITHOUT_FACTOR = SIGN_OUTS | {"people.account", "people.factor_page", "people.bind_factor"}
"""All that somebody may enter of whom an authenticator is demanded and who has none."""


def owed_step() -> tuple[str, frozenset[str]] | None:
    """Return what whose session it is must do before anything else (its page), and what he may enter until then."""
    if session_actor() is None:
        return None
    if g.owes_code:
        return "people.code_page", WITHOUT_CODE
    if g.must_change:
        return "people.secret_page", WITH_FIRST_SECRET
    return ("people.factor_page", WITHOUT_FACTOR) if g.owes_factor else None


def session_actor() -> Actor | None:
    """Return whose session it is, were it but half signed in. Reads the cookie and the database once a request."""
    if "actor" not in g:
        token = request.cookies.get(COOKIE)
        g.actor = find_actor(token_digest(token)) if token else None
    return cast("Actor | None", g.actor)


def ask_no_more() -> None:
    """Let who is not known by now be nobody for the rest of this request: the database has no answer to spare."""
    g.setdefault("actor", None)


def current_actor_or_none() -> Actor | None:
    """Return the signed-in person, or None; who has not finished signing in is somebody only within `people`."""
    actor = session_actor()
    if actor is not None and request.blueprint != "people" and owed_step() is not None:
        return None
    if actor is not None and shut_to_the_hall(actor, request.endpoint or ""):
        return None  # what somebody does in public by the hall's six digits, he does as anybody
    return actor


def shut_to_the_hall(actor: Actor, endpoint: str) -> bool:
    """Tell whether an address is none of those that the six digits of the hall open."""
    room = endpoint.partition(".")[0]
    return actor.in_the_hall and room not in HALL_ROOMS and endpoint not in WITH_FIRST_SECRET


def remember_person(account_id: int) -> None:
    """Note who signs in here, beyond the session's end: what he was writing then is shown to nobody else."""
    session[PERSON] = account_id


def person_of_session() -> int | None:
    """Return the account that signed in last in this browser, though its session may have ended; None for nobody."""
    actor = session_actor()
    return actor.account_id if actor is not None else session.get(PERSON)


def find_actor(digest: str) -> Actor | None:
    """Return whose session this is, or None when it has ended, the account is closed or the deputy's term is over."""
    bound = exists().where(Passkey.account_id == Account.id)
    row = db.session.execute(
        select(Account, SignedIn, bound)
        .join(SignedIn, SignedIn.account_id == Account.id)
        .where(SignedIn.token_sha256 == digest, SignedIn.expires_at > now(), Account.closed.is_(False))
    ).one_or_none()
    if row is None:
        return None
    account, session, has_passkey = row
    actor = _acting(account)
    if actor is None:
        return None
    actor = replace(actor, from_home=session.home)
    g.must_change = (
        account.must_change and account.deputy_id is None
    )  # a deputy may vote with what his slip says
    noted = account.deputy_id is None and (session.seen_at is None or session.seen_at < now() - SEEN_EVERY)
    g.to_note = digest if noted else None
    demanded = account.deputy_id is None and not current_app.extensions["settings"].second_factor.isdisjoint(
        actor.roles
    )  # never of a deputy: he votes by the slip in his hand
    bound_already = account.totp is not None or (demanded and has_passkey)
    g.owes_code = bound_already and not session.second_factor
    g.owes_factor = demanded and not bound_already
    return actor


def actor_of(account_id: int) -> Actor | None:
    """Return who has this account, without any session of his; None when it is closed or the deputy's term is over."""
    account = db.session.get(Account, account_id)
    return None if account is None or account.closed else _acting(account)


def _acting(account: Account) -> Actor | None:
    if account.deputy_id is not None and not seats().sits(account.deputy_id):
        return None
    roles = db.session.scalars(select(Grant.role).where(Grant.account_id == account.id))
    return Actor(
        account_id=account.id,
        jurisdiction_id=account.jurisdiction_id,
        name=account.name,
        roles=frozenset(roles),
        deputy_id=account.deputy_id,
        unit_id=account.unit_id,
        station=account.station or "",
    )


def current_actor() -> Actor:
    """Return the signed-in person; raise NotSignedIn when there is none."""
    actor = current_actor_or_none()
    if actor is None:
        raise NotSignedIn("请先登录。")
    return actor


def here_or_none() -> Place | None:
    """Return the jurisdiction of the URL, or None on a page that has none."""
    return cast("Place | None", g.get("place"))


def here() -> Place:
    """Return the jurisdiction of the URL; raise NotFound when there is none."""
    place = here_or_none()
    if place is None:
        raise NotFound("没有这个页面。")
    return place


def install_gate(app: Flask, place_of: PlaceOf) -> None:
    """Ask at every request whether the person may enter the view, before the view runs."""

    @app.before_request
    def enter() -> None:
        if request.endpoint is None:
            return
        code = (request.view_args or {}).get("code")
        if code is not None:
            g.place = place_of(str(code))
            if g.place is None:
                raise NotFound("没有这个地方的人民代表大会。")
        let_in(rule_of(current_app, request.endpoint))

    @app.after_request
    def seen(answer: Response) -> Response:
        digest = g.pop("to_note", None)
        if digest is not None and request.method == "POST" and answer.status_code < HTTPStatus.BAD_REQUEST:
            with beside_the_deed("a session was not noted"):  # a page that is only read waits for no writer
                note_seen(digest, request.headers.get("User-Agent", ""))
        return answer


def asks_to_sign_in() -> bool:
    """Tell whether the address needs somebody, and nobody is signed in."""
    return (
        request.endpoint is not None
        and rule_of(current_app, request.endpoint) != EVERYBODY
        and current_actor_or_none() is None
    )


def let_in(rule: frozenset[str] | str) -> None:
    """Raise NotSignedIn, NotFound (somebody else's place) or NotAllowed (the wrong role)."""
    if rule == EVERYBODY:
        return
    owed = owed_step()
    if owed is not None:
        if request.endpoint not in owed[1]:
            raise NotSignedIn("请先完成登录。")
        return
    whose = session_actor()
    if whose is not None and shut_to_the_hall(whose, request.endpoint or ""):
        raise NotAllowed(HALL_ALONE)
    actor = current_actor()
    if rule == SIGNED_IN:
        return
    held = roles_here(actor)
    if here_or_none() is not None and not held:
        raise NotFound("没有这个页面。")
    if not held & set(rule):
        raise NotAllowed("这个页面不对您的身份开放。")


def roles_here(actor: Actor) -> frozenset[Role]:
    """Return the roles that the person holds where the URL leads, at home on a page that names no place."""
    place = here_or_none()
    return actor.roles if place is None else actor.roles_in(place)


def may_enter(endpoint: str) -> bool:
    """Tell whether the gate would let the person in there, at this place: menus offer what it lets in."""
    rule = rule_of(current_app, endpoint)
    if rule == EVERYBODY:
        return True
    actor = current_actor_or_none()
    if actor is None or shut_to_the_hall(actor, endpoint):
        return False
    return rule == SIGNED_IN or bool(roles_here(actor) & set(rule))
