"""Routes of the public front page: parse, do, show."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from voting.core.access import public
from voting.core.downloads import XLSX, download_of_all
from voting.core.made_once import made_once
from voting.core.query_args import year_asked
from voting.core.sheets import as_workbook, workbook_key
from voting.people.access import here
from voting.portal.blueprint import blueprint
from voting.portal.home import queries as home_queries
from voting.portal.home import sheets
from voting.portal.home.presented import shown_home
from voting.portal.style_guide.views import blueprint as look

blueprint.register_blueprint(look)


@blueprint.get("/")
@public
def index() -> str | AnyResponse:
    places = home_queries.roots()
    if len(places) == 1:
        return redirect(url_for("portal.home", code=places[0].code), 302)
    return render_template("portal/home/places.html", page=home_queries.PlacesPage(places))


@blueprint.get("/j/<code>/")
@public
def home(code: str) -> str:
    return render_template("portal/home/home.html", page=shown_home(home_queries.home_page(here())))


@blueprint.get("/j/<code>/archive/<int(max=9999):year>")
@public
def year(code: str, year: int) -> str:
    return render_template("portal/home/home.html", page=shown_home(home_queries.home_page(here(), year)))


@blueprint.get("/j/<code>/projects.xlsx")
@public
def projects_sheet(code: str) -> AnyResponse:
    page = home_queries.home_page(here(), year_asked() or 0)
    name = _("%(place)s%(year)s年民生实事项目.xlsx", place=page.place.name, year=page.year)
    sheet = sheets.project_sheet(page)
    made = made_once().get(workbook_key(sheet), lambda: as_workbook(sheet))
    return download_of_all(made, XLSX, name)


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("portal/home/accessibility.html")
