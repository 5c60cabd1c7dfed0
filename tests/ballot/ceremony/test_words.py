"""Every sentence on a scrutineer's page is Chinese: no English, no codes, whether it stands in the page, a script or an answer."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask

from tests.ballot import factories
from tests.ballot.ceremony.test_ceremony import begun
from tests.factories import sign_in
from voting.ballot.order.models import find_ballot
from voting.demonstration import vote
from voting.people.rules import Actor, Place

ROOT = Path(__file__).parents[3]
TEMPLATES = [
    *("ballot/_scrutineer.html", "ballot/_turns.html", "ballot/_reasons.html", "hall/turn/turns.html"),
    *("ballot/ceremony/ceremony.html", "ballot/pages/opening.html", "ballot/pages/_opening_texts.html"),
    *("ballot/pages/_opening_sample.html", "ballot/pages/_opening_count.html"),
]
ANSWERS = [
    *(
        "voting/ballot/ceremony/actions.py",
        "voting/ballot/ceremony/facts.py",
        "voting/ballot/mismatch/actions.py",
    ),
    *("voting/ballot/mismatch/rules.py", "voting/ballot/pages/calls.py", "voting/ballot/close/actions.py"),
    *(
        "voting/tally/opening/actions.py",
        "voting/hall/turn/queries.py",
        "voting/hall/turn/views.py",
        "voting/core/calls.py",
    ),
]
SAID = re.compile(r"""_\(\s*["']([^"']+)["']""")
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}|\.json$")
LATIN = re.compile(r"[A-Za-z]{2,}")
LITERAL = re.compile(r"""(?:\b(?:trouble|working)\(|textContent\s*=)\s*["'`]\s*[^"'`\s$]""")
ERRORS = {"RuleBroken", "WrongMoment", "NotFound", "NotAllowed", "N_", "_"}


@pytest.mark.pure
@pytest.mark.parametrize("name", TEMPLATES)
def test_no_sentence_of_a_page_has_latin_letters(name: str) -> None:
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    said = SAID.findall(text)
    assert said
    assert [one for one in said if LATIN.search(PLACES.sub("", one))] == []
    assert "{reason}" not in text


@pytest.mark.pure
@pytest.mark.parametrize("name", ANSWERS)
def test_no_sentence_of_an_answer_has_latin_letters(name: str) -> None:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    said = [
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ERRORS
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]
    assert [one for one in said if "%(reason)s" in one or LATIN.search(PLACES.sub("", one))] == []


@pytest.mark.pure
def test_no_script_says_anything_of_its_own() -> None:
    scripts = [path for path in (ROOT / "static/js/scrutineer").glob("*.js") if path.name != "challenge.js"]
    assert len(scripts) > 8
    for path in scripts:
        assert LITERAL.findall(path.read_text(encoding="utf-8")) == [], path.name


class Seen(HTMLParser):
    """The texts that a reader of a page sees within <main>, and what is read out to him."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"main", "script"}:
            self._inside.append(tag)
        self.texts += [value or "" for name, value in attrs if name in {"aria-label", "title", "placeholder"}]

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside == ["main"]:
            self.texts.append(data)


def read(app: Flask, who: Actor, *urls: str) -> None:
    for url in urls:
        answer = sign_in(app.test_client(), who).get(url)
        assert answer.status_code == 200, url
        seen = Seen()
        seen.feed(answer.get_data(as_text=True))
        assert [text for text in seen.texts if LATIN.search(text)] == [], url


def test_a_scrutineer_reads_no_latin_word_while_the_key_is_made(app: Flask, city: Place) -> None:
    ceremony, scrutineers, _secretary = begun(city)
    read(app, scrutineers[0], f"/j/{city.code}/ceremony/{ceremony}", f"/j/{city.code}/hall/turns")


def test_a_scrutineer_reads_no_latin_word_when_the_box_is_opened(app: Flask, city: Place) -> None:
    at = factories.open_ballot(city)
    pages = (f"ceremony/{find_ballot(at.uuid).ceremony_id}", f"ballots/{at.uuid}/opening")
    urls = [f"/j/{city.code}/{page}" for page in pages]
    read(app, at.scrutineers[0], *urls)
    vote.close(at.secretary, at.uuid)
    read(app, at.scrutineers[0], *urls)


@pytest.mark.pure
def test_every_reason_that_is_put_into_words_is_one_that_the_modules_give() -> None:
    named = re.findall(
        r'^  "([^"]+)": _',
        (ROOT / "templates/ballot/_reasons.html").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    scripts = [*(ROOT / "static/js/belenios").glob("*.js"), *(ROOT / "static/js/scrutineer").glob("*.js")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in scripts)
    assert [reason for reason in named if f'"{reason}"' not in code] == []
