"""A finding inside until it is answered, overdue, opened again by hand, by residents, by a low result."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import sign_in
from tests.supervision import factories as make
from tests.supervision.requests import HOME
from voting.congress.place.models import Unit
from voting.congress.place.queries import place_by_id
from voting.congress.place.rules import Body
from voting.core.db import db, transaction
from voting.core.errors import RuleBroken
from voting.people.rules import Actor, Place
from voting.supervision.commitment.models import Commitment
from voting.supervision.evaluation.models import Evaluation
from voting.supervision.evaluation.queries import evaluations_of, set_off
from voting.supervision.finding import actions
from voting.supervision.finding.models import Finding
from voting.supervision.finding.queries import finding_rows
from voting.supervision.finding.rules import RESIDENTS, FindingState
from voting.supervision.follow_up import actions as letters
from voting.supervision.pages.to_do.queries import to_dos
from voting.supervision.pages.year.queries import year_page
from voting.supervision.photo.models import Photo
from voting.supervision.photo.queries import published_photos
from voting.tally.handover import Grade


def _noon(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day}T04:00:00Z", tick=False)


def _raised(by: Actor, row: Commitment, *, internal: bool = False) -> Finding:
    new = actions.NewFinding(
        commitment_id=row.id,
        title="管沟没有回填",
        text="半个月没有回填。",
        due_on=date(2026, 6, 30),
        internal=internal,
    )
    with transaction():
        return actions.raise_finding(by, new)


def _closed(by: Actor, unit: Actor, finding: Finding) -> None:
    with transaction():
        actions.respond(unit, actions.NewPost(finding_id=finding.id, step="rectify", text="已回填。"))
    with transaction():
        actions.recheck(by, actions.NewPost(finding_id=finding.id, step="pass_recheck", text="看过。"))


@pytest.fixture
def june(city: Place, staff: Actor, water: Unit, clerk: Actor) -> Commitment:
    with _noon("2026-06-15"):
        return make.planned(clerk, make.commitment(staff, city, water))


@_noon("2026-06-15")
def test_it_is_not_public_until_its_unit_has_answered(
    client: FlaskClient, group: Actor, clerk: Actor, june: Commitment
) -> None:
    new = f"{HOME}/desk/{june.id}/findings/new"
    sent = {"title": "管沟没有回填", "text": "半个月。", "due_on": "2026-06-30", "internal": "y"}
    photo = (BytesIO(make.picture()), "a.jpg")
    assert sign_in(client, group).post(new, data={**sent, "photos": photo}).status_code == 303
    (finding,) = db.session.scalars(select(Finding)).all()
    at, public = f"{HOME}/findings/{finding.id}", f"/j/140900/projects/{june.project_id}"
    assert "答复以前不公开" in client.get(at).text
    assert "管沟没有回填" in client.get(f"{HOME}/desk/{june.id}").text
    client.delete_cookie("signed_in")
    assert "管沟没有回填" not in client.get(public).text
    assert not published_photos(june)
    assert year_page(place_by_id(june.jurisdiction_id), june.year).findings == 0
    (kept,) = db.session.scalars(select(Photo.name)).all()
    picture = f"{HOME}/photos/{june.id}/{kept}"
    assert client.get(picture).status_code == 404
    sign_in(client, clerk)
    assert client.get(picture).headers["Cache-Control"] == "private, no-store"
    assert client.post(at, data={"step": "answer", "text": "月底前回填。"}).status_code == 303
    client.delete_cookie("signed_in")
    assert "管沟没有回填" in client.get(public).text
    assert len(published_photos(june)) == 1
    assert year_page(place_by_id(june.jurisdiction_id), june.year).findings == 1
    assert "max-age=86400" in client.get(picture).headers["Cache-Control"]


@_noon("2026-06-15")
def test_a_closed_one_is_opened_again_with_a_new_limit(group: Actor, clerk: Actor, june: Commitment) -> None:
    finding = _raised(group, june)
    _closed(group, clerk, finding)
    post = actions.NewPost(finding_id=finding.id, step="reopen", text="又塌了。")
    with pytest.raises(RuleBroken), transaction():
        actions.recheck(group, post)
    again = actions.NewPost(finding_id=finding.id, step="reopen", text="又塌了。", due_on=date(2026, 7, 20))
    with transaction():
        actions.recheck(group, again)
    assert (finding.state, finding.due_on) == (FindingState.RAISED, date(2026, 7, 20))


def test_an_overdue_one_waits_for_a_letter(
    city: Place, staff: Actor, clerk: Actor, group: Actor, june: Commitment
) -> None:
    def late() -> list[str]:
        return [one.subject for one in to_dos(city, group) if one.kind == "supervision:finding_overdue"]

    with _noon("2026-06-15"):
        finding = _raised(group, june)
    with _noon("2026-06-30"):
        assert not late(), "its last day is not over"
    with _noon("2026-07-01"):
        assert late() == [str(finding.id)]
        (one,) = [one for one in to_dos(city, clerk) if one.kind == "supervision:finding"]
        assert one.is_overdue
        new = letters.NewLetter(commitment_id=june.id, text="请整改。", due_on=date(2026, 7, 10))
        with transaction():
            letters.send_letter(staff, new)
        assert not late()


@_noon("2026-06-15")
def test_residents_open_it_again(group: Actor, clerk: Actor, june: Commitment) -> None:
    finding = _raised(group, june)
    with transaction():
        assert actions.hear_residents(june, 3) is None, "one is open"
    _closed(group, clerk, finding)
    with transaction():
        assert actions.hear_residents(june, 3) is finding
    assert (finding.state, finding.due_on) == (FindingState.RAISED, date(2026, 7, 15))
    last = finding_rows(june)[0].posts[-1]
    assert (last.by, last.of_body, last.text) == (RESIDENTS, True, "3 名提建议的群众反映还没有解决。")


@_noon("2026-06-15")
def test_residents_open_a_new_one_where_there_is_none(clerk: Actor, june: Commitment) -> None:
    with transaction():
        found = actions.hear_residents(june, 3)
    assert found is not None
    assert (found.unit_id, found.state) == (clerk.unit_id, FindingState.RAISED)


@_noon("2026-06-15")
def test_what_is_dissatisfying_is_to_be_mended_within_thirty_days(
    client: FlaskClient, staff: Actor, clerk: Actor, june: Commitment
) -> None:
    with transaction():
        opened = actions.open_rectification(staff, june)
    assert opened is not None
    assert opened.due_on == date(2026, 7, 15)
    place = place_by_id(june.jurisdiction_id)
    assert [one.subject for one in to_dos(place, clerk) if one.kind == "supervision:finding"] == [
        str(opened.id)
    ]
    assert not set_off(evaluations_of(june, None))
    for number, words in enumerate((("列入下年",), ("列入下年", "专题询问")), 1):
        with transaction():
            _dissatisfied(june, number)
        page = client.get(f"/j/140900/projects/{june.project_id}").text
        assert [word in page for word in ("列入下年", "专题询问")] == [
            word in words for word in ("列入下年", "专题询问")
        ]


def _dissatisfied(row: Commitment, number: int) -> None:
    db.session.add(
        Evaluation(
            jurisdiction_id=row.jurisdiction_id,
            commitment_id=row.id,
            ballot_uuid=f"ballot{number}",
            body=Body.CONGRESS,
            satisfied=1,
            basically=1,
            dissatisfied=9,
            abstain=0,
            grade=Grade.DISSATISFIED,
            announced_at=datetime(2026, 3, number, 4, tzinfo=UTC),
        )
    )
