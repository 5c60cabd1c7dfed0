"""Routes of a year's supervision activities: parse, do, show."""

from __future__ import annotations

from flask import redirect, render_template, url_for

from voting.core.access import allow, public
from voting.core.clock import today
from voting.people.access import here
from voting.people.rules import FOLLOWING
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.commitment.facts import years_of
from voting.supervision.pages.activities import queries


@blueprint.get("/activities")
@public
def activities_now(code: str) -> Page:
    year = next(iter(years_of(here().id)), today().year)
    return redirect(url_for("supervision.activities", code=code, year=year))


@blueprint.get("/activities/<int:year>")
@public
def activities(code: str, year: int) -> Page:
    page = queries.year_activities_page(here(), year)
    return render_template("supervision/pages/activities/activities.html", page=page)


@blueprint.get("/desk/activity/<int:activity_id>")
@allow(*FOLLOWING)
def activity(code: str, activity_id: int) -> Page:
    page = queries.activity_page(here(), activity_id)
    return render_template("supervision/pages/activities/activity.html", page=page)
