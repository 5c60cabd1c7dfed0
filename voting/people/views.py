"""Routes of people: sign in, sign out, change a secret, bind and give the second factor."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import (
    Blueprint,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug import Response

from voting.core.access import public, signed_in
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.core.form_after_sign_in import unseal
from voting.core.own_path import own_path
from voting.core.refused_form import Back, shown_again, written
from voting.core.running import settings
from voting.people import actions, home_entry, passkeys, queries
from voting.people.access import (
    COOKIE,
    current_actor,
    find_actor,
    here,
    here_or_none,
    owed_step,
    remember_person,
    session_actor,
    token_digest,
)
from voting.people.forms import CodeForm, DeputySignInForm, PinForm, SecretForm, SignInForm
from voting.people.rules import Actor
from voting.people.second_factor import give_code as give_code_of
from voting.people.sessions import SIGNED_IN_FOR

blueprint = Blueprint("people", __name__)
Page = str | Response | tuple[str, int]


def with_cookie(answer: Response, token: str) -> Response:
    """Set the session's cookie on an answer."""
    age = int(SIGNED_IN_FOR.total_seconds())
    answer.set_cookie(COOKIE, token, max_age=age, secure=settings().behind_tls, httponly=True, samesite="Lax")
    return answer


def onward() -> str:
    """Return where to go after signing in: a path of this site, never another site's address.

    Without one: for a deputy, in the hall above all, his account; for everybody else what waits for him.
    """
    actor = session_actor()
    deputy = here_or_none() is not None or (actor is not None and actor.deputy_id is not None)
    first = "people.account" if deputy else "todo.home"
    return own_path(request.values.get("next", "")) or url_for(first)


def kept() -> str:
    """Return the sealed form that travels through signing in, or nothing."""
    return request.form.get("kept", "")


def entered(token: str) -> Response:
    """Go on once a secret held: to what is still owed, to the form that was being filled in, or where one wanted to go."""
    actor = find_actor(token_digest(token))
    assert actor is not None
    assert actor.account_id is not None
    remember_person(actor.account_id)
    g.actor = actor
    if not kept():
        return redirect(onward() if not g.owes_code else url_for("people.code_page", next=onward()), 303)
    if g.owes_code:
        return make_response(
            render_template("people/code.html", form=CodeForm(formdata=None), page=page_owed())
        )
    if g.must_change:
        page = queries.secret_page(actor, onward(), kept(), first=True)
        return make_response(
            render_template("people/secret.html", form=secret_form(page, formdata=None), page=page)
        )
    return form_again(actor, token)


def secret_form(page: queries.SecretPage, **given: None) -> SecretForm:
    """Return the form of a new secret, which asks staff for a password and deputies for six digits."""
    return (PinForm if page.is_pin else SecretForm)(**given)


def page_owed() -> queries.SignInPage:
    """Return what the page of the second factor carries on."""
    actor = session_actor()
    token = request.cookies.get(COOKIE, "")
    asked = to_answer(passkeys.to_prove(token_digest(token)), None if actor is None else actor.account_id)
    return queries.sign_in_page(onward(), kept(), asked)


def site() -> passkeys.Site:
    """Return under which address this browser has the program; its port by the setting SITE where a proxy leaves it out."""
    said, named = urlsplit(request.host_url), urlsplit(settings().site)
    origin = named if named.hostname == said.hostname else said
    return passkeys.Site(said.hostname or "", f"{origin.scheme}://{origin.netloc}")


def to_answer(purpose: str, account_id: int | None = None) -> str:
    """Return what a browser is asked of its passkeys, or nothing where the address takes none."""
    where = site()
    if not where.takes_passkeys:
        return ""
    return passkeys.options_to_answer(where, purpose, settings().secret_key, account_id)


def to_sign_in() -> queries.SignInPage:
    """Return what the sign-in page carries on."""
    return queries.sign_in_page(onward(), kept(), to_answer(passkeys.TO_SIGN_IN))


