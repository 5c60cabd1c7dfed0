"""Routes of residents' ratings: parse, do, show."""

from __future__ import annotations

from dataclasses import asdict

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.congress.documents.answers import answer
from voting.core.access import allow, public
from voting.core.db import transaction
from voting.core.errors import RuleBroken, TooManyTries, WrongMoment
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import FOLLOWING, Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.rating import actions, queries
from voting.supervision.rating.forms import CheckForm, JudgeForm, RatingForm, RatingRuleForm
from voting.supervision.rating.guard import Device, device_digest, device_of_request, with_mark
from voting.supervision.rating.sign import rating_sign

RATE, RATINGS = "supervision/rating/rate.html", "supervision/rating/ratings.html"
RULE = "supervision/rating/rating_rule.html"


def known_as(device: Device | None, commitment_id: int) -> str:
    """Return the digest by which a project knows a device, empty for one without a mark."""
    return device_digest(device, commitment_id) if device else ""


@blueprint.get("/rate/<int:commitment_id>")
@public
def rate_page(code: str, commitment_id: int) -> Page:
    page = queries.rate_page(here(), commitment_id, known_as(device_of_request(), commitment_id))
    form = RatingForm(formdata=None, grade=page.grade.value if page.grade else None, comment=page.comment)
    return with_mark(render_template(RATE, page=page, form=form))


@blueprint.post("/rate/<int:commitment_id>")
@public
def rate(code: str, commitment_id: int) -> Page:
    device, form = device_of_request(), RatingForm()
    page = queries.rate_page(here(), commitment_id, known_as(device, commitment_id))
    if not form.validate():
        return with_mark((render_template(RATE, page=page, form=form), 422))
    if device is None:
        form.form_errors.append(
            _("浏览器没有保存本站的标记（Cookie），所以还没有记下。请允许本站保存，再按一次“提交”。")
        )
        return with_mark((render_template(RATE, page=page, form=form), 422))
    try:
        with transaction():
            actions.rate(here(), form.as_input(commitment_id, device))
    except (RuleBroken, WrongMoment, TooManyTries) as error:
        blame(form, error)
        page = queries.rate_page(here(), commitment_id, known_as(device, commitment_id))
        too_many, wrong = isinstance(error, TooManyTries), isinstance(error, RuleBroken)
        return render_template(RATE, page=page, form=form), 429 if too_many else 422 if wrong else 409
    flash(_("您的评价已记下，谢谢。这台设备可以随时来改，以最后一次为准。"))
    return redirect(url_for("supervision.rate_page", code=code, commitment_id=commitment_id), 303)


@blueprint.get("/projects/<int:commitment_id>/ratings")
@allow(*FOLLOWING)
def ratings(code: str, commitment_id: int) -> Page:
    page = queries.ratings_page(here(), current_actor(), commitment_id)
    return render_template(RATINGS, page=page, form=CheckForm(formdata=None))


@blueprint.post("/ratings/<int:rating_id>/<any(show, hide):step>")
@allow(Role.STAFF)
def judge_comment(code: str, rating_id: int, step: str) -> Page:
    commitment_id = queries.commitment_of_rating(here(), rating_id)
    version = str(JudgeForm().version.data or "")
    with transaction():
        actions.judge_comment(current_actor(), rating_id, step, version)
    flash(_("这条留言已公开。") if step == "show" else _("这条留言不公开。"))
    return redirect(url_for("supervision.ratings", code=code, commitment_id=commitment_id), 303)


@blueprint.post("/projects/<int:commitment_id>/ratings")
@allow(Role.STAFF)
def close_rating_check(code: str, commitment_id: int) -> Page:
    form, status = CheckForm(), 422
    try:
        if form.validate():
            with transaction():
                actions.close_check(current_actor(), commitment_id, str(form.result.data).strip())
            flash(_("督查情况已登记。"))
            return redirect(url_for("supervision.ratings", code=code, commitment_id=commitment_id), 303)
    except WrongMoment as error:
        blame(form, error)
        status = 409
    page = queries.ratings_page(here(), current_actor(), commitment_id)
    return render_template(RATINGS, page=page, form=form), status


@blueprint.get("/projects/<int:commitment_id>/rating-sign.pdf")
@allow(Role.UNIT, *FOLLOWING)
def rating_sign_pdf(code: str, commitment_id: int) -> Page:
    """The sign for the site, for the unit that puts it up and those who follow the project."""
    sign = queries.sign_of(here(), current_actor(), commitment_id)
    address = url_for("supervision.rate_page", code=code, commitment_id=commitment_id, _external=True)
    return answer(rating_sign(here().name, sign, address), "pdf")


@blueprint.get("/desk/rating-rule")
@allow(Role.STAFF)
def rating_rule(code: str) -> Page:
    page = queries.rating_rule_page(here())
    return render_template(RULE, page=page, form=RatingRuleForm(formdata=None, **asdict(page.rule)))


@blueprint.post("/desk/rating-rule")
@allow(Role.STAFF)
def set_rating_rule(code: str) -> Page:
    form = RatingRuleForm()
    try:
        if form.validate():
            with transaction():
                actions.set_rating_rule(current_actor(), form.as_input())
            flash(_("群众评价的规则已保存。"))
            return redirect(url_for("supervision.rating_rule", code=code), 303)
    except RuleBroken as error:
        blame(form, error)
    return render_template(RULE, page=queries.rating_rule_page(here()), form=form), 422
