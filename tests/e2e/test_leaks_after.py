"""After the announcement, where the rules keep the votes to the session's record, they stand nowhere for anybody else.

Two worlds differ in the votes alone, with the same projects chosen and the same grades. Whoever may not know the votes
is told the same in both, word for word and at every address; whoever may know them is not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from tests.ballot import factories
from tests.caller import Browser
from tests.e2e import everywhere
from tests.e2e.everywhere import CAST, RESULT, Voting
from tests.e2e.test_leaks import everything, trusting
from tests.factories import sign_in
from tests.hall.screen.test_views import url_of
from tests.tally.factories_count import sign_anew
from voting.ballot.order.models import find_ballot
from voting.belenios.canonical import dump
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState
from voting.congress.place.rules import Body
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.demonstration import count, vote
from voting.people.rules import Actor
from voting.supervision.commitment import actions as commitment_actions
from voting.supervision.commitment.models import Commitment
from voting.supervision.evaluation.models import Evaluation
from voting.tally.handover import Grade, outcome
from voting.tally.record.models import KeptBundle
from voting.tally.run.models import find_run

pytestmark = pytest.mark.slow

OTHER = (12, 2, 4, 6)
"""Other votes with the same project chosen, and another order of the rest."""
GRADED, GRADED_OTHERWISE = (8, 3, 1, 1), (9, 1, 2, 1)
OUTSIDERS = {"nobody", "unit", "supervision", "platform_admin", "government", "appraiser"} | {
    *("finance_reviewer", "legal_reviewer", "station", "group_leader", "committee"),
}
SECRET_OF_A_NEW_FACTOR = "people.factor_page"
NONCE = re.compile(r'<input[^>]* name="nonce"[^>]*>| data-asked="[^"]*"')
"""What a new form bears of chance, by which it is taken in once."""
Told = dict[tuple[str, str], tuple[str, str]]


@pytest.fixture
def announced(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Voting]:
    """The township's result is announced and taken into supervision, and one project was evaluated."""
    app.test_client_class = Browser
    factories.share_keys(monkeypatch)
    monkeypatch.setattr(app.extensions["verifiers"], "check", trusting)  # proofs would only take time here
    voting = everywhere.everybody()
    everywhere.cast(voting)
    chair, secretary = voting.staffed.actors["chair"], voting.staffed.actors["secretariat"]
    vote.close(chair, voting.uuid)
    count.count(voting.uuid, secretary, chair, voting.holders)
    publish_votes(voting, publish=False)
    evaluate(voting)
    yield voting
    app.extensions["verifiers"].stop()


def publish_votes(voting: Voting, *, publish: bool) -> None:
    """Let the rules of the ballot say whether everybody may know the votes."""
    with transaction():
        for row in (find_run(voting.uuid, None), find_ballot(voting.uuid)):
            row.rules = {**row.rules, "publish_counts": publish}


def evaluate(voting: Voting) -> None:
    with transaction():
        (chosen,) = commitment_actions.take_in(voting.staffed.staff, outcome(voting.uuid))
        db.session.add(
            Evaluation(
                jurisdiction_id=chosen.jurisdiction_id,
                commitment_id=chosen.id,
                ballot_uuid=voting.uuid,
                body=Body.CONGRESS,
                satisfied=GRADED[0],
                basically=GRADED[1],
                dissatisfied=GRADED[2],
                abstain=GRADED[3],
                grade=Grade.SATISFIED,
                announced_at=now(),
            )
        )


def count_otherwise(voting: Voting) -> None:
    """Make the other world: nothing but the votes is another, and the scrutineers' devices sign them."""
    with transaction():
        run = find_run(voting.uuid, None)
        told = json.loads(run.outcome or "")
        for line, votes in zip(told["lines"], OTHER, strict=True):
            line["votes"] = [votes, 0, CAST - votes]
        assert run.counts == [list(RESULT)]
        told["counts"] = run.counts = [list(OTHER)]
        sign_anew(voting.uuid, voting.holders, dump(told))
        db.session.execute(delete(KeptBundle))  # the record of the first world, as it was built there
        row = db.session.scalars(select(Evaluation)).one()
        row.satisfied, row.basically, row.dissatisfied, row.abstain = GRADED_OTHERWISE


def ask(app: Flask, people: Mapping[str, FlaskClient], voting: Voting) -> Told:
    commitment = db.session.scalars(select(Commitment.id)).one()
    db.session.rollback()
    values = voting.values | {"tracker": "A" * 43, "commitment_id": commitment}
    return {
        (told.who, told.path): (told.endpoint, NONCE.sub("", told.text))
        for told in everything(app, voting, people, values)
        if told.endpoint != SECRET_OF_A_NEW_FACTOR
    }


def end_meeting(voting: Voting) -> None:
    with transaction():
        meeting = db.session.get_one(Meeting, voting.values["meeting_id"])
        meeting_of(meeting.jurisdiction_id, meeting.id).state = MeetingState.CLOSED


def test_only_who_belongs_to_the_ballot_is_told_its_votes(app: Flask, announced: Voting) -> None:
    end_meeting(announced)
    people, moment = everywhere.clients(app, announced), now()
    assert set(people) > OUTSIDERS
    with time_machine.travel(moment, tick=False):
        one = ask(app, people, announced)
        count_otherwise(announced)
        other = ask(app, people, announced)
    assert one.keys() == other.keys()
    differ = {(who, path): one[who, path][0] for who, path in one if one[who, path] != other[who, path]}
    assert {(who, at) for (who, _path), at in differ.items() if who in OUTSIDERS} == set()
    readers = {who for who, _path in differ}
    assert readers == set(people) - OUTSIDERS
    # the search sees what it should see: pages, papers, the bundle
    assert {"tally.run", "tally.document", "tally.bundle", "portal.project"} <= set(differ.values())


def test_where_the_rules_publish_the_votes_everybody_reads_them(app: Flask, announced: Voting) -> None:
    """The control: the very same search finds them at every public place."""
    publish_votes(announced, publish=True)
    end_meeting(announced)
    people, moment = {"nobody": app.test_client()}, now()
    with time_machine.travel(moment, tick=False):
        one = ask(app, people, announced)
        count_otherwise(announced)
        other = ask(app, people, announced)
    differ = {one[at][0] for at in one if one[at] != other[at]}
    assert {"portal.ballot", "portal.project", "tally.bundle", "hall.screen"} <= differ


def test_the_session_hears_the_votes_on_its_screen_until_it_ends(app: Flask, announced: Voting) -> None:
    place, meeting_id = announced.staffed.place, int(str(announced.values["meeting_id"]))
    url = url_of(place, meeting_id)
    client = app.test_client()
    assert f'<span class="votes">{RESULT[0]}</span>' in client.get(url).text
    end_meeting(announced)
    page = client.get(url).text
    assert "个项目获得通过" in page
    assert f'<span class="votes">{RESULT[0]}</span>' not in page


def test_a_deputy_reads_on_the_page_what_a_resident_does_not(app: Flask, announced: Voting) -> None:
    deputy: Actor = announced.actors["deputy"]
    project = db.session.scalars(select(Commitment.project_id)).one()
    url = f"/j/{announced.staffed.place.code}/projects/{project}"
    said = "满意 8，基本满意 3，不满意 1，弃权 1"
    assert said in sign_in(app.test_client(), deputy, home=True).get(url).text
    resident = app.test_client().get(url).text
    assert said not in resident
    assert "测评结果" in resident
