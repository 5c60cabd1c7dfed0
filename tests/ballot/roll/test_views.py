"""The list of who drew: for whom, from when, and what stands beside it."""

from __future__ import annotations

import html
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.ballot.factories import Hall, choices, hall, joint, open_ballot
from tests.factories import account, sign_in
from voting.ballot.paper import actions as paper_actions
from voting.ballot.roll import facts as roll_facts
from voting.belenios.canonical import hex_sha256
from voting.congress.term import naming
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database


def path(at: Hall) -> str:
    return f"/j/{at.place.code}/ballots/{at.uuid}/roll"


def asked(app: Flask, client: FlaskClient, where: str) -> tuple[int, str]:
    with app.app_context():
        answer = client.get(where)
        found = answer.status_code, html.unescape(answer.get_data(as_text=True))
    db.session.rollback()
    return found


def test_a_corrected_name_stands_on_the_list_of_who_drew_and_changes_nothing_that_is_signed(
    app: Flask, city: Place
) -> None:
    at = open_ballot(city, 4)
    vote.vote(at.uuid, at.deputies[2], choices())
    before = roll_facts.digest(at.uuid)
    with transaction():  # while the ballot is open: the roll knows him by his number
        naming.correct_name(at.secretary, deputy_id=at.deputies[2].deputy_id or 0, name="李艺", reason="笔误")
    assert roll_facts.digest(at.uuid) == before
    vote.close(at.secretary, at.uuid)
    page = asked(app, sign_in(app.test_client(), at.deputies[1]), path(at))[1]
    assert "<b>003</b><span>李艺</span>" in page


def test_deputies_read_after_close_who_drew_and_what_the_scrutineers_sign(app: Flask, city: Place) -> None:
    at = open_ballot(city, 4)
    vote.vote(at.uuid, at.deputies[2], choices())
    vote.draw(at.uuid, at.deputies[0])
    with transaction():
        paper_actions.hand_out_paper(at.secretary, at.uuid, at.deputies[3].deputy_id or 0)
    deputy = sign_in(app.test_client(), at.deputies[1])
    assert asked(app, deputy, path(at))[0] == 409
    vote.close(at.secretary, at.uuid)
    status, page = asked(app, deputy, path(at))
    sheet = page.split('aria-labelledby="box-title"')[1].split("</section>")[0]
    assert "领取电子票的 2 人" in sheet
    assert "实到 4 人" in sheet  # all that a scrutineer's device asks for
    assert "data-print" in sheet
    assert status == 200
    tokens, paper = page.split('id="paper-title"')
    for place, part in ((0, tokens), (2, tokens), (3, paper)):
        row = at.rows[place]
        assert f"<b>{row.number}</b><span>{row.name}</span>" in part
    assert f"<b>{at.rows[1].number}</b>" not in page
    assert roll_facts.digest(at.uuid) in page
    fixed = json.loads(roll_facts.roll_raw(at.uuid))
    assert hex_sha256(roll_facts.roll_raw(at.uuid)) == roll_facts.digest(at.uuid)
    assert [[one["number"] for one in fixed[part]] for part in ("drawn", "paper")] == [
        ["001", "003"],
        ["004"],
    ]
    assert path(at) in asked(app, deputy, f"/j/{city.code}/ballots")[1]
    assert "请立即报告" not in page
    with transaction():
        db.session.delete(roll_facts.entry_of(at.uuid, at.deputies[0].deputy_id or 0))
    assert "请立即报告总监票人" in asked(app, deputy, path(at))[1]


def test_the_list_is_for_this_congress_and_who_watches_over_it(
    app: Flask, city: Place, county: Place
) -> None:
    at = open_ballot(city)
    vote.close(at.secretary, at.uuid)
    people = [
        (app.test_client(), {401, 302, 303}),
        (sign_in(app.test_client(), account(city, Role.UNIT)), {403}),
        (sign_in(app.test_client(), account(county, Role.SECRETARIAT)), {404}),
        (sign_in(app.test_client(), at.scrutineers[0]), {200}),
        (sign_in(app.test_client(), account(city, Role.AUDITOR)), {200}),
    ]
    for client, expected in people:
        assert asked(app, client, path(at))[0] in expected
    scrutineer = sign_in(app.test_client(), at.scrutineers[0])
    assert f'href="{path(at)}"' in asked(app, scrutineer, f"/j/{city.code}/ballots/{at.uuid}/opening")[1]
    assert path(at) not in asked(app, app.test_client(), f"/j/{city.code}/ballots")[1]


def test_from_home_nobody_reads_who_drew_while_the_meeting_still_votes(app: Flask, city: Place) -> None:
    at = hall(city, 4)
    first, second = joint(at)
    where = f"/j/{city.code}/ballots/{first}/roll"
    vote.close(at.secretary, first)
    home = sign_in(app.test_client(), at.deputies[1], home=True)
    status, page = asked(app, home, where)
    assert status == 409
    assert "投票还没有全部结束" in page
    assert asked(app, sign_in(app.test_client(), at.deputies[2]), where)[0] == 200, (
        "in the hall it is read at once"
    )
    vote.close(at.secretary, second)
    assert asked(app, home, where)[0] == 200
