"""Both tables of docs/roles.md, walked: every deed's address and every unpublished page, as every role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Select, select

from docs.roles import DUTIES, UNPUBLISHED, matrix
from tests.ballot import factories as ballots
from tests.caller import Browser
from tests.e2e import worlds
from tests.e2e.everywhere import addresses
from tests.factories import account, actor_of, deputies, place, sign_in
from tests.screening import factories as screening
from voting import web
from voting.congress.meeting.models import Meeting
from voting.congress.place.models import Jurisdiction, Unit
from voting.congress.place.queries import as_place
from voting.congress.term.models import Term
from voting.core.access import RULE
from voting.core.db import db
from voting.people.models import Account
from voting.people.rules import FROM_ABOVE, Actor, Level, Place, Role
from voting.screening.reading.models import DeputyQuestion
from voting.screening.suggestion.models import SuggestionPhoto
from voting.workplaces import workplaces

MAY = matrix()
ENTERED, REFUSED = "entered", "refused"


def held(endpoint: str) -> frozenset[Role]:
    """Return the roles that the table lets in."""
    return MAY[endpoint] or frozenset()


def test_every_deed_that_is_not_everybodys_stands_in_one_row() -> None:
    named = Counter(endpoint for duty in DUTIES for endpoint in duty.endpoints)
    assert {endpoint for endpoint, roles in MAY.items() if roles is not None} == set(named)
    assert set(named.values()) == {1}
    assert {one.endpoint for one in UNPUBLISHED} <= set(named)


def somebody(at: Place, role: Role) -> Actor:
    """Return an account with this role and no other."""
    return actor_of(deputies(at, 1)[0]) if role is Role.DEPUTY else account(at, role)


@pytest.fixture
def gate_alone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The program with every restricted view replaced by one that says that it was reached: nothing is done."""
    app.test_client_class = Browser
    for endpoint, roles in MAY.items():
        if roles is not None:

            def entered(**_values: object) -> str:
                return ENTERED

            setattr(entered, RULE, getattr(app.view_functions[endpoint], RULE))
            monkeypatch.setitem(app.view_functions, endpoint, entered)
    monkeypatch.setattr(
        web, "render_template", lambda *_name, **_shown: REFUSED
    )  # drawing it took two thirds of the time
    return app


def restricted(app: Flask, code: str) -> Iterator[tuple[str, str, str]]:
    """Yield method, endpoint and path of every address that is not everybody's, with numbers that nothing bears."""
    for method in ("GET", "POST", "DELETE"):
        for rule, path in addresses(app, method, {"code": code, "year": worlds.YEAR}):
            if MAY[rule.endpoint] is not None:
                yield method, rule.endpoint, path


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_what_the_table_says_and_nothing_else(gate_alone: Flask, role: Role) -> None:
    city = place()
    county = place(code="140921", name="定襄县", level=Level.COUNTY, under=city)
    client = sign_in(gate_alone.test_client(), somebody(city, role), home=True)
    at_home: dict[tuple[str, str], tuple[int, bool]] = {}
    below: dict[tuple[str, str], tuple[int, bool]] = {}
    for at, found in ((city, at_home), (county, below)):
        for method, endpoint, path in restricted(gate_alone, at.code):
            if at is county and f"/{at.code}/" not in path:
                continue  # names no place: one's own is meant
            answer = client.open(path, method=method)
            found[method, endpoint] = (answer.status_code, answer.text == ENTERED)
    for (_method, endpoint), seen in at_home.items():
        assert seen == ((200, True) if role in held(endpoint) else (403, False)), endpoint
    for (_method, endpoint), seen in below.items():
        may = role in held(endpoint) and role in FROM_ABOVE
        assert seen == ((200, True) if may else (403 if role in FROM_ABOVE else 404, False)), endpoint
    assert {endpoint for _method, endpoint in at_home} == {one for one in MAY if MAY[one] is not None}


def test_nobody_is_let_in_anywhere(gate_alone: Flask) -> None:
    city = place()
    client = gate_alone.test_client()
    for method, endpoint, path in restricted(gate_alone, city.code):
        answer = client.open(path, method=method)
        assert answer.text != ENTERED, endpoint
        assert answer.status_code in {303, 401}, endpoint


def test_an_account_with_two_roles_may_do_what_either_may(gate_alone: Flask) -> None:
    city = place()
    two = {Role.STATION, Role.TELLER}
    client = sign_in(gate_alone.test_client(), account(city, *two))
    for method, endpoint, path in restricted(gate_alone, city.code):
        answer = client.open(path, method=method)
        assert (answer.text == ENTERED) == bool(two & held(endpoint)), endpoint


def unpublished(app: Flask, monkeypatch: pytest.MonkeyPatch) -> worlds.World:
    ballots.share_keys(monkeypatch)
    world = worlds.World()
    city = place(code="140900", name="忻州市", level=Level.CITY)
    worlds.collecting(world, city)
    worlds.reviewing(world, place(code="140921", name="定襄县", level=Level.COUNTY, under=city))
    worlds.reading_room(world, place(code="140927", name="神池县", level=Level.COUNTY, under=city))
    screening.suggestion(city, photos=(b"\xff\xd8\xff\xe0",))
    worlds.supervised(world, place(code="140981", name="原平市", level=Level.COUNTY, under=city))
    worlds.counted(world, place(code="140924", name="繁峙县", level=Level.COUNTY, under=city))
    return world


