"""Where somebody wants to go on is never another site's address, breaks no header and costs nobody his sign-in."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import PASSWORD, PIN, account, deputies, sign_in
from voting.core.own_path import own_path
from voting.people.rules import Place, Role

NOWHERE = [
    "/%0d%0aSet-Cookie:%20a=b",
    "/a%0d%0a%0d%0a<script>",
    "/a%0ab",
    "/a%0db",
    "/a%00",
    "%00/a",
    "/%09/evil.example",
    "/a%0b",
    "/a%1b",
    "/a%7f",
    "/%5cevil.example",
    "%5c%5cevil.example",
    "//evil.example",
    "///evil.example",
    "https:evil.example",
    "https://evil.example/%0d%0a",
    "/a%c2%85b",
    "/%e2%80%a8/evil.example",
    "/a%e2%80%a9b",
    "/" + "a" * 3000,
    "",
]
ODD = ["/a%ffb", "/a%ed%a0%80b", "/%250d%250aa", "/j/140900/track?number=%25E7%2594%25B2"]
"""Bytes that are no text, and what is written with per cent: they lead on to this site, or nowhere."""

ENTRIES = ["sign in", "deputy", "display", "secret"]


def sent(client: FlaskClient, entry: str, onward: str) -> TestResponse:
    """Send a form that goes on to an address, both as they stand on the wire."""
    forms = {
        "sign in": ("/sign-in", f"login=clerk&password={PASSWORD.replace(' ', '+')}"),
        "deputy": ("/j/140900/deputy/sign-in", f"number=001&pin={PIN}"),
        "display": ("/display", "locale=en"),
        "secret": (
            "/account/secret",
            f"old={PASSWORD.replace(' ', '+')}&new=other+horse+8&again=other+horse+8",
        ),
    }
    path, fields = forms[entry]
    body = f"{fields}&next={onward}".encode()
    return client.post(path, data=body, content_type="application/x-www-form-urlencoded")


@pytest.fixture
def caller(client: FlaskClient, city: Place) -> FlaskClient:
    clerk = account(city, Role.STAFF, login="clerk")
    deputies(city, 1)
    return sign_in(client, clerk)


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("onward", NOWHERE)
def test_what_is_no_path_of_this_site_leads_home(caller: FlaskClient, entry: str, onward: str) -> None:
    answer = sent(caller, entry, onward)
    assert answer.status_code == 303
    assert answer.headers["Location"] in {"/", "/account", "/todo"}
    assert "a=b" not in str(answer.headers)


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("onward", ODD)
def test_what_is_written_oddly_stays_on_this_site(caller: FlaskClient, entry: str, onward: str) -> None:
    answer = sent(caller, entry, onward)
    assert answer.status_code == 303
    place = answer.headers["Location"]
    assert place.isascii()
    assert place.startswith("/")
    assert not place.startswith("//")


@pytest.mark.parametrize("onward", [*NOWHERE, *ODD])
@pytest.mark.parametrize("page", ["/sign-in", "/j/140900/deputy/sign-in", "/account/secret", "/account/code"])
def test_the_pages_in_between_carry_nothing_else(caller: FlaskClient, page: str, onward: str) -> None:
    answer = caller.get(f"{page}?next={onward}")
    if answer.status_code == 404:  # control characters in an address name nothing
        assert re.search("%[01]|%7f|%c2%85", onward)
        return
    assert answer.status_code == 200
    carried = [unescape(value) for value in re.findall(r'name="next"[^>]*value="([^"]*)"', answer.text)]
    own = [
        value for value in carried if not value.startswith(page)
    ]  # the switches come back to the page as it was asked for
    assert [value for value in own if own_path(value) is None] == []
