"""Routes of signing in from home, for deputies, and by a passkey, for everybody."""

from __future__ import annotations

from flask import render_template, request
from werkzeug import Response

from voting.core.access import public, signed_in
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.core.running import settings
from voting.people import home_entry, passkeys, queries, views_me
from voting.people.access import COOKIE, current_actor, here, token_digest
from voting.people.forms import AcceptForm, CodeForm, HomeSignInForm, PasskeyForm, SignInForm
from voting.people.views import (
    Page,
    blueprint,
    entered,
    kept,
    onward,
    page_owed,
    site,
    to_answer,
    to_sign_in,
    with_cookie,
)

__all__ = ["blueprint", "views_me"]


def home_page() -> queries.DeputyPage:
    """Return what the page of signing in from home carries on."""
    return queries.deputy_page(here(), onward(), kept(), to_answer(passkeys.TO_SIGN_IN))


@blueprint.get("/j/<code>/deputy/home")
@public
def home_page_shown(code: str) -> Page:
    return render_template("people/home.html", form=HomeSignInForm(), page=home_page())


@blueprint.post("/j/<code>/deputy/home")
@public
def home_sign_in(code: str) -> Page:
    form = HomeSignInForm()
    if not form.validate():
        return render_template("people/home.html", form=form, page=home_page()), 422
    claimed = form.as_input()
    try:
        login = f"{here().code}:{claimed.login}"
        token = home_entry.sign_in(login, claimed.secret, secret_key=settings().secret_key)
    except RuleBroken as error:
        blame(form, error, "password")
        return render_template("people/home.html", form=form, page=home_page()), 422
    return with_cookie(entered(token), token)


@blueprint.get("/j/<code>/deputy/invited")
@public
def invited_page(code: str) -> Page:
    form = AcceptForm(data={"number": request.args.get("number", "")})
    return render_template("people/invited.html", form=form, page=home_page())


@blueprint.post("/j/<code>/deputy/invited")
@public
def accept_invitation(code: str) -> Page:
    """Set the password by the slip's code, and go on signed in."""
    form, memory = AcceptForm(), settings().argon2_memory_kib
    if not form.validate():
        return render_template("people/invited.html", form=form, page=home_page()), 422
    said = form.as_input()
    try:
        login, key = f"{here().code}:{said.number}", settings().secret_key
        token = home_entry.accept(login, said.code, said.password, secret_key=key, memory_kib=memory)
    except RuleBroken as error:
        blame(form, error, "invitation" if error.message == home_entry.WRONG_CODE else "new")
        return render_template("people/invited.html", form=form, page=home_page()), 422
    return with_cookie(entered(token), token)


@blueprint.post("/sign-in/passkey")
@public
def sign_in_by_passkey() -> Page:
    form = PasskeyForm()
    try:
        with transaction():
            token = passkeys.sign_in(form.as_input(), site(), secret_key=settings().secret_key)
    except RuleBroken as error:
        shown = SignInForm(formdata=None)
        blame(shown, error, "password")
        return render_template("people/sign_in.html", form=shown, page=to_sign_in()), 422
    return with_cookie(entered(token), token)


@blueprint.post("/account/code/passkey")
@signed_in
def prove_by_passkey() -> Page | Response:
    """Take a passkey in the place of the second factor's code."""
    form, token = PasskeyForm(), request.cookies[COOKIE]
    try:
        with transaction():
            passkeys.prove(
                current_actor(),
                form.as_input(),
                site(),
                digest=token_digest(token),
                secret_key=settings().secret_key,
            )
    except RuleBroken as error:
        shown = CodeForm(formdata=None)
        blame(shown, error, "code")
        return render_template("people/code.html", form=shown, page=page_owed()), 422
    return entered(token)
