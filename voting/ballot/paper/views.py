"""The desk of paper ballots: hand them out on the same roll as tokens. Counting them is the tally's."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from voting.ballot.blueprint import Page, beat, blueprint
from voting.ballot.paper import actions, queries
from voting.ballot.paper.forms import TakeBackForm
from voting.ballot.roll import queries as roll_queries
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.sentences import sentence
from voting.people.access import current_actor, here
from voting.people.rules import OFFICE

LONGEST = 80


@blueprint.get("/j/<code>/ballots/<uuid>/paper")
@allow(*OFFICE)
def paper(code: str, uuid: str) -> Page:
    q = request.args.get("q", "").strip()[:LONGEST]
    return render_template("ballot/paper/paper.html", page=queries.paper_page(here(), uuid, q))


@blueprint.post("/j/<code>/ballots/<uuid>/paper")
@allow(*OFFICE)
def give_paper(code: str, uuid: str) -> Page:
    """Mark the roll for the one deputy that was scanned or typed, or offer those whom a name may mean."""
    text = request.form.get("text", "").strip()[:LONGEST]
    try:
        number = roll_queries.receiver_number(here(), uuid, text)
        if number is None:
            return redirect(url_for("ballot.paper", code=code, uuid=uuid, q=text), 303)
        with transaction():
            deputy_id = queries.receiver_id(here(), uuid, number)
            given = actions.hand_out_paper(current_actor(), uuid, deputy_id)
    except (RuleBroken, WrongMoment) as error:
        page = queries.paper_page(here(), uuid, text, wrong=sentence(error))
        return render_template("ballot/paper/paper.html", page=page), 422 if isinstance(
            error, RuleBroken
        ) else 409
    for one in given:
        beat(one)
    name = roll_queries.name_of(deputy_id)
    said = _("代表 %(number)s %(name)s 已登记领取纸质票，不能再在平板上领票。", number=number, name=name)
    flash(f"{said}{together(given)}")
    return redirect(url_for("ballot.paper", code=code, uuid=uuid), 303)


def together(given: list[str]) -> str:
    """Return what is said where several papers go out at once."""
    if len(given) < 2:  # noqa: PLR2004
        return ""
    titles = _("、").join(roll_queries.titles_numbered(given[0]))
    said: str = _("请发给他 %(n)s 张：%(titles)s。", n=len(given), titles=titles)
    return said


@blueprint.post("/j/<code>/ballots/<uuid>/paper/take-back")
@allow(*OFFICE)
def take_back_paper(code: str, uuid: str) -> Page:
    """Strike out one deputy's paper, which he has handed back unused."""
    form = TakeBackForm()
    if not form.validate():
        raise RuleBroken("请写明理由。")
    number = str(form.number.data)
    deputy_id = queries.receiver_id(here(), uuid, number)
    with transaction():
        actions.take_back_paper(current_actor(), uuid, deputy_id, reason=str(form.reason.data))
    beat(uuid)
    name = roll_queries.name_of(deputy_id)
    flash(_("代表 %(number)s %(name)s 的纸质票已收回，可以重新领票。", number=number, name=name))
    return redirect(url_for("ballot.paper", code=code, uuid=uuid), 303)
