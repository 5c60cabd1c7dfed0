"""Routes of the tablet: its one page, what it asks for, binding it to a meeting and releasing it."""

from __future__ import annotations

from flask import Blueprint, current_app, g, jsonify, render_template, request, send_from_directory, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug import Response

from voting.core.access import allow, public
from voting.hall.tablet import queries
from voting.people.access import here, session_actor
from voting.people.rules import OFFICE

blueprint = Blueprint("tablet", __name__, url_prefix="/j/<code>/tablet")


@blueprint.get("/")
@public
def home(code: str) -> str:
    return render_template("hall/tablet/tablet_home.html", page=queries.tablet_home(here()))


@blueprint.get("/<int:meeting_id>/")
@public
def app(code: str, meeting_id: int) -> str:
    return render_template("hall/tablet/tablet.html", page=queries.tablet_page(here(), meeting_id))


@blueprint.get("/<int:meeting_id>/sw.js")
@public
def service_worker(code: str, meeting_id: int) -> Response:
    """Serve the service worker from under the tablet's own path, so that it rules over nothing else."""
    queries.tablet_page(here(), meeting_id)
    assert current_app.static_folder is not None
    return send_from_directory(
        current_app.static_folder, "js/tablet/service-worker.js", mimetype="text/javascript"
    )


@blueprint.get("/<int:meeting_id>/manifest.json")
@public
def manifest(code: str, meeting_id: int) -> Response:
    """Return what a browser needs to install the tablet's page as a program."""
    page = queries.tablet_page(here(), meeting_id)
    address = url_for("tablet.app", code=code, meeting_id=meeting_id)
    return jsonify(
        id=address,
        name=page.meeting.title,
        short_name="票决",
        lang="zh-CN",
        display="fullscreen",
        start_url=address,
        scope=address,
        background_color="#f5f5f3",
        theme_color="#961b21",
        icons=[_icon(side, purpose) for side in (192, 512) for purpose in ("any", "maskable")],
    )


def _icon(side: int, purpose: str) -> dict[str, str]:
    """Return one entry of the manifest; the drawing stays inside the circle that a mask leaves."""
    source = url_for("static", filename=f"img/icon-{side}.png")
    return {"src": source, "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}


@blueprint.get("/<int:meeting_id>/state.json")
@public
def state(code: str, meeting_id: int) -> Response:
    answer = jsonify(queries.state(here(), meeting_id))
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


@blueprint.get("/<int:meeting_id>/me.json")
@public
def me(code: str, meeting_id: int) -> Response:
    """Tell the tablet who is signed in on it, with the token that its next POST needs.

    A deputy whose first PIN is still to be changed is somebody here, so that the tablet can ask for the new one.
    """
    actor = session_actor()
    found = queries.who(here(), meeting_id, None if actor is not None and g.owes_code else actor)
    return jsonify(csrf=generate_csrf(), **found)


@blueprint.get("/<int:meeting_id>/ballots/<uuid>/dossiers")
@public
def dossiers(code: str, meeting_id: int, uuid: str) -> str:
    page = queries.dossiers_page(here(), meeting_id, uuid)
    return render_template("hall/tablet/tablet_dossiers.html", page=page)


@blueprint.get("/<int:meeting_id>/bind")
@allow(*OFFICE)
def bind(code: str, meeting_id: int) -> str:
    address = url_for("tablet.app", code=code, meeting_id=meeting_id, _external=True)
    return render_template(
        "hall/tablet/tablet_bind.html", page=queries.bind_page(here(), meeting_id, address)
    )


@blueprint.get("/<int:meeting_id>/slips")
@allow(*OFFICE)
def slips(code: str, meeting_id: int) -> str:
    """Show a sheet of blank slips to print, one for each place in the hall."""
    return render_template("hall/tablet/tablet_slips.html", page=queries.tablet_page(here(), meeting_id))


@blueprint.get("/<int:meeting_id>/release")
@allow(*OFFICE)
def release(code: str, meeting_id: int) -> str:
    """Show the button that frees this tablet: only staff who sign in on it come this far."""
    return render_template("hall/tablet/tablet_release.html", page=queries.tablet_page(here(), meeting_id))
