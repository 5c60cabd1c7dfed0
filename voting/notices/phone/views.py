"""Routes of one's number: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.congress.place.queries import place_by_id
from voting.core.access import signed_in
from voting.core.db import transaction
from voting.core.running import settings
from voting.notices.blueprint import Page, blueprint
from voting.notices.phone import actions, queries
from voting.notices.phone.forms import PhoneForm
from voting.notices.sms.facts import provider_for
from voting.people.access import current_actor

TEMPLATE = "notices/phone/phone.html"


def phone_page() -> queries.PhonePage:
    """Return the page of who is signed in."""
    actor, chosen = current_actor(), settings()
    sends = provider_for(place_by_id(actor.jurisdiction_id)) is not None and bool(chosen.site)
    return queries.phone_page(actor, chosen.secret_key, sends=sends)


@blueprint.get("/me/notices/phone")
@signed_in
def phone() -> Page:
    page = phone_page()
    form = PhoneForm(formdata=None, number=page.number, kinds=[kind.value for kind in page.kinds])
    return render_template(TEMPLATE, page=page, form=form)


@blueprint.post("/me/notices/phone")
@signed_in
def keep_phone() -> Page:
    form = PhoneForm()
    if not form.validate():
        return render_template(TEMPLATE, page=phone_page(), form=form), 422
    with transaction():
        actions.keep(current_actor(), form.as_input(), settings().secret_key)
    flash(_("已保存。"))
    return redirect(url_for("notices.phone"), 303)


@blueprint.get("/me/notices/phone/<token>")
@signed_in
def number(token: str) -> Page:
    page = queries.number_page(current_actor(), token, settings().secret_key)
    return render_template("notices/phone/number.html", page=page)


@blueprint.post("/me/notices/phone/<token>")
@signed_in
def confirm_number(token: str) -> Page:
    with transaction():
        actions.confirm_number(current_actor(), token, settings().secret_key)
    flash(_("手机号已确认，今后的短信会发到这里。"))
    return redirect(url_for("notices.phone"), 303)
