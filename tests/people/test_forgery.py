"""A request that changes something needs the session's own token against forgery: no route is left out by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, Rule

from tests.factories import account, sign_in
from voting.people.rules import Place, Role

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})

WITHOUT_TOKEN = {
    "booth.cast": "knows no session: its cookies are taken out before it is asked, a ballot's token is its right",
    "booth.challenge": "as booth.cast",
    "one_click.end_following": "knows no session: a mail program posts it (RFC 8058); the keyed token in its address is its right",
    "one_click.stop_mail": "as one_click.end_following",
    "tablet_beat.alive": "knows no session; it writes down that a tablet is there, whose mark is its right",
}
"""Routes that need no token, and why nobody gains by having somebody's browser call them."""


@pytest.fixture
def guarded(app: Flask) -> Iterator[None]:
    """The guard that other tests go without."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def address(client: FlaskClient, rule: Rule, method: str) -> str:
    """Return an address of the route; what it names need not be there, but for the congress."""
    values = {name: someone(name, rule) for name in rule.arguments}
    return client.application.url_map.bind("localhost").build(rule.endpoint, values, method=method)


def someone(name: str, rule: Rule) -> str:
    converter = rule._converters[name]  # noqa: SLF001  werkzeug tells it nowhere else
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return {"code": "140900", "year": "2026"}.get(name, "1")


def refuses(client: FlaskClient, rule: Rule, method: str, headers: dict[str, str]) -> bool:
    """Tell whether the route refuses a request for want of its token, and for nothing else."""
    answer = client.open(
        address(client, rule, method), method=method, headers={"Accept": "application/json"} | headers
    )
    told = answer.get_json(silent=True) or {}
    return answer.status_code == 400 and told["error"]["code"] == "Csrf"


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("token", ["none", "of another session"])
def test_every_route_that_changes_something_asks_for_the_sessions_own_token(
    client: FlaskClient, city: Place, token: str
) -> None:
    headers = {}
    if token != "none":
        found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/sign-in").text)
        assert found is not None
        headers = {"X-CSRFToken": found[1]}
    mine = sign_in(client.application.test_client(), account(city, *Role))  # who may enter everywhere
    rules = client.application.url_map.iter_rules()
    routes = [(rule, method) for rule in rules for method in (rule.methods or set()) & CHANGING]
    assert len(routes) > 100
    let_in = {rule.endpoint for rule, method in routes if not refuses(mine, rule, method, headers)}
    assert let_in == set(WITHOUT_TOKEN)
