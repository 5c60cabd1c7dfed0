"""Routes of chat robots: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import hold_nothing, transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.core.running import settings
from voting.core.sentences import said
from voting.notices.blueprint import Page, blueprint
from voting.notices.channel.robot_call import speak
from voting.notices.chat import actions, queries
from voting.notices.chat.facts import opened_robot, robot_of
from voting.notices.chat.forms import RobotForm
from voting.people.access import current_actor, here
from voting.people.rules import Role

MAY = (Role.STAFF, Role.PLATFORM_ADMIN)


def shown(form: RobotForm) -> str:
    page = queries.robots_page(here(), settings().secret_key)
    return render_template("notices/chat/robots.html", page=page, form=form)


@blueprint.get("/j/<code>/robots")
@allow(*MAY)
def robots(code: str) -> Page:
    return shown(RobotForm(formdata=None))


@blueprint.post("/j/<code>/robots")
@allow(*MAY)
def add_robot(code: str) -> Page:
    form = RobotForm()
    if form.validate():
        new = form.as_input()
        try:
            hold_nothing()
            actions.check(new, settings().chat_hosts)
            with transaction():
                actions.add(current_actor(), here(), new, settings().secret_key)
        except RuleBroken as error:
            blame(form, error)
        else:
            flash(_("已添加，请发一条测试消息。"))
            return redirect(url_for("notices.robots", code=code), 303)
    return shown(form), 422


@blueprint.post("/j/<code>/robots/<int:robot_id>/try")
@allow(*MAY)
def try_robot(code: str, robot_id: int) -> Page:
    place, actor, chosen = here(), current_actor(), settings()
    robot = opened_robot(robot_of(place.id, robot_id), chosen.secret_key)
    if robot is None:
        flash(_("网址读不出来了（程序的密钥已更换），请移除后重新添加。"), "error")
        return redirect(url_for("notices.robots", code=code), 303)
    hold_nothing()
    text = _("【%(place)s】这是一条测试消息：群机器人已接通。", place=place.name)
    verdict = speak(robot.format, robot.address, robot.secret, text, chosen.chat_hosts)
    accepted = verdict.step == "accept"
    with transaction():
        actions.note_trial(actor, place, robot_id, accepted=accepted)
    if accepted:
        flash(_("测试消息已发出，对方已收下，请到群里查看。"))
    else:
        reason = said(verdict.told, {"code": verdict.code})
        flash(_("测试消息没有发成：%(why)s。", why=reason.rstrip("。")), "error")
    return redirect(url_for("notices.robots", code=code), 303)


@blueprint.post("/j/<code>/robots/<int:robot_id>/remove")
@allow(*MAY)
def remove_robot(code: str, robot_id: int) -> Page:
    with transaction():
        actions.remove(current_actor(), here(), robot_id)
    flash(_("已移除，还没有发出的不再发送。"))
    return redirect(url_for("notices.robots", code=code), 303)
