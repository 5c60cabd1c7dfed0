"""Routes of the burden: a unit reads its own, the office its units', the overseers all below them."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug import Response

from voting.burden import queries
from voting.core.access import allow
from voting.core.downloads import XLSX, download
from voting.core.sheets import as_workbook
from voting.people.access import current_actor, here, roles_here
from voting.people.rules import OFFICE, Role

blueprint = Blueprint("burden", __name__, url_prefix="/j/<code>/burden")


def month_asked() -> date | None:
    """Return the month of the address (2026-11), or None for the newest; nonsense asks for nothing."""
    try:
        return date.fromisoformat(request.args.get("month", "") + "-01")
    except ValueError:
        return None


def asked_page() -> queries.BurdenPage:
    """Return the page as far as the person may see it: who reads for all is not narrowed to his own unit."""
    actor = current_actor()
    roles = roles_here(actor)
    unit_id = None if roles & (OFFICE | {Role.OVERSIGHT}) else actor.unit_id
    return queries.burden_page(here(), month_asked(), unit_id, oversees=Role.OVERSIGHT in roles)


@blueprint.get("")
@allow(Role.UNIT, Role.OVERSIGHT, *OFFICE)
def home(code: str) -> str:
    return render_template("burden/burden.html", page=asked_page())


@blueprint.get("/burden.xlsx")
@allow(Role.UNIT, Role.OVERSIGHT, *OFFICE)
def workbook(code: str) -> Response:
    page = asked_page()
    name = _("%(place)s%(month)s填报负担.xlsx", place=page.place.name, month=page.month.strftime("%Y-%m"))
    return download(as_workbook(queries.sheet_of(page)), XLSX, name)
