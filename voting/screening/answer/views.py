"""Routes of answers: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.query_args import text_asked
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING
from voting.screening.answer import actions, queries
from voting.screening.answer.forms import AnswerForm, TemplateForm
from voting.screening.answer.rules import AnswerText
from voting.screening.blueprint import Page, blueprint
from voting.screening.merging.facts import named
from voting.screening.merging.views import ids_of


@blueprint.get("/j/<code>/screening/answers")
@allow(*COLLECTING)
def answers(code: str) -> Page:
    return show_answers(ids_of(request.args.getlist("ids")), AnswerForm.showing(asked_text()))


def asked_text() -> AnswerText | None:
    """Return the text that the address names, if any."""
    key = text_asked("template")
    return queries.text_chosen(here(), key) if key else None


def show_answers(ids: list[int], form: AnswerForm, status: int = 200) -> Page:
    """Show these suggestions with the form that answers them all."""
    page = queries.answers_page(here(), ids, text_asked("template"))
    return render_template("screening/answer/answers.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/answers")
@allow(*COLLECTING)
def answer(code: str) -> Page:
    ids, form = ids_of(request.form.getlist("ids")), AnswerForm()
    if not form.validate():
        return show_answers(ids, form, 422)
    with transaction():
        batch = actions.answer(current_actor(), form.as_input(here().id, ids))
        taken = named(batch.taken)
    flash(_("已答复 %(count)s 条，提建议的人凭编号能看到。", count=len(batch.waiting)))
    if taken:
        flash(_("没有答复、别人刚刚办理过的：%(rows)s。", rows=taken), "warning")
    if len(ids) == 1:
        return redirect(url_for("screening.suggestion", code=code, suggestion_id=ids[0]), 303)
    return redirect(url_for("screening.answers", code=code, ids=ids), 303)


@blueprint.get("/j/<code>/screening/answers/templates")
@allow(*COLLECTING)
def answer_templates(code: str) -> Page:
    return show_templates(TemplateForm.showing(asked_text()))


def show_templates(form: TemplateForm, status: int = 200) -> Page:
    """Show the texts of this place with the form that keeps another."""
    return render_template(
        "screening/answer/templates.html", page=queries.templates_page(here()), form=form
    ), status


@blueprint.post("/j/<code>/screening/answers/templates")
@allow(*COLLECTING)
def keep_template(code: str) -> Page:
    form = TemplateForm()
    if not form.validate():
        return show_templates(form, 422)
    with transaction():
        actions.keep_template(current_actor(), jurisdiction_id=here().id, text=form.as_text())
    flash(_("模板已保存。"))
    return redirect(url_for("screening.answer_templates", code=code), 303)


@blueprint.post("/j/<code>/screening/answers/templates/<int(max=2147483647):template_id>/remove")
@allow(*COLLECTING)
def remove_template(code: str, template_id: int) -> Page:
    with transaction():
        actions.remove_template(current_actor(), jurisdiction_id=here().id, template_id=template_id)
    flash(_("模板已删除。已经发出的答复不受影响。"))
    return redirect(url_for("screening.answer_templates", code=code), 303)
