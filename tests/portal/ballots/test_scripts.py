"""The page of the scripts: what a tablet runs, with hashes; a tablet's start page shows one over all."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.ballot.factories import hall
from voting.belenios import scripts
from voting.core.released_scripts import FOLDER, released_scripts
from voting.people.rules import Place

pytestmark = pytest.mark.database


def test_every_script_that_is_served_is_listed_with_its_hash(client: FlaskClient) -> None:
    listed = scripts.parse(client.get("/check/scripts.sha256").text)
    assert listed == scripts.digests_of(FOLDER)
    page = client.get("/check/scripts").text
    for path, digest in listed.items():
        assert path in page
        assert digest in page
    served = {path: client.get(f"/{path}").data for path in ("static/js/tablet/app.js", "static/js/net.js")}
    said: list[str] = []
    assert scripts.compare(
        {path: listed[path] for path in served}, lambda path: served[path[1:]], said.append
    )


def test_the_tablet_and_the_page_show_the_same_fingerprint(client: FlaskClient, city: Place) -> None:
    made = hall(city, 2)
    fingerprint = released_scripts().fingerprint
    assert fingerprint in client.get("/check/scripts").text
    assert fingerprint in client.get(f"/j/{city.code}/tablet/{made.meeting_id}/").text


def test_the_list_of_the_docs_is_the_one_that_is_served() -> None:
    assert Path(scripts.LISTED).read_text(encoding="utf-8") == released_scripts().text
