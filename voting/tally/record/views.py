"""Routes of the public record: parse, do, show."""

from __future__ import annotations

from voting.core.access import public
from voting.core.calls import Call
from voting.core.downloads import download_of_all
from voting.people.access import current_actor_or_none
from voting.tally.blueprint import blueprint
from voting.tally.record import actions as record_actions
from voting.tally.record import queries as record_queries


@blueprint.get("/ballots/<uuid>/bundle.zip")
@public
def bundle(uuid: str) -> Call:
    """The public record; where the rules keep counts off the public page, for those who took part."""
    record_queries.expect_reader(current_actor_or_none(), uuid)
    return download_of_all(record_actions.kept_bundle(None, uuid), "application/zip", f"{uuid}.zip")
