"""Every form of the program, found by walking its pages as every role, and filled in so that each field can be told."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.e2e.everywhere import is_shut
from voting.people.rules import Actor

VISITS = 3
"""Pages of one kind that one role looks at: enough to meet the form in each of its states."""

UNCOMPARED = {"csrf_token", "form_page", "opened"}  # signed marks of the server: nobody types them
ITSELF = {"hidden", "submit", "button", "image", "reset"}
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """A form of one page. who: the role that sees it; number: its place among the page's forms."""

    endpoint: str
    who: str
    page: str
    action: str
    number: int
    typed: bool


def forms_of(text: str) -> list[Any]:
    return list(lxml.html.fromstring(text).forms)


def posting(text: str, page: str) -> list[tuple[str, Any]]:
    """Return the forms that post, with the path they post to."""
    return [
        (urljoin(page, form.get("action") or page), form)
        for form in forms_of(text)
        if form.get("method", "get").lower() == "post"
    ]


def typed_controls(form: Any) -> list[Any]:
    return [one for one in form.inputs if one.get("name") and kind(one) not in ITSELF]


def kind(control: Any) -> str:
    return str(control.get("type") or "text") if control.tag == "input" else str(control.tag)


def endpoint_of(app: Flask, path: str, method: str) -> str | None:
    adapter = app.url_map.bind("localhost")
    try:
        return str(adapter.match(urlsplit(path).path, method=method)[0])
    except HTTPException:
        return None


def walk(
    app: Flask, clients: Mapping[str, FlaskClient], starts: list[str], actors: Mapping[str, Actor]
) -> Iterator[Found]:
    """Follow every link from the starts, as each role; yield each form that posts (typed: somebody types or chooses in it).

    actors: who the clients are; what the gate refuses to their roles is not asked.
    """
    known: set[tuple[str, tuple[str, ...]]] = set()
    for who, client in clients.items():
        waiting, visits, seen = deque(starts), Counter[str](), set(starts)
        while waiting:
            page = waiting.popleft()
            endpoint = endpoint_of(app, page, "GET")
            if endpoint is None or endpoint == "static" or visits[endpoint] >= VISITS:
                continue
            if who in actors and is_shut(app, endpoint, actors[who].roles):
                continue
            answer = client.get(page)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                answer.close()
                continue
            visits[endpoint] += 1
            text = answer.text
            for link in links(text, page):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)
            for found, names in on_page(app, text, page, who):
                if (found.endpoint, names) not in known:
                    known.add((found.endpoint, names))
                    yield found


def links(text: str, page: str) -> Iterator[str]:
    tree = lxml.html.fromstring(text)
    for link in tree.iter("a"):
        target = urlsplit(urljoin(page, link.get("href") or ""))
        if not target.netloc and target.path.startswith("/"):
            yield f"{target.path}?{target.query}" if target.query else target.path
    for form in tree.forms:
        if form.get("method", "get").lower() == "get" and form.get("action"):
            query = "&".join(f"{name}={value}" for name, value in form.form_values())
            yield f"{form.get('action')}?{query}"


def on_page(app: Flask, text: str, page: str, who: str) -> Iterator[tuple[Found, tuple[str, ...]]]:
    for number, (action, form) in enumerate(posting(text, page)):
        endpoint = endpoint_of(app, action, "POST")
        if endpoint is not None:
            controls = typed_controls(form)
            names = tuple(sorted({one.get("name") for one in controls}))
            typed = any(
                kind(one) != "file" for one in controls
            )  # which file was chosen no page may say again
            yield Found(endpoint, who, page, urlsplit(action).path, number, typed), names


def fill(form: Any) -> Pairs:
    """Type something of its own into every field, turn every tick, take the last of every choice; return what is sent."""
    for number, control in enumerate(typed_controls(form), 1):
        what = kind(control)
        if what == "checkbox":
            control.checked = not control.checked
        elif what == "radio":
            group = form.inputs[control.name]  # one alone is no group
            group.value = group.value_options[-1] if hasattr(group, "value_options") else control.get("value")
        elif what == "select":
            options = control.value_options
            control.value = set(options[-1:]) if control.multiple else (options[-1] if options else None)
        elif what == "date":
            control.value = f"2026-09-{number % 28 + 1:02d}"
        elif what == "number" or control.get("inputmode") == "numeric":
            control.value = str(10 + number)
        elif what != "file":
            control.value = f"<字样 {number}> “&” 甲" if what != "textarea" else f"<第{number}栏>\n “&” 末行"
    return [(name, value) for name, value in form.form_values() if name]


def wrong(form: Any) -> None:
    """Put one thing into the form that it refuses: no number, no day, nothing where something must be, or too much."""
    controls = typed_controls(form)
    for control in controls:
        if kind(control) == "number" or control.get("inputmode") == "numeric":
            control.value = "12x"
            return
    for control in controls:
        if kind(control) == "date":
            control.value = "2026-02-31"
            return
    for control in controls:
        if kind(control) in {"text", "textarea", "email", "tel"}:
            control.value = "长" * 30_000
            return


def shown(answer: TestResponse, found: Found, sent: Pairs) -> Pairs | None:
    """Return what the form in an answer would send now, or None where it does not stand there."""
    best: tuple[int, Pairs] | None = None
    for action, form in posting(answer.text, found.action):
        if urlsplit(action).path != found.action:
            continue
        values = [(name, value) for name, value in form.form_values() if name]
        score = len(Counter(map(plain, values)) & Counter(map(plain, sent)))
        if best is None or score > best[0]:
            best = (score, values)
    return None if best is None else best[1]


def plain(pair: tuple[str, str]) -> tuple[str, str]:
    """Return a pair with one kind of line end, without the first one, which HTML drops and lxml does not."""
    return pair[0], (pair[1] or "").replace("\r\n", "\n").removeprefix("\n")


def comparable(pairs: Pairs, form: Any) -> list[tuple[str, str]]:
    """Return what must be equal before and after: all but the token, secrets and files, in the form's order."""
    secret = {one.get("name") for one in form.inputs if kind(one) in {"password", "file"}}
    return sorted(plain(pair) for pair in pairs if pair[0] not in UNCOMPARED | secret)
