"""Routes of the feeds that everybody may read: news as Atom, public days as iCalendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from voting.core import atom, icalendar
from voting.core.access import public
from voting.core.clock import moment, today
from voting.core.downloads import download_of_all
from voting.core.sentences import said, word
from voting.display import display
from voting.people.access import here
from voting.people.rules import Place
from voting.portal.blueprint import blueprint
from voting.portal.feeds import queries
from voting.portal.feeds.queries import News, PublicDay

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@blueprint.get("/j/<code>/news.atom")
@public
def news(code: str) -> Response:
    place = here()
    feed = atom.Feed(
        key=f"{code}:news",
        title=_("%(place)s民生实事", place=place.name),
        author=_("%(place)s人民代表大会", place=place.name),
        url=url_for("portal.news", code=code, _external=True),
        page=url_for("portal.home", code=code, _external=True),
        language=display().lang,
        began_at=BEGAN,
        entries=[_entry(place, one) for one in queries.news(place)],
    )
    return download_of_all(atom.atom(feed), atom.KIND, f"{code}.atom", inline=True)


@blueprint.get("/j/<code>/calendar.ics")
@public
def days(code: str) -> Response:
    made = calendar_of(here(), queries.public_days(here()))
    return download_of_all(made, icalendar.KIND, f"{code}.ics", inline=True)


def calendar_of(place: Place, found: Sequence[PublicDay]) -> bytes:
    """Return these days of a place as a calendar."""
    name = _("%(place)s民生实事", place=place.name)
    return icalendar.calendar(name, [_event(place, one) for one in found], moment(today(), 0))


def _event(place: Place, one: PublicDay) -> icalendar.DayEvent:
    what = said(one.title, one.values)
    return icalendar.DayEvent(
        uid=f"{place.code}:{one.kind}:{one.subject}@livelihood-ballot",
        first=one.first,
        last=one.last,
        summary=_("%(what)s：%(of)s", what=what, of=one.of) if one.of else what,
        url=_address(place, one.endpoint, one.args),
    )


def _entry(place: Place, one: News) -> atom.FeedEntry:
    parts = [f"{word(name)} {value}".strip() if name else str(value) for name, value in one.parts]
    title = said(one.title, one.values)
    return atom.FeedEntry(
        key=f"{place.code}:{one.kind}:{one.subject}",
        title=title,
        summary="\n".join(parts) or title,
        url=_address(place, one.endpoint, one.args),
        category=one.kind,
        published_at=one.at,
    )


def _address(place: Place, endpoint: str, args: Mapping[str, str | int]) -> str:
    values: dict[str, Any] = {"code": place.code, **args}
    return url_for(endpoint, _external=True, **values)
