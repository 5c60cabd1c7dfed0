"""Routes for the accounts of one jurisdiction: open, list, give a new first password, close."""

from __future__ import annotations

from itertools import starmap
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response
from wtforms import SelectField, SelectMultipleField, StringField, widgets
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, Regexp

from voting.core import normalise
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import PageForm, blame
from voting.core.running import settings
from voting.people import actions_accounts as actions
from voting.people import queries
from voting.people.access import current_actor, here
from voting.people.models import Account
from voting.people.rules import ROLE_NAMES, Role, given_at, role_name
from voting.people.seats import seats

blueprint = Blueprint("accounts", __name__, url_prefix="/j/<code>/accounts")
Page = str | Response | tuple[str, int]
GIVEN_HERE = [role for role in Role if role is not Role.DEPUTY]


class RolesForm(PageForm):
    roles = SelectMultipleField(
        _l("身份"),
        choices=[SelectChoice(role.value, _l(ROLE_NAMES[role])) for role in GIVEN_HERE],
        validators=[InputRequired(_l("请至少选一种身份。"))],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )

    unit_id = SelectField(_l("哪个单位"), coerce=int, choices=[], default=0)
    station = StringField(_l("哪个联络站"), validators=[Length(max=80)])

    def chosen(self) -> frozenset[Role]:
        return frozenset(Role(value) for value in self.roles.data or ())

    @property
    def tie(self) -> actions.Tie:
        return actions.Tie(self.unit_id.data or None, normalise.label(str(self.station.data or "")))


class AccountForm(RolesForm):
    login = StringField(
        _l("账号"),
        validators=[
            InputRequired(_l("请填写账号。")),
            Length(max=40),
            Regexp(r"^[A-Za-z0-9._-]+$", message=_l("账号只用字母、数字、点、横线。")),
        ],
    )
    name = StringField(_l("姓名"), validators=[InputRequired(_l("请填写姓名。")), Length(max=60)])

    def as_input(self, secret_phc: str) -> actions.Opening:
        login, name = normalise.code(str(self.login.data)), normalise.name(str(self.name.data))
        return actions.Opening(login, name, secret_phc, self.chosen(), self.tie)


F = TypeVar("F", bound=RolesForm)


def offered(form: F) -> F:
    """Return the form with the units of the place to choose from."""
    form.unit_id.choices = [
        SelectChoice(0, _("不是单位账号")),
        *starmap(SelectChoice, seats().units(here().id)),
    ]
    return form


def to_show(form: F) -> F:
    """Return the form with the roles that the person may give, as it is shown; the deed decides on what is sent."""
    actor = current_actor()
    form.roles.choices = [
        SelectChoice(role.value, _l(role_name(role, here().level)))
        for role in GIVEN_HERE
        if given_at(role, here().level) and actor.may_give(frozenset({role}))
    ]
    return form


def accounts(form: AccountForm | None = None) -> str:
    """Show the accounts of the place with the form of a new one, filled in for the first of the congress office."""
    page = queries.accounts_page(current_actor(), here())
    if form is None:
        first = {} if page.staffed else {"login": f"staff-{here().code}", "roles": [Role.STAFF.value]}
        form = offered(AccountForm(data=first))
    return render_template("people/accounts.html", form=to_show(form), page=page)


def slip(account: Account, password: str) -> queries.SlipPage:
    """Return what is shown once of an account."""
    address = url_for("people.sign_in_page", _external=True)
    return queries.slip_page(here(), account, password, address)


@blueprint.get("/")
@allow(Role.PLATFORM_ADMIN, Role.STAFF)
def index(code: str) -> Page:
    return accounts()


@blueprint.post("/")
@allow(Role.PLATFORM_ADMIN, Role.STAFF)
def open_account(code: str) -> Page:
    """Open an account, and show its first password once, on this answer alone."""
    form = offered(AccountForm())
    if not form.validate():
        return accounts(form), 422
    try:
        password, secret_phc = actions.first_password(settings().argon2_memory_kib)
        with transaction():
            account = actions.open_for(current_actor(), here(), form.as_input(secret_phc))
            page = slip(account, password)
    except RuleBroken as error:
        blame(form, error, "login")
        return accounts(form), 422
    return render_template("people/slip.html", page=page)