def form_again(actor: Actor, token: str) -> Response:
    """Show the form that was being filled in when the session ended, to him who filled it in; nothing is sent by itself."""
    found = unseal(kept(), settings().secret_key)
    if found is None or found.person not in {None, actor.account_id}:
        flash(_("登录前填写的内容没有带过来：它属于另一个账号，或者已经过了一天。"), "warning")
        return redirect(onward(), 303)
    said = Back(_("已登录。登录前填写的内容都在这里。"))
    again = shown_again(found, said, cookie=(COOKIE, token)) if found.page else None
    if again is not None:
        return again
    left = Back(left=written(found.sent))
    message = _("已登录，但是原来的表单现在打不开。")
    return make_response(render_template("people/kept.html", message=message, page=left))


@blueprint.get("/sign-in")
@public
def sign_in_page() -> Page:
    owed = owed_step()
    if owed is not None:
        return redirect(url_for(owed[0], next=onward()), 303)
    return render_template("people/sign_in.html", form=SignInForm(), page=to_sign_in())


@blueprint.post("/sign-in")
@public
def sign_in() -> Page:
    form = SignInForm()
    page = to_sign_in()
    if not form.validate():
        return render_template("people/sign_in.html", form=form, page=page), 422
    try:
        claimed = form.as_input()
        token = actions.sign_in(claimed.login, claimed.secret, secret_key=settings().secret_key)
    except RuleBroken as error:
        blame(form, error, "password")
        return render_template("people/sign_in.html", form=form, page=page), 422
    return with_cookie(entered(token), token)


@blueprint.get("/j/<code>/deputy/sign-in")
@public
def deputy_page(code: str) -> Page:
    page = queries.deputy_page(here(), onward())
    return render_template("people/deputy_sign_in.html", form=DeputySignInForm(), page=page)


@blueprint.post("/j/<code>/deputy/sign-in")
@public
def deputy_sign_in(code: str) -> Page:
    form = DeputySignInForm()
    page = queries.deputy_page(here(), onward(), kept())
    if not form.validate():
        return render_template("people/deputy_sign_in.html", form=form, page=page), 422
    claimed = form.as_input()
    try:
        login = f"{here().code}:{claimed.login}"
        key = settings().secret_key
        token = actions.sign_in(login, claimed.secret, secret_key=key, tablet=claimed.tablet)
    except RuleBroken:
        form.pin.errors = [_("出席证号或个人密码不正确。")]
        return render_template("people/deputy_sign_in.html", form=form, page=page), 422
    return with_cookie(entered(token), token)


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
    owed = owed_step()
    if owed is not None:
        return redirect(url_for(owed[0]), 303)
    return render_template("people/account.html", page=queries.account_page(current_actor()))


@blueprint.get("/account/secret")
@signed_in
def secret_page() -> Page:
    page = queries.secret_page(current_actor(), onward(), first=g.must_change)
    return render_template("people/secret.html", form=secret_form(page), page=page)


@blueprint.post("/account/secret")
@signed_in
def change_secret() -> Page:
    actor = current_actor()
    page = queries.secret_page(actor, onward(), kept(), first=g.must_change)
    form = secret_form(page)
    if not form.validate():
        return render_template("people/secret.html", form=form, page=page), 422
    change = form.as_input()
    memory = settings().argon2_memory_kib
    try:
        changing = home_entry.change_password if actor.from_home else actions.change_secret
        token = changing(actor, old=change.old, new=change.new, memory_kib=memory)
    except RuleBroken as error:
        blame(form, error, "old" if error.message in {actions.WRONG_OLD, actions.WRONG_OLD_PIN} else "new")
        return render_template("people/secret.html", form=form, page=page), 422
    flash(_("密码已更改，其他设备上的登录已全部退出。"))
    return with_cookie(entered(token), token)


@blueprint.get("/account/code")
@signed_in
def code_page() -> Page:
    return render_template("people/code.html", form=CodeForm(), page=page_owed())


@blueprint.post("/account/code")
@signed_in
def give_code() -> Page:
    form = CodeForm()
    if form.validate():
        with transaction():
            held = give_code_of(
                current_actor(),
                code=form.as_input(),
                secret_key=settings().secret_key,
                digest=token_digest(request.cookies[COOKIE]),
            )
        if held:
            return entered(request.cookies[COOKIE])
        form.code.errors = [_("验证码不正确，请核对手机时间后重试。")]
    return render_template("people/code.html", form=form, page=page_owed()), 422
