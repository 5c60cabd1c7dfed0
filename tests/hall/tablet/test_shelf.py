"""The candidates on a tablet of the hall: the same for everybody, nothing before the presidium has decided, kept for no network."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser, expect

from tests.browser import page_of, serious
from tests.factories import meeting, sign_in, term
from tests.hall.tablet.test_views import ballot_at
from tests.queries_counted import counted
from tests.screening.factories import decided, reviewed, staff
from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import BallotState
from voting.congress.meeting.models import Meeting
from voting.core.db import db, transaction
from voting.people.rules import Place

YEAR = 2027


def held(at: Place) -> Meeting:
    """A meeting of the year whose list is read."""
    return meeting(at, in_term=term(at), year=YEAR)


def words(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(html.fromstring(answer.data).xpath("string(//main)"))


def test_nothing_is_on_the_shelf_before_the_presidium_has_decided(client: FlaskClient, city: Place) -> None:
    reviewed(city, year=YEAR)
    base = f"/j/{city.code}/tablet/{held(city).id}/reading/"
    assert "现在没有可以阅读的候选项目" in words(client, base)
    assert client.get(f"{base}1").status_code == 404


def test_the_shelf_is_one_page_for_everybody_and_sets_no_cookie(client: FlaskClient, city: Place) -> None:
    decided(staff(city), city, year=YEAR)
    base = f"/j/{city.code}/tablet/{held(city).id}/reading/"
    clerk = sign_in(client.application.test_client(), staff(city))
    for path in (base, f"{base}1", f"{base}12"):
        plain, known = client.get(path), clerk.get(path)
        assert plain.data == known.data
        assert "Set-Cookie" not in plain.headers
        assert "csrf" not in plain.text


def test_a_candidate_of_the_shelf_leads_to_its_neighbours(client: FlaskClient, city: Place) -> None:
    decided(staff(city), city, year=YEAR)
    base = f"/j/{city.code}/tablet/{held(city).id}/reading/"
    shown = [html.fromstring(client.get(f"{base}{n}").data) for n in (1, 2, 12)]
    ways = [
        (set(one.xpath("//a[@rel='prev']/@href")), set(one.xpath("//a[@rel='next']/@href"))) for one in shown
    ]
    assert ways == [(set(), {f"{base}2"}), ({f"{base}1"}, {f"{base}3"}), ({f"{base}11"}, set())]
    assert client.get(f"{base}13").status_code == 404
    assert client.get(f"/j/{city.code}/tablet/999/reading/").status_code == 404


def test_the_shelf_asks_little(client: FlaskClient, city: Place) -> None:
    decided(staff(city), city, year=YEAR)
    base = f"/j/{city.code}/tablet/{held(city).id}/reading/"
    for path in (base, f"{base}3"):
        client.get(path)
        with counted() as sent:
            client.get(path)
        assert len(sent) <= 15


KEPT = """async ([base, count]) => {
  const kept = await caches.open("tablet-3");
  const there = await Promise.all(Array.from({ length: count }, (_, n) => kept.match(`${base}${n + 1}`)));
  return there.every(Boolean) && Boolean(await kept.match(base));
}"""


@pytest.mark.browser
@pytest.mark.slow
def test_the_candidates_are_read_without_a_network(browser: Browser, address: str, city: Place) -> None:
    decided(staff(city), city, year=YEAR)
    base = f"/j/{city.code}/tablet/{held(city).id}/"
    page = page_of(browser, width=820, height=1180, base_url=address)
    page.goto(base)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    while not page.evaluate(KEPT, [f"{address}{base}reading/", 12]):
        page.wait_for_timeout(50)
    page.context.set_offline(True)
    page.click("#to-shelf")
    expect(page.locator(".reading-list > li")).to_have_count(12)
    assert serious(page) == []
    page.click(".reading-title >> nth=4")
    expect(page.locator("main")).to_contain_text("第 5 项，共 12 项")
    page.wait_for_load_state()
    page.keyboard.press("ArrowRight")
    expect(page.locator("main")).to_contain_text("第 6 项，共 12 项")
    page.get_by_role("link", name="全部候选项目").first.click()
    expect(page.locator(".reading-list > li")).to_have_count(12)
    page.click("#to-ballot")
    expect(page.locator("#number")).to_be_visible()


@pytest.mark.browser
@pytest.mark.slow
def test_who_reads_is_told_that_voting_has_begun_and_stays(
    browser: Browser, address: str, city: Place
) -> None:
    decided(staff(city), city, year=YEAR)
    at = held(city)
    base = f"/j/{city.code}/tablet/{at.id}/reading/"
    page = page_of(browser, width=820, height=1180, base_url=address)
    page.clock.install()
    page.goto(f"{base}2")
    expect(page.locator("#called")).to_be_hidden()
    uuid = ballot_at(city, at.id)
    with transaction():
        db.session.get_one(Ballot, uuid).state = BallotState.OPEN
    page.clock.run_for(20_000)
    expect(page.locator("#called")).to_be_visible()
    assert page.url.endswith(f"{base}2")
