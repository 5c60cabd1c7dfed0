"""Routes of people: sign in, sign out, change a secret, bind and give the second factor."""

from __future__ import annotations

from dataclasses import astuple
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from config import Settings
from voting.core.access import public, signed_in
from voting.core.db import transaction
from voting.core.errors import DomainError, RuleBroken
from voting.people import actions, queries
from voting.people.access import COOKIE, current_actor, current_actor_or_none, here
from voting.people.forms import CodeForm, DeputySignInForm, SecretForm, SignInForm

blueprint = Blueprint("people", __name__)
Page = str | Response | tuple[str, int]


def settings() -> Settings:
    """Return the settings that the program runs with."""
    found = current_app.extensions["settings"]
    assert isinstance(found, Settings)
    return found


def with_cookie(answer: Response, token: str) -> Response:
    """Set the session's cookie on an answer."""
    age = int(actions.SIGNED_IN_FOR.total_seconds())
    answer.set_cookie(COOKIE, token, max_age=age, secure=settings().behind_tls, httponly=True, samesite="Lax")
    return answer


def onward() -> str:
    """Return where to go after signing in: a path of this site, never another site's address."""
    wanted = request.values.get("next", "")
    split = urlsplit(wanted)
    if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not split.netloc:
        return wanted
    return url_for("people.account")


@blueprint.get("/sign-in")
@public
def sign_in_page() -> Page:
    if current_actor_or_none() is not None and (g.must_change or g.owes_code):
        return redirect(url_for("people.code_page" if g.owes_code else "people.secret_page"), 303)
    return render_template("people/sign_in.html", form=SignInForm(), page=queries.sign_in_page(onward()))


@blueprint.post("/sign-in")
@public
def sign_in() -> Page:
    form = SignInForm()
    page = queries.sign_in_page(onward())
    if not form.validate():
        return render_template("people/sign_in.html", form=form, page=page), 422
    try:
        token = actions.sign_in(*astuple(form.as_input()))
    except RuleBroken as error:
        form.password.errors = [_(error.message)]
        return render_template("people/sign_in.html", form=form, page=page), 422
    return with_cookie(redirect(onward(), 303), token)


@blueprint.get("/j/<code>/deputy/sign-in")
@public
def deputy_page(code: str) -> Page:
    page = queries.deputy_page(here(), onward())
    return render_template("people/deputy_sign_in.html", form=DeputySignInForm(), page=page)


@blueprint.post("/j/<code>/deputy/sign-in")
@public
def deputy_sign_in(code: str) -> Page:
    form = DeputySignInForm()
    page = queries.deputy_page(here(), onward())
    if not form.validate():
        return render_template("people/deputy_sign_in.html", form=form, page=page), 422
    claimed = form.as_input()
    try:
        token = actions.sign_in(f"{here().code}:{claimed.login}", claimed.secret)
    except RuleBroken:
        form.pin.errors = [_("代表证号或 PIN 码不正确。")]
        return render_template("people/deputy_sign_in.html", form=form, page=page), 422
    return with_cookie(redirect(onward(), 303), token)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    token = request.cookies.get(COOKIE)
    if token:
        with transaction():
            actions.sign_out(token)
    answer = redirect("/", 303)
    answer.delete_cookie(COOKIE)
    return answer


@blueprint.post("/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> Response:
    actor = current_actor()
    assert actor.account_id is not None
    with transaction():
        actions.sign_out_everywhere(actor.account_id)
    answer = redirect(url_for("people.sign_in_page"), 303)
    answer.delete_cookie(COOKIE)
    return answer


@blueprint.get("/account")
@signed_in
def account() -> Page:
    if g.owes_code or g.must_change:
        return redirect(url_for("people.code_page" if g.owes_code else "people.secret_page"), 303)
    return render_template("people/account.html", page=queries.account_page(current_actor()))


@blueprint.get("/account/secret")
@signed_in
def secret_page() -> Page:
    page = queries.secret_page(current_actor(), first=g.must_change)
    return render_template("people/secret.html", form=SecretForm(), page=page)


@blueprint.post("/account/secret")
@signed_in
def change_secret() -> Page:
    form, actor = SecretForm(), current_actor()
    page = queries.secret_page(actor, first=g.must_change)
    if not form.validate():
        return render_template("people/secret.html", form=form, page=page), 422
    change = form.as_input()
    memory = settings().argon2_memory_kib
    try:
        token = actions.change_secret(actor, old=change.old, new=change.new, memory_kib=memory)
    except RuleBroken as error:
        field = form.old if error.message == actions.WRONG_OLD else form.new
        field.errors = [_(error.message) % error.values]
        return render_template("people/secret.html", form=form, page=page), 422
    flash(_("密码已更改，其他设备上的登录已全部退出。"))
    return with_cookie(redirect(url_for("people.account"), 303), token)


@blueprint.get("/account/code")
@signed_in
def code_page() -> Page:
    return render_template("people/code.html", form=CodeForm())


@blueprint.post("/account/code")
@signed_in
def give_code() -> Page:
    form = CodeForm()
    if form.validate():
        with transaction():
            held = actions.give_code(
                current_actor(),
                code=form.as_input(),
                secret_key=settings().secret_key,
                token=request.cookies[COOKIE],
            )
        if held:
            return redirect(onward(), 303)
        form.code.errors = [_("验证码不正确，请核对手机时间后重试。")]
    return render_template("people/code.html", form=form), 422


@blueprint.get("/account/factor")
@signed_in
def factor_page() -> Page:
    page = queries.factor_page(current_actor(), actions.new_factor())
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
            actions.bind_factor(
                actor,
                factor=factor,
                code=form.as_input(),
                secret_key=settings().secret_key,
                token=request.cookies[COOKIE],
            )
    except DomainError as error:
        form.code.errors = [_(error.message) % error.values]
        page = queries.factor_page(actor, factor)
        return render_template("people/factor.html", form=form, page=page), 422
    flash(_("验证器已绑定，下次登录时需要验证码。"))
    return redirect(url_for("people.account"), 303)
