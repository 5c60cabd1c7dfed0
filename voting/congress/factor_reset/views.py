"""Routes of lost authenticators: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.congress.blueprint import blueprint
from voting.congress.factor_reset import actions, queries
from voting.congress.factor_reset.rules import KEEPERS
from voting.core.access import allow
from voting.core.db import transaction
from voting.people.access import current_actor, here
from voting.people.rules import LEAD


def back() -> Response:
    """Return to what waits."""
    return redirect(url_for("congress.factor_resets", code=here().code), 303)


@blueprint.get("/factor-resets")
@allow(*KEEPERS, *LEAD)
def factor_resets(code: str) -> str:
    page = queries.factor_resets_page(here(), current_actor())
    return render_template("congress/factor_reset/factor_resets.html", page=page)


@blueprint.post("/factor-resets/of/<int:account_id>")
@allow(*KEEPERS)
def ask_factor_reset(code: str, account_id: int) -> Response:
    with transaction():
        actions.ask(current_actor(), here(), account_id=account_id)
    return back()


@blueprint.post("/factor-resets/<int:reset_id>/confirm")
@allow(*KEEPERS, *LEAD)
def confirm_factor_reset(code: str, reset_id: int) -> Response:
    with transaction():
        name = actions.confirm(current_actor(), here(), reset_id=reset_id).name
    flash(_("%(name)s的验证器已解绑，登录以后可以重新绑定。", name=name))
    return back()


@blueprint.post("/factor-resets/<int:reset_id>/withdraw")
@allow(*KEEPERS, *LEAD)
def withdraw_factor_reset(code: str, reset_id: int) -> Response:
    with transaction():
        actions.withdraw(current_actor(), here(), reset_id=reset_id)
    return back()
