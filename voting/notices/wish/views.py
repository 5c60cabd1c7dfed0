"""Routes of wishes: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import public, signed_in
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.core.running import settings
from voting.notices.blueprint import Page, blueprint, one_click
from voting.notices.wish import actions, queries
from voting.notices.wish.forms import CHOSEN, WishesForm, name_of
from voting.people.access import current_actor


@blueprint.get("/me/notices")
@signed_in
def wishes() -> Page:
    page = wishes_page()
    paces = {name_of(kind): page.paces[kind].value for kind in CHOSEN}
    form = WishesForm(
        formdata=None,
        email=page.email,
        language=page.language,
        quiet_begins=page.quiet_begins,
        quiet_ends=page.quiet_ends,
        **paces,
    )
    return render_template("notices/wish/wishes.html", page=page, form=form)


def wishes_page() -> queries.WishesPage:
    """Return the page of who is signed in."""
    return queries.wishes_page(current_actor(), settings().secret_key, sends=settings().mail is not None)


@blueprint.post("/me/notices")
@signed_in
def choose_wishes() -> Page:
    form = WishesForm()
    if form.validate():
        try:
            with transaction():
                actions.choose(current_actor(), form.as_input(), settings().secret_key)
        except RuleBroken as error:
            blame(form, error)
        else:
            flash(_("已保存。"))
            return redirect(url_for("notices.wishes"), 303)
    return render_template("notices/wish/wishes.html", page=wishes_page(), form=form), 422


@blueprint.get("/me/notices/confirm/<token>")
@signed_in
def address(token: str) -> Page:
    page = queries.address_page(current_actor(), token, settings().secret_key)
    return render_template("notices/wish/address.html", page=page)


@blueprint.post("/me/notices/confirm/<token>")
@signed_in
def confirm_address(token: str) -> Page:
    with transaction():
        actions.confirm(current_actor(), token, settings().secret_key)
    flash(_("邮箱已确认，今后的通知会发到这里。"))
    return redirect(url_for("notices.wishes"), 303)


@blueprint.get("/notices/stop/<token>")
@public
def stop_link(token: str) -> Page:
    page = queries.stop_page(token, settings().secret_key)
    return render_template("notices/wish/stop.html", page=page)


@one_click.post("/notices/stop/<token>")
@public
def stop_mail(token: str) -> Page:
    with transaction():
        actions.stop(token, settings().secret_key)
    return stop_link(token)
