"""No page offers what its reader may not do: every link and every button that a role sees leads further than 403.

Every page of a sitting's worlds is walked as every role of theirs. A deed runs whole and its transaction is rolled back, so that what
the deed itself refuses to a person counts as well as what the gate does.
"""

from __future__ import annotations

import inspect
import sys
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict

from tests.e2e import forms, worlds
from voting.core.db import db
from voting.core.errors import WrongMoment

pytestmark = pytest.mark.slow

ENDS = {"people.sign_out"}
"""Whoever presses it is nobody afterwards."""
NOT_YOURS = 403


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[worlds.World]:
    with worlds.served(app, monkeypatch, worlds.sittings) as made:
        yield made


@contextmanager
def undone() -> Iterator[None]:
    """A transaction whose deed happens and is not kept."""
    try:
        yield
        db.session.flush()
    except SQLAlchemyError:
        pass  # a row that others need: whether the deed can be done is asked elsewhere
    finally:
        db.session.rollback()
    raise WrongMoment("这一步现在办不了。")


class Looker:
    """One person, who opens no address twice: no deed is kept, so that a page stays what it was."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self._seen: dict[str, tuple[int, str | None]] = {}

    def status(self, page: str) -> int:
        return self._opened(page)[0]

    def text(self, page: str) -> str | None:
        """Return a page, or None where there is none for this person."""
        status, text = self._opened(page)
        return text if status == 200 else None

    def _opened(self, page: str) -> tuple[int, str | None]:
        if page not in self._seen:
            answer = self.client.get(page)
            self._seen[page] = answer.status_code, answer.text if answer.mimetype == "text/html" else None
            answer.close()
        return self._seen[page]


def pages(app: Flask, looker: Looker, starts: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each page that somebody comes to by links, with its text; of a kind a few."""
    waiting, visits, seen = deque(starts), Counter[str](), set(starts)
    while waiting:
        page = waiting.popleft()
        endpoint = forms.endpoint_of(app, page, "GET")
        if endpoint is None or endpoint == "static" or visits[endpoint] >= forms.VISITS:
            continue
        text = looker.text(page)
        if text is None:
            continue
        visits[endpoint] += 1
        yield page, text
        for link in forms.links(text, page):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def shut_links(app: Flask, looker: Looker, page: str, text: str) -> Iterator[str]:
    """Yield the links of a page that answer 403."""
    for link in set(forms.links(text, page)):
        if forms.endpoint_of(app, link, "GET") not in {None, "static"} and looker.status(link) == NOT_YOURS:
            yield link


def shut_buttons(app: Flask, client: FlaskClient, page: str, text: str, asked: set[str]) -> Iterator[str]:
    """Yield the addresses to which a form of a page posts and that answer 403."""
    for action, form in forms.posting(text, page):
        path = urlsplit(action).path
        endpoint = forms.endpoint_of(app, path, "POST")
        if endpoint is None or endpoint in ENDS or path in asked:
            continue
        asked.add(path)
        module = sys.modules[inspect.unwrap(app.view_functions[endpoint]).__module__]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "transaction", undone, raising=False)
            data = MultiDict(forms.fill(form))
            answer = client.post(path, data=data, headers={"Referer": f"http://localhost{page}"})
        if answer.status_code == NOT_YOURS:
            yield path
        answer.close()


def test_nobody_is_offered_what_is_refused_to_him(app: Flask, world: worlds.World) -> None:
    clients = world.clients(app)
    clients.pop("nobody")
    faults = []
    for who, client in clients.items():
        looker, buttons = Looker(client), set[str]()
        for page, text in pages(app, looker, world.starts):
            shut = [
                *shut_links(app, looker, page, text),
                *shut_buttons(app, client, page, text, buttons),
            ]
            faults += [f"{who}: {page}: {one}" for one in shut]
    assert not faults, "\n".join(faults)
