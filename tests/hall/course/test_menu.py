"""One menu on every page of a meeting: the console and the counting room are one click away from each."""

from __future__ import annotations

from flask import Flask

from tests.hall.factories import console_of
from tests.tally.factories_count import counted
from voting.people.rules import Place


def test_every_page_of_a_meeting_has_the_halls_menu(app: Flask, city: Place) -> None:
    found = counted(city)
    meeting_id, uuid = found.hall.meeting_id, found.uuid
    made = console_of(app, city, meeting_id, found.hall.rows)
    console = f'href="/j/140900/hall/meetings/{meeting_id}/console"'
    assert console in made.page()
    for path in (
        f"congress/meetings/{meeting_id}",
        f"congress/meetings/{meeting_id}/plan",
        f"congress/meetings/{meeting_id}/leave",
        f"ballots/{uuid}/roll",
        f"ballots/{uuid}/lost",
        f"tally/{uuid}",
    ):
        answer = made.first.get(f"/j/140900/{path}")
        assert answer.status_code == 200, path
        assert console in answer.text, path
        assert 'href="/j/140900/tally/"' in answer.text or 'href="/j/140900/tally"' in answer.text, path
