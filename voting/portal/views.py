"""Routes of the public site. Pages here show what is decided and announced, and nobody's drafts."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, current_app, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from voting.core.access import public
from voting.core.asked import year_asked
from voting.core.errors import NotFound
from voting.people.access import here
from voting.portal import ballots, queries, queries_archive, queries_project, sheets
from voting.portal.shown import shown_home, shown_project
from voting.portal.views_look import blueprint as look

blueprint = Blueprint("portal", __name__)
blueprint.register_blueprint(look)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_YEAR, LAST_YEAR = 2000, 2100


@blueprint.get("/")
@public
def index() -> str | AnyResponse:
    places = queries.roots()
    if len(places) == 1:
        return redirect(url_for("portal.home", code=places[0].code), 302)
    return render_template("portal/places.html", page=queries.PlacesPage(places))


@blueprint.get("/j/<code>/")
@public
def home(code: str) -> str:
    return render_template("portal/home.html", page=shown_home(queries.home_page(here())))


@blueprint.get("/j/<code>/archive")
@public
def archive(code: str) -> str:
    return render_template("portal/archive.html", page=queries_archive.archive_page(here()))


@blueprint.get("/j/<code>/archive/<int(max=9999):year>")
@public
def year(code: str, year: int) -> str:
    return render_template("portal/home.html", page=shown_home(queries.home_page(here(), known(year))))


@blueprint.get("/j/<code>/projects.xlsx")
@public
def projects_sheet(code: str) -> AnyResponse:
    page = queries.home_page(here(), known(year_asked() or 0))
    name = _("%(place)s%(year)s年民生实事项目.xlsx", place=page.place.name, year=page.year)
    return send_file(BytesIO(sheets.project_sheet(page)), XLSX, as_attachment=True, download_name=name)


@blueprint.get("/j/<code>/projects/<int(max=2147483647):project_id>")
@public
def project(code: str, project_id: int) -> str:
    page = queries_project.project_page(here(), project_id)
    return render_template("portal/project.html", page=shown_project(page))


@blueprint.get("/j/<code>/projects/<int(max=2147483647):project_id>/photos/<name>")
@public
def photo(code: str, project_id: int, name: str) -> Response:
    kept = queries_project.shown_photo(here(), project_id, name)
    answer = send_file(current_app.extensions["storage"].path_of(kept), "image/jpeg")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


@blueprint.get("/j/<code>/results")
@public
def results(code: str) -> str:
    return render_template("portal/results.html", page=ballots.results_page(here()))


@blueprint.get("/j/<code>/ballots/<uuid>")
@public
def ballot(code: str, uuid: str) -> str:
    return render_template("portal/ballot.html", page=ballots.result_page(here(), uuid))


@blueprint.get("/j/<code>/ballots/<uuid>/check")
@public
def check_ballot(code: str, uuid: str) -> str:
    return render_template("portal/check.html", page=ballots.check_page(here(), uuid))


@blueprint.get("/check")
@public
def check() -> str:
    return render_template("portal/check.html", page=ballots.CheckPage(None, None))


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("portal/accessibility.html")


def known(year: int) -> int:
    """Return a year the public can see something of here; raise NotFound for any other."""
    if not FIRST_YEAR <= year <= LAST_YEAR or year not in queries.known_years(here().id):
        raise NotFound("这一年还没有可以公布的内容。")
    return year
