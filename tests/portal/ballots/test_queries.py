"""Results on the public pages: announced ones only, and counts only where the rules publish them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.e2e.everywhere import figures_in
from tests.factories import meeting, term
from tests.look.markup import faults
from tests.portal.factories import TITLES, UUID, announced, ballot, shortlist, unit_named
from tests.queries_counted import counted
from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import BallotState
from voting.core.db import db, transaction
from voting.oversight.queries import Asked, board_page
from voting.oversight.rules import Stage
from voting.people.rules import Place
from voting.portal.ballots import queries as ballots_queries
from voting.screening.shortlist.models import FrozenText
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import TallyState

VOTES = [101, 311, 205, 180, 171]
URL = f"/j/140900/ballots/{UUID}"


@pytest.fixture
def texts(city: Place) -> list[FrozenText]:
    return shortlist(city, unit_named(city), *TITLES)


def closed(
    city: Place,
    texts: list[FrozenText],
    *,
    publish_counts: bool = False,
    rehearsal: bool = False,
    state: TallyState = TallyState.ANNOUNCED,
) -> None:
    at = meeting(city, in_term=term(city), rehearsal=rehearsal)
    row = ballot(city, at, texts, publish_counts=publish_counts, rehearsal=rehearsal)
    announced(row, VOTES, state=state)


@pytest.mark.parametrize(
    "state", [s for s in TallyState if s not in {TallyState.ANNOUNCED, TallyState.ARCHIVED}]
)
def test_before_the_announcement_there_is_no_result_anywhere(
    client: FlaskClient, city: Place, texts: list[FrozenText], state: TallyState
) -> None:
    closed(city, texts, publish_counts=True, state=state)
    assert client.get(URL).status_code == 404
    assert client.get(URL + "/check").status_code == 404
    for path in ("/j/140900/", "/j/140900/results", f"/j/140900/projects/{texts[1].project_id}"):
        page = client.get(path)
        assert page.status_code == 200
        assert 311 not in figures_in(page.text)  # in the digest of an asset it may stand
        assert "is-green" not in page.text
        assert UUID not in page.text


def test_without_the_rule_no_count_and_no_order_of_votes_is_told(
    client: FlaskClient, city: Place, texts: list[FrozenText]
) -> None:
    closed(city, texts)
    answer = client.get(URL)
    assert answer.status_code == 200
    assert faults(answer.text) == []
    found = ballots_queries.result_page(city, UUID)
    assert [line.ordinal for line in found.lines] == [1, 2, 3, 4, 5]
    assert all(line.votes == () for line in found.lines)
    assert [line.ordinal for line in found.lines if line.passed] == [2, 3]
    assert not re.search(
        r"\b(311|205|180|171|101)\b", re.sub(r"<[^>]+>", " ", answer.text).replace("171 票", "")
    )
    assert "公开页面不列各项目得票" in answer.text
    project = client.get(f"/j/140900/projects/{texts[1].project_id}")
    assert 311 not in figures_in(project.text)


def test_with_the_rule_counts_are_shown_best_first_with_the_line(
    client: FlaskClient, city: Place, texts: list[FrozenText]
) -> None:
    closed(city, texts, publish_counts=True)
    answer = client.get(URL)
    assert faults(answer.text) == []
    found = ballots_queries.result_page(city, UUID)
    assert [line.ordinal for line in found.lines] == [2, 3, 4, 5, 1]
    assert [line.votes for line in found.lines] == [(311,), (205,), (180,), (171,), (101,)]
    assert fates(answer.text) == ["通过"] * 2 + ["过半数，因名额所限未列入"] * 2 + ["未通过"]
    assert "bundle.zip" in answer.text
    assert "赞成 311 票" in client.get(f"/j/140900/projects/{texts[1].project_id}").text


def fates(page: str) -> list[str]:
    """What the page says of each project, in its order."""
    lights = re.findall(r'<td><span class="light is-\w+">(.*?)</span></td>', page, re.DOTALL)
    return [re.sub(r"<[^>]*>", "", one).strip() for one in lights]


def test_without_votes_nobody_learns_who_reached_the_line(
    client: FlaskClient, city: Place, texts: list[FrozenText]
) -> None:
    closed(city, texts)
    assert fates(client.get(URL).text) == ["未列入", "通过", "通过", "未列入", "未列入"]


def test_what_was_not_chosen_says_so(client: FlaskClient, city: Place, texts: list[FrozenText]) -> None:
    closed(city, texts)
    assert "人大代表票决的结果：未列入。" in client.get(f"/j/140900/projects/{texts[0].project_id}").text


def test_a_rehearsal_has_no_public_result(client: FlaskClient, city: Place, texts: list[FrozenText]) -> None:
    closed(city, texts, publish_counts=True, rehearsal=True)
    assert client.get(URL).status_code == 404
    assert UUID not in client.get("/j/140900/results").text


def test_a_rehearsal_never_heads_the_public_list_of_ballots(
    client: FlaskClient, city: Place, texts: list[FrozenText]
) -> None:
    in_term = term(city)
    rehearsal = meeting(city, in_term=in_term, rehearsal=True)
    ballot(city, rehearsal, texts, uuid="1RehearsaL1111", rehearsal=True, state=BallotState.OPEN)
    with transaction():
        db.session.get_one(Ballot, "1RehearsaL1111").title = "A"
    ballot(city, meeting(city, in_term=in_term), texts, state=BallotState.OPEN)
    page = client.get("/j/140900/challenge").text
    assert re.findall(r'<option value="(\w+)"', page) == [UUID, "1RehearsaL1111"]


def test_a_neighbours_ballot_is_not_found(
    client: FlaskClient, city: Place, county: Place, texts: list[FrozenText]
) -> None:
    closed(city, texts, publish_counts=True)
    assert client.get(URL.replace("140900", "140921")).status_code == 404
    assert client.get("/j/140900/ballots/there-is-none").status_code == 404


def test_the_results_are_listed_and_say_how_to_check_them(
    client: FlaskClient, city: Place, texts: list[FrozenText]
) -> None:
    closed(city, texts)
    listed = client.get("/j/140900/results")
    assert URL in listed.text
    assert faults(listed.text) == []
    check = client.get(URL + "/check")
    assert check.status_code == 200
    assert faults(check.text) == []
    assert f"python -m voting.belenios.verify {UUID}.zip" in check.text
    assert "belenios-tool election verify" in check.text
    assert check.text.count("不检查") + check.text.count("不能检查") >= 2


@pytest.mark.parametrize(("state", "under_way"), [(TallyState.SEALED, True), (TallyState.VOID, False)])
def test_a_ballot_whose_count_is_void_is_under_way_no_more(
    city: Place, texts: list[FrozenText], state: TallyState, *, under_way: bool
) -> None:
    closed(city, texts, state=state)
    _, turnout = ballots_queries.ballot_facts(city.id, 2026)
    assert (turnout is not None) is under_way
    own = board_page(city, Asked(year=2026)).own
    assert (own.stage is Stage.VOTING) is under_way


def test_an_altered_result_is_named_in_the_list_and_takes_no_other_with_it(
    client: FlaskClient, city: Place, texts: list[FrozenText]
) -> None:
    at = meeting(city, in_term=term(city))
    kept, other = ballot(city, at, texts), ballot(city, at, texts, uuid="ZZcDeFgHiJkLmN")
    announced(kept, VOTES)
    run = announced(other, VOTES, first=1)
    with transaction():
        db.session.get_one(TallyRun, run.ballot_uuid).counts = [[311, 101, 205, 180, 171]]
        db.session.get_one(TallyRun, run.ballot_uuid).title = "被改动的票决"
    listed = client.get("/j/140900/results")
    assert listed.status_code == 200
    assert faults(listed.text) == []
    assert URL in listed.text
    assert f"/j/140900/ballots/{other.uuid}" not in listed.text
    told = re.sub(r"<[^>]+>", "", listed.text)
    assert re.search("被改动的票决.*与监票人签署的不一致", told)
    assert client.get(URL).status_code == 200
    assert client.get(f"/j/140900/ballots/{other.uuid}").status_code == 409
    home = client.get("/j/140900/")
    assert home.status_code == 200
    assert "被改动的票决" not in home.text
    assert client.get(f"/j/140900/projects/{texts[0].project_id}").status_code == 200


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_result_is_sound_in_both_languages_and_cheap(
    client: FlaskClient, city: Place, texts: list[FrozenText], locale: str
) -> None:
    closed(city, texts, publish_counts=True)
    client.set_cookie("locale", locale)
    for path in (URL, URL + "/check", "/j/140900/results", "/j/140900/"):
        with counted() as sent:
            answer = client.get(path)
        assert faults(answer.text) == []
        assert len(sent) <= 15, (path, sent)


def test_a_following_round_is_linked_only_once_it_is_announced(
    client: FlaskClient, city: Place, texts: list[FrozenText]
) -> None:
    at = meeting(city, in_term=term(city))
    first = ballot(city, at, texts, publish_counts=True)
    second = ballot(city, at, texts[3:], uuid="ZZcDeFgHiJkLmN", publish_counts=True)
    run = announced(first, VOTES)
    with transaction():
        db.session.get_one(TallyRun, run.ballot_uuid).next_uuid = second.uuid
        db.session.get_one(Ballot, second.uuid).parent_uuid = first.uuid
    assert second.uuid not in client.get(URL).text
    announced(second, [180, 171], first=4)
    assert f"/j/140900/ballots/{second.uuid}" in client.get(URL).text
    assert URL in client.get(f"/j/140900/ballots/{second.uuid}").text