@blueprint.post("/<int:account_id>/reset")
@allow(Role.PLATFORM_ADMIN, Role.STAFF)
def reset(code: str, account_id: int) -> Page:
    """Give an account a new first password, and show it once, on this answer alone."""
    password, secret_phc = actions.first_password(settings().argon2_memory_kib)
    with transaction():
        account = actions.reset(current_actor(), here(), account_id=account_id, secret_phc=secret_phc)
        page = slip(account, password)
    return render_template("people/slip.html", page=page)


@blueprint.get("/<int:account_id>/roles")
@allow(Role.PLATFORM_ADMIN, Role.STAFF)
def roles(code: str, account_id: int) -> Page:
    page = queries.roles_page(here(), account_id)
    form = offered(
        RolesForm(data={"roles": page.roles, "unit_id": page.unit_id or 0, "station": page.station})
    )
    return render_template("people/roles.html", form=to_show(form), page=page)


@blueprint.post("/<int:account_id>/roles")
@allow(Role.PLATFORM_ADMIN, Role.STAFF)
def change_roles(code: str, account_id: int) -> Page:
    page, form = queries.roles_page(here(), account_id), offered(RolesForm())
    if form.validate():
        try:
            with transaction():
                actions.change_roles(
                    current_actor(),
                    here(),
                    account_id=account_id,
                    roles=form.chosen(),
                    tie=form.tie,
                )
        except RuleBroken as error:
            blame(form, error, "roles")
        else:
            flash(_("“%(name)s”的身份已改。", name=page.name))
            return redirect(url_for("accounts.index", code=code), 303)
    return render_template("people/roles.html", form=to_show(form), page=page), 422


class HandOverForm(PageForm):
    to = SelectField(_l("移交给"), coerce=int, choices=[], validators=[InputRequired(_l("请选择由谁接任。"))])


@blueprint.get("/<int:account_id>/hand-over")
@allow(Role.PLATFORM_ADMIN, Role.STAFF)
def hand_over_page(code: str, account_id: int) -> Page:
    page = queries.hand_over_page(current_actor(), here(), account_id)
    return render_template("people/hand_over.html", form=with_successors(HandOverForm(), page), page=page)


def with_successors(form: HandOverForm, page: queries.HandOverPage) -> HandOverForm:
    """Return the form with those who may take the post over."""
    form.to.choices = [SelectChoice(0, _("请选择")), *starmap(SelectChoice, page.successors)]
    return form


@blueprint.post("/<int:account_id>/hand-over")
@allow(Role.PLATFORM_ADMIN, Role.STAFF)
def hand_over(code: str, account_id: int) -> Page:
    page = queries.hand_over_page(current_actor(), here(), account_id)
    form = with_successors(HandOverForm(), page)
    try:
        if not form.validate() or not form.to.data:
            raise actions.WrongSuccessor("请选择由谁接任。")
        with transaction():
            to = actions.hand_over(current_actor(), here(), account_id=account_id, to_id=form.to.data)
            name = to.name
    except RuleBroken as error:
        blame(form, error, "to")
        return render_template("people/hand_over.html", form=form, page=page), 422
    flash(_("“%(name)s”的职务已移交给“%(to)s”，原账号已停用。", name=page.name, to=name))
    return redirect(url_for("accounts.index", code=code), 303)


@blueprint.post("/<int:account_id>/close")
@allow(Role.PLATFORM_ADMIN, Role.STAFF)
def close(code: str, account_id: int) -> Page:
    with transaction():
        actions.close(current_actor(), here(), account_id=account_id)
    flash(_("账号已停用，已登录的设备都已退出。"))
    return redirect(url_for("accounts.index", code=code), 303)
