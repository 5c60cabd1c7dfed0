"""The program put together: the only module that knows every room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import Babel
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.middleware.proxy_fix import ProxyFix

from config import MissingSetting, Settings
from voting import cli, cli_jobs
from voting.ballot.close.actions import sweep_what_was_left
from voting.ballot.handover_new_uuid import followed_by
from voting.belenios.fingerprint import grouped
from voting.burden.counting import install_counting
from voting.congress.pages.meeting.candidates import install_nominated
from voting.congress.place.queries import place_by_id, place_of
from voting.congress.term.facts import seats_with
from voting.core.access import access_matrix
from voting.core.bodies import install_body_limits
from voting.core.db import db, engine_settings, prepare_sqlite
from voting.core.live import Live
from voting.core.made_once import MadeOnce
from voting.core.refused_form import give_back_what_views_refuse, tell_drafts_what_was_taken
from voting.core.sentences import amount, counted, said
from voting.core.shape import first_error, shape_of
from voting.core.storage import Storage
from voting.display import display, locale
from voting.hall.course.facts import meeting_addressed
from voting.loop import LOOP, blueprints, followers
from voting.notices.inbox.queries import Bell, bell
from voting.people.access import current_actor_or_none, here, here_or_none, install_gate, may_enter
from voting.people.rules import Role
from voting.people.seats import install_seats
from voting.screening.handover import nominated
from voting.supervision.light.rules import DEFAULT, LIGHTS, MEANINGS
from voting.web import RowNumber, register_edge, register_errors, register_headers
from voting.web_busy import register_busy
from voting.workplaces import workplaces

csrf = CSRFProtect()
babel = Babel()
migrate = Migrate()


def create_app(settings: Settings) -> Flask:
    """Return the program for these settings. Raise AccessRuleMissing if a view has no rule."""
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.url_map.converters["int"] = RowNumber
    configure(app, settings)
    if settings.trusted_proxies:
        trust(app, settings.trusted_proxies)
    install_body_limits(app)
    register_edge(app)
    install_gate(app, place_of)  # before the form's token is looked for, which reads the body
    install_seats(app, seats_with(place_by_id))
    install_nominated(app, nominated)
    db.init_app(app)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=locale)
    migrate.init_app(app, db, directory="migrations")
    with app.app_context():
        for engine in db.engines.values():
            if engine.dialect.name == "sqlite":
                prepare_sqlite(engine)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
        if getattr(blueprint, "without_session", False):
            csrf.exempt(blueprint)
    cli.register(app)
    cli_jobs.register(app)
    register_errors(app)
    register_busy(app)
    register_headers(app, behind_tls=settings.behind_tls)
    give_back_what_views_refuse(app)
    tell_drafts_what_was_taken(app)
    install_counting(app)
    furnish_templates(app)
    access_matrix(app)  # stops here if a view has no rule
    with app.app_context():
        sweep_what_was_left()
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Turn the settings into what Flask and its extensions look for."""
    settings.data.mkdir(parents=True, exist_ok=True)
    unknown = settings.second_factor - {role.value for role in Role if role is not Role.DEPUTY}
    if unknown:
        raise MissingSetting(
            f"SECOND_FACTOR names what is no role of an office: {', '.join(sorted(unknown))}"
        )
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        **engine_settings(settings.database_url),
        TESTING=settings.testing,
        WTF_CSRF_ENABLED=not settings.testing,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        WTF_CSRF_SSL_STRICT=settings.behind_tls,
        SESSION_COOKIE_SECURE=settings.behind_tls,
        SESSION_COOKIE_SAMESITE="Lax",
        BABEL_DEFAULT_LOCALE="zh_CN",
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    app.extensions["settings"] = settings
    followed_by(followers())
    app.extensions["live"] = Live(settings.redis_url)
    app.extensions["storage"] = Storage(settings.data / "files")
    app.extensions["made_once"] = MadeOnce()


def trust(app: Flask, proxies: int) -> None:
    """Believe what so many proxies in front say of the sender's address and of TLS; nobody else is believed."""
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]


@dataclass(frozen=True)
class LoopLink:
    """A step as the navigation shows it. present: one is in its room."""

    title: str
    url: str
    present: bool


def loop_steps() -> list[LoopLink]:
    """Return the four steps with their addresses in the place of the URL."""
    place = here()
    steps = []
    for step in LOOP:
        url = url_for(f"{step.room}.home", code=place.code)
        steps.append(LoopLink(step.title, url, present=is_present(step.room, url)))
    return steps


def is_present(room: str, url: str) -> bool:
    """Tell whether the page is one of the room's; under the public site's address stand those of all rooms."""
    return request.path.startswith(url) and (room != "portal" or request.blueprint == room)


def bdi(text: object) -> Markup:
    """Return a text of somebody else's, kept apart from the words around it: its direction turns none of ours round."""
    return Markup("<bdi>{}</bdi>").format(text)


def meeting_here() -> int | None:
    """Return whose meeting's page this is, for the hall's menu; None for a page of no single meeting's."""
    return meeting_addressed(here().id, request.view_args or {})


def own_bell() -> Bell | None:
    """Return what the bell says to who is signed in; None for nobody."""
    actor = current_actor_or_none()
    try:
        return None if actor is None else bell(actor)
    except (DBAPIError, PoolTimeout):  # the page that says so must still be shown
        return None


def furnish_templates(app: Flask) -> None:
    """Give every template the few things that do not come from its page."""
    app.jinja_env.undefined = StrictUndefined
    furniture: dict[str, Any] = {
        "current_actor_or_none": current_actor_or_none,
        "here_or_none": here_or_none,
        "may_enter": may_enter,
        "loop_steps": loop_steps,
        "meeting_here": meeting_here,
        "workplaces": workplaces,
        "bell": own_bell,
        "lights": LIGHTS,
        "light_meanings": MEANINGS,
        "light_thresholds": DEFAULT,
    }
    app.jinja_env.globals.update(furniture)
    app.jinja_env.filters.update(bdi=bdi, amount=amount)
    app.jinja_env.filters.update(
        shape=shape_of, first_error=first_error, grouped=grouped, counted=counted, said=said
    )

    @app.context_processor
    def shown() -> dict[str, Any]:
        return {"display": display()}