def at_140924() -> int:
    """Return the place whose count is going on."""
    return db.session.scalars(select(Jurisdiction.id).where(Jurisdiction.code == "140924")).one()


def paths(world: worlds.World) -> dict[str, str]:
    """Return where each row of the second table can be read, in the place that has it."""
    photo = db.session.scalars(select(SuggestionPhoto)).one()
    suggestion = f"/j/140900/screening/suggestions/{photo.suggestion_id}"
    question = db.session.scalars(select(DeputyQuestion)).one()
    run = next(path for path in world.starts if path.startswith("/j/140924/tally/"))
    uuid = run.split("/")[4]
    meeting_id = db.session.scalars(select(Meeting.id).where(Meeting.jurisdiction_id == at_140924())).one()
    term_id = db.session.scalars(select(Term.id).where(Term.jurisdiction_id == at_140924())).one()
    return {
        "screening.calls": "/j/140921/screening/call",
        "screening.suggestion": suggestion,
        "screening.contact": f"{suggestion}/contact",
        "screening.suggestion_photo": f"{suggestion}/photos/{photo.name}",
        "screening.project": "/j/140900/screening/projects/1",
        "screening.board": "/j/140900/screening/board",
        "screening.shortlist_page": f"/j/140921/screening/list?year={worlds.YEAR}",
        "reading.candidate": f"/j/140927/reading/{question.project_id}",
        "reading.question": f"/j/140927/reading/questions/{question.id}",
        "congress.leaves": f"/j/140924/congress/meetings/{meeting_id}/leave",
        "congress.deputies_xlsx": f"/j/140924/congress/terms/{term_id}/deputies.xlsx",
        "ballot.roll_list": f"/j/140924/ballots/{uuid}/roll",
        "tally.run": run,
        "supervision.plan": "/j/140981/supervision/plans/1",
        "supervision.work": "/j/140981/supervision/desk/1",
        "supervision.change": "/j/140981/supervision/changes/1",
        "supervision.finding": "/j/140981/supervision/findings/1",
        "supervision.opinion": "/j/140981/supervision/opinions/1",
        "supervision.remark": "/j/140981/supervision/remarks/1",
        "supervision.ratings": "/j/140981/supervision/projects/1/ratings",
        "supervision.evaluation": "/j/140981/supervision/desk/evaluations/2026",
        "audit.journal": "/j/140981/journal/",
        "accounts.index": "/j/140981/accounts/",
        "oversight.home": "/j/140900/oversight",
    }


def reader(code: str, role: Role) -> Actor:
    """Return somebody with this role at a place: a deputy whose term sits, a clerk of the unit that does the work."""
    row = db.session.scalars(select(Jurisdiction).where(Jurisdiction.code == code)).one()
    at = as_place(row)
    if role is Role.UNIT:
        return account(
            at, role, unit=db.session.scalars(select(Unit).where(Unit.jurisdiction_id == at.id)).first()
        )
    if role is Role.DEPUTY:
        asked = select(Account).where(Account.deputy_id.is_not(None), Account.jurisdiction_id == at.id)
        seated = db.session.scalars(asked).first()
        if seated is not None:
            return Actor(seated.id, at.id, seated.name, frozenset({role}), seated.deputy_id)
        return actor_of(deputies(at, 1, in_term=db.session.scalars(terms_of(at)).first())[0])
    return account(at, role)


def terms_of(at: Place) -> Select[Term]:
    return select(Term).where(Term.jurisdiction_id == at.id)


def test_what_is_not_published_is_read_by_whom_the_table_says(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with worlds.served(app, monkeypatch, unpublished) as world:
        where = paths(world)
        assert set(where) == {one.endpoint for one in UNPUBLISHED}
        clients = {
            (code, role): sign_in(app.test_client(), reader(code, role), home=True)
            for code in {path.split("/")[2] for path in where.values()}
            for role in Role
        }
        for endpoint, path in where.items():
            method = "POST" if endpoint == "screening.contact" else "GET"  # each look is written down
            assert app.test_client().open(path, method=method).status_code == 303, endpoint
            for role in Role:
                answer = clients[path.split("/")[2], role].open(path, method=method)
                assert answer.status_code == (200 if role in held(endpoint) else 403), (endpoint, role, path)


def test_every_role_has_somewhere_to_go_and_is_let_in_there(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with worlds.served(app, monkeypatch, unpublished):
        for role in Role:
            client = sign_in(app.test_client(), reader("140900", role), home=True)
            with client:
                client.get("/account")
                offered = [one.url for one in workplaces()]
            assert offered, role
            for url in offered:
                assert client.get(url, follow_redirects=True).status_code == 200, (role, url)
