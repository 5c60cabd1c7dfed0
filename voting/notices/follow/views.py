"""Routes of followers: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from voting.core.access import public
from voting.core.clock import today
from voting.core.db import transaction
from voting.core.errors import TooManyTries, WrongMoment
from voting.core.fields import blame
from voting.core.running import settings
from voting.notices.blueprint import Page, blueprint, one_click
from voting.notices.follow import actions, queries
from voting.notices.follow.forms import FollowForm, PaceForm
from voting.notices.follow.link import origin_of
from voting.notices.sms.facts import provider_for
from voting.notices.wish.rules import Pace
from voting.people.access import here
from voting.screening.suggestion.traffic_rules import network_of


def page_of(topic: str, subject: str) -> queries.FollowPage:
    sms = provider_for(here()) is not None and bool(settings().site)
    return queries.follow_page(here(), topic, subject, sends=settings().mail is not None, sms=sms)


def offered(form: FollowForm, page: queries.FollowPage) -> FollowForm:
    return form.offer(mail=page.sends, sms=page.sms)


@blueprint.get("/j/<code>/follow/<topic>/<subject>")
@public
def follow(code: str, topic: str, subject: str) -> Page:
    page = page_of(topic, subject)
    return render_template(
        "notices/follow/follow.html", page=page, form=offered(FollowForm(formdata=None), page)
    )


@blueprint.post("/j/<code>/follow/<topic>/<subject>")
@public
def ask_to_follow(code: str, topic: str, subject: str) -> Page:
    page = page_of(topic, subject)
    form = offered(FollowForm(), page)
    if not page.sends and not page.sms:
        raise WrongMoment("本站还没有接入邮件和短信，暂不能发送。")
    if not form.validate():
        return render_template("notices/follow/follow.html", page=page, form=form), 422
    where = url_for(page.followed.endpoint, **page.followed.args)
    try:
        with transaction():
            actions.ask(asked(page, form, where), settings().secret_key)
    except TooManyTries as error:
        blame(form, error)
        return render_template("notices/follow/follow.html", page=page, form=form), 429
    flash(_("已登记。请打开收到的第一条消息里的链接确认；三天内不确认，就不会再发。以前确认过的不重发。"))
    return redirect(where, 303)


def asked(page: queries.FollowPage, form: FollowForm, where: str) -> actions.NewFollow:
    """Return what a form asks for, with the language of the page and the network that it came from."""
    chosen, (way, contact) = settings(), form.written
    return actions.NewFollow(
        jurisdiction_id=page.place.id,
        topic=page.followed.topic,
        subject_id=page.followed.subject_id,
        name=page.followed.name,
        path=where,
        way=way,
        contact=contact,
        language="en" if str(get_locale()).startswith("en") else "zh",
        pace=Pace(str(form.pace.data)),
        origin=origin_of(network_of(request.remote_addr), today().isoformat(), chosen.secret_key),
    )


@blueprint.get("/follow/<token>")
@public
def follow_link(token: str) -> Page:
    page = queries.link_page(token, settings().secret_key)
    form = PaceForm(formdata=None, pace=page.pace.value)
    return render_template("notices/follow/link.html", page=page, form=form)


@blueprint.post("/follow/<token>/pace")
@public
def pace_follow(token: str) -> Page:
    form = PaceForm()
    if not form.validate():
        page = queries.link_page(token, settings().secret_key)
        return render_template("notices/follow/link.html", page=page, form=form), 422
    with transaction():
        actions.choose_pace(token, form.as_input(), settings().secret_key)
    flash(_("已保存。"))
    return redirect(url_for("notices.follow_link", token=token), 303)


@blueprint.post("/follow/<token>/confirm")
@public
def confirm_follow(token: str) -> Page:
    with transaction():
        actions.confirm(token, settings().secret_key)
    return redirect(url_for("notices.follow_link", token=token), 303)


@blueprint.post("/follow/<token>/end")
@public
def end_follow(token: str) -> Page:
    with transaction():
        actions.end(token, settings().secret_key)
    return redirect(url_for("notices.follow_link", token=token), 303)


@one_click.post("/follow/<token>")
@public
def end_following(token: str) -> Page:
    with transaction():
        actions.end(token, settings().secret_key)
    return follow_link(token)
