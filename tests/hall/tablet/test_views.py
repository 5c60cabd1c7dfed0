from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.factories import account, actor_of, deputies, place, sign_in
from voting.ballot.order.models import Ballot, BallotLine
from voting.ballot.order.rules import BallotState, Means
from voting.ballot.roll.models import RollEntry
from voting.congress.ballot_rules.choices import Kind
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting, Plenary
from voting.congress.meeting.rules import MeetingState
from voting.congress.term.models import Deputy
from voting.core.db import db, transaction
from voting.people.rules import Place, Role

ROOT = Path(__file__).parents[3]


def meeting_at(at: Place, people: list[Deputy]) -> int:
    with transaction():
        row = Meeting(
            jurisdiction_id=at.id,
            term_id=people[0].term_id,
            year=2027,
            number=6,
            title="第五届第六次会议",
            opens_on=date(2027, 2, 20),
        )
        db.session.add(row)
        db.session.flush()
        db.session.add(Plenary(meeting_id=row.id, jurisdiction_id=at.id))
        return row.id


def ballot_at(
    at: Place, meeting_id: int, uuid: str = "1ooMockBa11otQ", state: BallotState = BallotState.READY
) -> str:
    with transaction():
        db.session.add(
            Ballot(
                uuid=uuid,
                jurisdiction_id=at.id,
                meeting_id=meeting_id,
                year=2027,
                kind=Kind.CHOOSE,
                title="民生实事项目票决",
                seats=2,
                rules={},
                state=state,
                issuing_key=b"wrapped",
            )
        )
        db.session.flush()
        for ordinal, title in enumerate(("学校食堂", "农村公路", "社区养老"), 1):
            line = BallotLine(
                ballot_uuid=uuid, ordinal=ordinal, jurisdiction_id=at.id, project_id=ordinal, title=title
            )
            db.session.add(line)
    return uuid


@pytest.fixture
def hall(client: FlaskClient) -> tuple[Place, int, list[Deputy]]:
    at = place()
    people = deputies(at, 2)
    return at, meeting_at(at, people), people


def test_the_tablet_has_one_heading_and_every_field_a_label(
    client: FlaskClient, hall: tuple[Place, int, list[Deputy]]
) -> None:
    at, meeting_id, _people = hall
    answer = client.get(f"/j/{at.code}/tablet/{meeting_id}/")
    assert answer.status_code == 200
    assert len(re.findall("<h1", answer.text)) == 1
    page = answer.text.split("<template", 1)[0]
    for field in re.findall(r'<input class="input" id="([^"]+)"', page):
        assert f'<label for="{field}">' in page
    texts = re.search(r'id="texts">(.*?)</script>', page, re.DOTALL)
    assert texts is not None
    assert json.loads(texts[1])["drawn"] == "已领票"


def test_every_sentence_a_script_says_stands_in_the_page(
    client: FlaskClient, hall: tuple[Place, int, list[Deputy]]
) -> None:
    at, meeting_id, _people = hall
    page = client.get(f"/j/{at.code}/tablet/{meeting_id}/").text
    texts = re.search(r'id="texts">(.*?)</script>', page, re.DOTALL)
    assert texts is not None
    known = set(json.loads(texts[1]))
    scripts = "".join(
        path.read_text()
        for path in sorted((ROOT / "static/js/tablet").glob("*.js"))
        if path.stem != "release"
    )
    said = set(re.findall(r'\bsay(?:WithNumber)?\((?:byId\("\w+"\), )?"(\w+)"', scripts))
    assert len(said) > 20
    assert said <= known
    assert not re.search(r"[\u4e00-\u9fff]", scripts.replace("：", ""))


