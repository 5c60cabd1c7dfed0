"""Routes of the tablet: its one page, what it asks for, binding it to a meeting and releasing it."""

from __future__ import annotations

import hmac

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug import Response

from voting.core.access import allow, public
from voting.core.clock import now
from voting.core.db import transaction
from voting.core.errors import NotAllowed
from voting.hall.blueprint import bind_key, tell
from voting.hall.tablet import actions, queries
from voting.people import tablets as bound_tablets
from voting.people.access import current_actor, here, session_actor
from voting.people.rules import LEAD, OFFICE

blueprint = Blueprint("tablet", __name__, url_prefix="/j/<code>/tablet")


@blueprint.get("/")
@public
def home(code: str) -> str:
    return render_template("hall/tablet/tablet_home.html", page=queries.tablet_home(here()))


@blueprint.get("/<int:meeting_id>/")
@public
def app(code: str, meeting_id: int) -> str:
    return render_template("hall/tablet/tablet.html", page=queries.tablet_page(here(), meeting_id))


@blueprint.get("/<int:meeting_id>/reading/")
@public
def shelf(code: str, meeting_id: int) -> str:
    """Show the formal candidates, the same to everybody: a tablet of the hall keeps this page for a day without a network."""
    return render_template("hall/tablet/shelf.html", page=queries.shelf_page(here(), meeting_id))


@blueprint.get("/<int:meeting_id>/reading/<int:ordinal>")
@public
def shelf_candidate(code: str, meeting_id: int, ordinal: int) -> str:
    page = queries.shelf_candidate_page(here(), meeting_id, ordinal)
    return render_template("hall/tablet/shelf_candidate.html", page=page)


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

    A deputy whose first PIN is still to be changed is somebody here, so that the tablet can ask for the new one; one who
    signed in from home is nobody, so that it asks for his six digits.
    """
    actor = session_actor()
    nobody = actor is not None and (g.owes_code or actor.from_home)
    found = queries.who(here(), meeting_id, None if nobody else actor)
    return jsonify(csrf=generate_csrf(), **found)


@blueprint.get("/<int:meeting_id>/ballots/<uuid>/dossiers")
@public
def dossiers(code: str, meeting_id: int, uuid: str) -> str:
    page = queries.dossiers_page(here(), meeting_id, uuid)
    return render_template("hall/tablet/tablet_dossiers.html", page=page)


@blueprint.get("/<int:meeting_id>/tablets")
@allow(*LEAD)
def tablets(code: str, meeting_id: int) -> str:
    """Show the QR code that binds, and how many tablets are bound, alive and used."""
    plain = url_for("tablet.app", code=code, meeting_id=meeting_id, _external=True)
    page = queries.tablets_page(here(), meeting_id, plain, bind_key(meeting_id, this_hour()))
    return render_template("hall/tablet/tablets.html", page=page)


def this_hour() -> int:
    """Return the number of this hour since 1970, for which a QR code of binding is made."""
    return int(now().timestamp()) // 3600


@blueprint.post("/<int:meeting_id>/bind")
@public
def bind(code: str, meeting_id: int) -> Response:
    """Bind the tablet that has scanned the QR code of this hour or of the one before."""
    key, hour = request.form.get("key", ""), this_hour()
    if not any(
        hmac.compare_digest(key.encode(), bind_key(meeting_id, one).encode()) for one in (hour, hour - 1)
    ):
        raise NotAllowed("二维码已经过期，请重新扫工作人员“平板”页上的二维码。")
    with transaction():
        made = actions.bind_tablet(here(), meeting_id)
    tell(meeting_id, "tablets")
    return jsonify(secret=made.secret, mark=made.mark, number=made.number)


@blueprint.get("/<int:meeting_id>/release-all")
@allow(*LEAD)
def release_all_page(code: str, meeting_id: int) -> str:
    """Ask whether all tablets shall be released."""
    page = queries.tablets_page(here(), meeting_id, "", "")
    return render_template("hall/tablet/release_all.html", page=page)


@blueprint.post("/<int:meeting_id>/release-all")
@allow(*LEAD)
def release_all(code: str, meeting_id: int) -> Response:
    with transaction():
        count = actions.release_tablets(current_actor(), meeting_id)
    tell(meeting_id, "tablets")
    flash(_("已解除 %(n)s 台平板的绑定。", n=count))
    return redirect(url_for("tablet.tablets", code=code, meeting_id=meeting_id), 303)


@blueprint.get("/kiosk")
@allow(*LEAD)
def kiosk(code: str) -> str:
    """Show how tablets of each make are kept to the one page."""
    return render_template("hall/tablet/kiosk.html", page=queries.kiosk_page(here()))


class Beat(Blueprint):
    """A blueprint that the program treats as having no session (see voting/app.py): a tablet's mark is its right."""

    without_session = True


beat = Beat("tablet_beat", __name__, url_prefix="/tablets")


@beat.post("/alive")
@public
def alive() -> Response:
    """Take word that a tablet is there, from a request that carries neither its secret nor a session."""
    bound_tablets.see(request.form.get("mark", ""))
    return jsonify(bound=True)


@blueprint.get("/<int:meeting_id>/slips")
@allow(*LEAD)
def slips(code: str, meeting_id: int) -> str:
    """Show a sheet of blank slips to print, one for each place in the hall."""
    return render_template("hall/tablet/tablet_slips.html", page=queries.tablet_page(here(), meeting_id))


@blueprint.get("/<int:meeting_id>/release")
@allow(*OFFICE)
def release(code: str, meeting_id: int) -> str:
    """Show the button that frees this tablet: only staff who sign in on it come this far."""
    return render_template("hall/tablet/tablet_release.html", page=queries.tablet_page(here(), meeting_id))
