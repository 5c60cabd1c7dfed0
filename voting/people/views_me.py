"""Routes of one's own page: sessions, authenticator, recovery codes."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.core import normalise
from voting.core.access import signed_in
from voting.core.db import transaction
from voting.core.errors import DomainError, RuleBroken, WrongMoment
from voting.core.fields import blame
from voting.core.running import settings
from voting.people import passkeys, queries, queries_me, second_factor, sessions
from voting.people import secrets as secret
from voting.people.access import COOKIE, current_actor, token_digest
from voting.people.forms import CodeForm, NewPasskeyForm
from voting.people.rules import Actor
from voting.people.seats import seats
from voting.people.views import Page, blueprint, site


def own_digest() -> str:
    """Return the digest of the session that asks."""
    return token_digest(request.cookies[COOKIE])


@blueprint.get("/me")
@signed_in
def me() -> Page:
    actor = current_actor()
    return render_template("people/me.html", page=me_page(actor), form=NewPasskeyForm(formdata=None))


def me_page(actor: Actor) -> queries_me.MePage:
    """Return one's own page, ready for another passkey where the address takes them."""
    where, digest = site(), own_digest()
    fresh = sessions.is_fresh(digest)
    asked = (
        passkeys.options_to_add(actor, where, digest=digest, secret_key=settings().secret_key)
        if where.takes_passkeys and fresh
        else ""
    )
    stale = where.takes_passkeys and not fresh
    return queries_me.me_page(actor, seats().place_of(actor.jurisdiction_id), digest, asked, stale=stale)


@blueprint.post("/me/passkeys")
@signed_in
def add_passkey() -> Page:
    form, actor = NewPasskeyForm(), current_actor()
    if not form.validate():
        return render_template("people/me.html", page=me_page(actor), form=form), 422
    try:
        with transaction():
            row = passkeys.add(
                actor,
                form.as_input(),
                site(),
                name=normalise.label(str(form.name.data)),
                digest=own_digest(),
                secret_key=settings().secret_key,
            )
            name = row.name
    except RuleBroken as error:
        blame(form, error, "name")
        return render_template("people/me.html", page=me_page(actor), form=form), 422
    except WrongMoment as error:
        blame(form, error, "name")
        return render_template("people/me.html", page=me_page(actor), form=form), 409
    flash(_("通行密钥“%(name)s”已添加，下次可以用它登录。", name=name))
    return redirect(url_for("people.me"), 303)


@blueprint.post("/me/passkeys/<int:number>/remove")
@signed_in
def remove_passkey(number: int) -> Response:
    with transaction():
        passkeys.remove(current_actor(), number)
    flash(_("通行密钥已删除，那台设备不能再用它登录。"))
    return redirect(url_for("people.me"), 303)


@blueprint.post("/me/sessions/<handle>/end")
@signed_in
def end_session(handle: str) -> Response:
    with transaction():
        sessions.end_session(account_id(current_actor()), handle)
    flash(_("那台设备已经退出登录。"))
    return redirect(url_for("people.me"), 303)


@blueprint.post("/me/sessions/end-others")
@signed_in
def end_others() -> Response:
    with transaction():
        sessions.end_others(account_id(current_actor()), own_digest())
    flash(_("其他设备都已退出登录。"))
    return redirect(url_for("people.me"), 303)


def account_id(actor: Actor) -> int:
    """Return the account of somebody who is signed in."""
    assert actor.account_id is not None
    return actor.account_id


def codes_slip(codes: tuple[str, ...]) -> str:
    """Show recovery codes, once, on this answer alone."""
    return render_template("people/recovery.html", page=queries.codes_page(current_actor(), codes))


@blueprint.post("/me/recovery-codes")
@signed_in
def make_codes() -> Page:
    with transaction():
        codes = second_factor.make_codes(current_actor())
    return codes_slip(codes)


@blueprint.get("/account/factor")
@signed_in
def factor_page() -> Page:
    page = queries.factor_page(current_actor(), second_factor.new_factor())
    return render_template("people/factor.html", form=CodeForm(), page=page)


@blueprint.post("/account/factor")
@signed_in
def bind_factor() -> Page:
    form, actor = CodeForm(), current_actor()
    factor = request.form.get("factor", "")
    try:
        if not form.validate():
            raise RuleBroken("请填写 6 位验证码。")
        with transaction():
            codes = second_factor.bind_factor(
                actor,
                factor=factor,
                code=form.as_input(),
                secret_key=settings().secret_key,
                digest=own_digest(),
            )
    except DomainError as error:
        blame(form, error, "code")
        anew = secret.totp_secret(factor) is None
        page = queries.factor_page(actor, second_factor.new_factor() if anew else factor, anew=anew)
        return render_template("people/factor.html", form=form, page=page), 422
    flash(_("验证器已绑定，下次登录时需要验证码。"))
    return codes_slip(codes)
