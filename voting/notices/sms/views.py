"""Routes of text messages: parse, do, show."""

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
from voting.notices.channel.sms_call import text_to
from voting.notices.sms import actions, queries
from voting.notices.sms.facts import opened_template
from voting.notices.sms.forms import ProviderForm, TrialForm
from voting.people.access import current_actor, here
from voting.people.rules import Role

TRIAL = "notices/sms/trial.html"
MAY = (Role.STAFF, Role.PLATFORM_ADMIN)


def shown(form: ProviderForm | TrialForm, template: str = "notices/sms/sms.html") -> str:
    page = queries.sms_page(here(), settings().secret_key)
    return render_template(template, page=page, form=form)


@blueprint.get("/j/<code>/sms")
@allow(*MAY)
def sms(code: str) -> Page:
    return shown(ProviderForm(formdata=None))


@blueprint.post("/j/<code>/sms")
@allow(*MAY)
def set_sms(code: str) -> Page:
    form = ProviderForm()
    if form.validate():
        new = form.as_input()
        try:
            hold_nothing()
            actions.check(new, settings().chat_hosts)
            with transaction():
                actions.set_provider(current_actor(), here(), new, settings().secret_key)
        except RuleBroken as error:
            blame(form, error)
        else:
            flash(_("已保存，请发一条测试短信。"))
            return redirect(url_for("notices.sms", code=code), 303)
    return shown(form), 422


@blueprint.get("/j/<code>/sms/try")
@allow(*MAY)
def sms_trial(code: str) -> Page:
    actions.own_provider(here())
    return shown(TrialForm(formdata=None), TRIAL)


@blueprint.post("/j/<code>/sms/try")
@allow(*MAY)
def try_sms(code: str) -> Page:
    place, actor, chosen, form = here(), current_actor(), settings(), TrialForm()
    row = actions.own_provider(place)
    if not form.validate():
        return shown(form, TRIAL), 422
    template, signature = opened_template(row, chosen.secret_key), row.signature
    if template is None:
        flash(_("读不出来了（程序的密钥已更换），请重新填写。"), "error")
        return redirect(url_for("notices.sms", code=code), 303)
    hold_nothing()
    text = _("【%(signature)s】这是一条测试短信。", signature=signature)
    verdict = text_to(template, form.number, text, chosen.chat_hosts)
    accepted = verdict.step == "accept"
    with transaction():
        actions.note_trial(actor, place, accepted=accepted)
    if accepted:
        flash(_("测试短信已交给服务商，请看手机。"))
    else:
        reason = said(verdict.told, {"code": verdict.code})
        flash(_("测试短信没有发成：%(why)s。", why=reason.rstrip("。")), "error")
    return redirect(url_for("notices.sms", code=code), 303)


@blueprint.post("/j/<code>/sms/remove")
@allow(*MAY)
def remove_sms(code: str) -> Page:
    with transaction():
        actions.remove_provider(current_actor(), here())
    flash(_("已移除，还没有发出的不再发送。"))
    return redirect(url_for("notices.sms", code=code), 303)