def test_every_element_a_script_looks_for_stands_in_the_page(
    client: FlaskClient, hall: tuple[Place, int, list[Deputy]]
) -> None:
    at, meeting_id, _people = hall
    page = client.get(f"/j/{at.code}/tablet/{meeting_id}/").text
    scripts = "".join(
        path.read_text()
        for path in (ROOT / "static/js/tablet").glob("*.js")
        if path.stem not in {"bind", "release", "service-worker", "shelf"}  # of other pages
    )
    wanted = set(re.findall(r'\b(?:byId|copy|click|complain)\("([\w-]+)"', scripts))
    assert len(wanted) > 30
    assert wanted <= set(re.findall(r'\bid="([\w-]+)"', page))


def test_the_state_names_ballots_from_set_up_on_and_changes_with_them_only(
    client: FlaskClient, hall: tuple[Place, int, list[Deputy]]
) -> None:
    at, meeting_id, people = hall
    address = f"/j/{at.code}/tablet/{meeting_id}/state.json"
    assert client.get(address).json == {"meeting": "第五届第六次会议", "ballots": []}
    uuid = ballot_at(at, meeting_id)
    first = client.get(address)
    assert first.json is not None
    assert [(one["uuid"], one["state"]) for one in first.json["ballots"]] == [(uuid, "ready")]
    with transaction():
        entry = RollEntry(ballot_uuid=uuid, deputy_id=people[0].id, jurisdiction_id=at.id, means=Means.TABLET)
        db.session.add(entry)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    with transaction():
        db.session.get_one(Ballot, uuid).state = BallotState.OPEN
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_a_draft_is_not_shown(client: FlaskClient, hall: tuple[Place, int, list[Deputy]]) -> None:
    at, meeting_id, _people = hall
    uuid = ballot_at(at, meeting_id, state=BallotState.DRAFT)
    assert client.get(f"/j/{at.code}/tablet/{meeting_id}/state.json").json == {
        "meeting": "第五届第六次会议",
        "ballots": [],
    }
    assert client.get(f"/j/{at.code}/tablet/{meeting_id}/ballots/{uuid}/dossiers").status_code == 404


def test_the_tablet_learns_who_is_signed_in_and_what_he_has_drawn(
    client: FlaskClient, hall: tuple[Place, int, list[Deputy]]
) -> None:
    at, meeting_id, people = hall
    uuid = ballot_at(at, meeting_id)
    address = f"/j/{at.code}/tablet/{meeting_id}/me.json"
    nobody = client.get(address).json
    assert nobody is not None
    assert nobody["signed_in"] is False
    assert nobody["csrf"]
    form = {"number": "001", "pin": "482913", "next": address}
    signed = client.post(f"/j/{at.code}/deputy/sign-in", data=form, follow_redirects=True).json
    assert signed is not None
    assert signed["signed_in"] is True
    assert signed["drawn"] == []
    with transaction():
        entry = RollEntry(ballot_uuid=uuid, deputy_id=people[0].id, jurisdiction_id=at.id, means=Means.TABLET)
        db.session.add(entry)
    later = client.get(address).json
    assert later is not None
    assert (later["drawn"], later["paper"]) == ([uuid], [])
    with transaction():
        db.session.merge(entry).means = Means.PAPER
    on_paper = client.get(address).json
    assert on_paper is not None
    assert (on_paper["drawn"], on_paper["paper"]) == ([uuid], [uuid])


def test_staff_who_are_no_deputies_are_nobody_to_the_tablet(
    client: FlaskClient, hall: tuple[Place, int, list[Deputy]]
) -> None:
    at, meeting_id, _people = hall
    sign_in(client, account(at, Role.STAFF))
    found = client.get(f"/j/{at.code}/tablet/{meeting_id}/me.json").json
    assert found is not None
    assert found["signed_in"] is False


def test_a_deputy_from_home_is_nobody_to_the_tablet_which_asks_for_his_six_digits(
    client: FlaskClient, hall: tuple[Place, int, list[Deputy]]
) -> None:
    at, meeting_id, people = hall
    address = f"/j/{at.code}/tablet/{meeting_id}/me.json"
    for home in (True, False):
        sign_in(client, actor_of(people[0]), home=home)
        found = client.get(address).json
        assert found is not None
        assert found["signed_in"] is not home


def test_dossiers_show_each_line_of_the_ballot(
    client: FlaskClient, hall: tuple[Place, int, list[Deputy]]
) -> None:
    at, meeting_id, _people = hall
    uuid = ballot_at(at, meeting_id)
    answer = client.get(f"/j/{at.code}/tablet/{meeting_id}/ballots/{uuid}/dossiers")
    assert re.findall(r'data-dossier="(\d)"', answer.text) == ["1", "2", "3"]


def test_another_congress_or_meeting_gets_nothing(
    client: FlaskClient, hall: tuple[Place, int, list[Deputy]]
) -> None:
    at, meeting_id, _people = hall
    uuid = ballot_at(at, meeting_id)
    other = place(code="140921", name="定襄县")
    for path in ("", "state.json", "me.json", "sw.js", "manifest.json", f"ballots/{uuid}/dossiers"):
        assert client.get(f"/j/{other.code}/tablet/{meeting_id}/{path}").status_code == 404, path
        assert client.get(f"/j/{at.code}/tablet/{meeting_id + 1}/{path}").status_code == 404, path


def test_only_staff_release_a_single_tablet(
    client: FlaskClient, hall: tuple[Place, int, list[Deputy]]
) -> None:
    at, meeting_id, _people = hall
    address = f"/j/{at.code}/tablet/{meeting_id}/release"
    assert client.get(address).status_code == 303
    sign_in(client, account(at, Role.CHAIR))
    assert client.get(address).status_code == 403
    sign_in(client, account(at, Role.STAFF))
    assert client.get(address).status_code == 200


def test_the_release_page_has_what_its_script_looks_for_and_says(
    client: FlaskClient, hall: tuple[Place, int, list[Deputy]]
) -> None:
    at, meeting_id, _people = hall
    sign_in(client, account(at, Role.STAFF))
    page = client.get(f"/j/{at.code}/tablet/{meeting_id}/release").text
    script = (ROOT / "static/js/tablet/release.js").read_text()
    wanted = set(re.findall(r'byId\("([\w-]+)"\)', script))
    assert len(wanted) > 5
    assert wanted <= set(re.findall(r'\bid="([\w-]+)"', page))
    for key in re.findall(r'\bsay\("(\w+)"', script):
        assert f'"{key}": ' in page


def test_the_service_worker_rules_over_the_tablet_alone(
    client: FlaskClient, hall: tuple[Place, int, list[Deputy]]
) -> None:
    at, meeting_id, _people = hall
    answer = client.get(f"/j/{at.code}/tablet/{meeting_id}/sw.js")
    assert answer.mimetype == "text/javascript"
    assert "Service-Worker-Allowed" not in answer.headers
    manifest = client.get(f"/j/{at.code}/tablet/{meeting_id}/manifest.json").json
    assert manifest is not None
    assert manifest["scope"] == f"/j/{at.code}/tablet/{meeting_id}/"
    assert {(one["sizes"], one["purpose"]) for one in manifest["icons"]} == {
        (f"{side}x{side}", purpose) for side in (192, 512) for purpose in ("any", "maskable")
    }
    for one in manifest["icons"]:
        picture = Image.open(io.BytesIO(client.get(one["src"]).data))
        assert "x".join(map(str, picture.size)) == one["sizes"]


def test_a_deputy_finds_the_meeting_to_vote_in(client: FlaskClient, city: Place) -> None:
    meeting_id = meeting_at(city, deputies(city, 1))
    with transaction():
        meeting_of(city.id, meeting_id).state = MeetingState.DRAFT
    assert "现在没有正在举行的会议" in client.get(f"/j/{city.code}/tablet/").text
    with transaction():
        meeting_of(city.id, meeting_id).state = MeetingState.SCRUTINEERS_ADOPTED
    assert f"/j/{city.code}/tablet/{meeting_id}/" in client.get(f"/j/{city.code}/tablet/").text
