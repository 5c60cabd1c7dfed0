"""Every address of the program with every nasty input: what to send, to whom, and what an answer must never be."""

from __future__ import annotations

import itertools
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

from flask import Flask, Request, request
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.caller import Browser
from tests.e2e import everywhere
from tests.e2e.everywhere import YEAR
from tests.factories import sign_in
from tests.look.markup import faults
from tests.postgres import PostgresServer
from tests.properties import st
from tests.screening import factories as screening
from tests.supervision import factories as supervising
from voting.congress.place.models import Unit
from voting.core.access import EVERYBODY, SIGNED_IN, rule_of
from voting.core.db import db, transaction
from voting.demonstration.supervising import commitments_of, publish_plan, report
from voting.people.rules import Actor
from voting.supervision.commitment import actions as commitment_actions
from voting.supervision.finding import actions as finding_actions
from voting.supervision.follow_up import actions as follow_up_actions

NEEDLE = "Nadel7c1f"
"""Stands in what is sent; no log may repeat it."""
NASTY = (
    *("", " ", "\0", f"{NEEDLE}\0{NEEDLE}", "\x1b[2J", "\r\n", "\t", "\x85", "\u2028"),
    *(
        "\u202e" + NEEDLE,
        "\u200b" * 4,
        "\u3164" * 4,
        "\u2800",
        "\ufeff",
        "\u0301",
        "\ud800",
        "\ufffe",
        "😀" * 5,
    ),
    *(
        "0",
        "-1",
        "00",
        "1e30",
        "1E400",
        "sNaN",
        "NaN",
        "Infinity",
        "9" * 10,
        "9" * 35,
        "9" * 5000,
        "1_000",
        "²",
        "１２",
        "½",
    ),
    *(str(2**31), str(2**63), str(2**64), "-" + str(2**63), "0.0000001", "1,2", "0x10", "١٢٣"),
    *("9999-12-31", "0001-01-01", "2026-02-30", "10000-01-01", "0000-00-00", "2026-11"),
    *(
        "'",
        '"',
        "\\",
        "%",
        "%s",
        "%(count)s",
        "{0}",
        "{{7*7}}",
        "<b>",
        "=1+1",
        "../../etc/passwd",
        "//a",
        "/\\a",
    ),
    *("真" * 3000, NEEDLE * 40, "null", "[]", "true", "None", "on", "new", "yes"),
)
DEADLY = (
    f"{NEEDLE}\0",
    "1e30",
    "9" * 35,
    "sNaN",
    str(2**63),
    "9999-12-31",
    "\ud800",
    "\u200b" * 4,
    "0001-01-01",
)
"""What each single field gets in turn: of these databases and calendars have died."""
HEADERS = (
    *(
        ("Accept", "application/json"),
        ("Accept", "\xff"),
        ("Accept-Language", "zz;q=9,*"),
        ("Range", "bytes=9-1"),
    ),
    *(
        ("If-None-Match", '"\xe9'),
        ("If-Modified-Since", "31 Feb"),
        ("X-Forwarded-For", "\xff, ::1"),
        ("Referer", "http://["),
    ),
    *(
        ("Cookie", "signed_in=\xff; locale=\xff; theme=zz"),
        ("Cookie", "session=a.b.c; locale=en"),
        ("User-Agent", ""),
    ),
    *(
        ("Content-Encoding", "gzip"),
        ("Sec-Fetch-Site", "cross-site"),
        ("X-CSRFToken", "\xff"),
        ("Host", "a..b"),
    ),
)
BODIES = ("form", "form", "form", "form", "json", "parts", "bytes")


class Noting(ImmutableMultiDict[str, Any]):
    """Remembers by address which fields the program asks for."""

    asked: ClassVar[dict[str, set[str]]] = defaultdict(set)

    def _note(self, key: object) -> None:
        if isinstance(key, str) and request.endpoint:
            self.asked[f"{request.method} {request.endpoint}"].add(key)

    def get(self, key: Any, *rest: Any, **named: Any) -> Any:
        self._note(key)
        return super().get(key, *rest, **named)

    def getlist(self, key: Any, *rest: Any, **named: Any) -> Any:
        self._note(key)
        return super().getlist(key, *rest, **named)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return super().__contains__(key)


class NotingRequest(Request):
    """A request whose fields remember who asked for them."""

    parameter_storage_class = Noting


class Fields(HTMLParser):
    """Collect what the pages' own fields hold and offer, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.offered: dict[str, set[str]] = defaultdict(set)
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that holds a value."""
        mine = {name: value or "" for name, value in attrs}
        if tag in {"input", "select", "textarea", "button"} and mine.get("name"):
            self._select = mine["name"]
            sample = {"date": "2027-03-01", "number": "3", "email": "a@b.cn"}.get(
                mine.get("type", ""), "写得清清楚楚的一段话"
            )
            self.offered[self._select] |= {mine.get("value") or sample}
        if tag == "option" and self._select:
            self.offered[self._select].add(mine.get("value", ""))


@dataclass(frozen=True)
class Attack:
    """One request. path: the address with its query; headers, kind: of the body."""

    rule: Rule
    method: str
    path: str
    who: str
    kind: str = "form"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return (
            f"{self.method} {self.path[:120]} as {self.who}, {self.kind} {self.body[:300]!r} {self.headers}"
        )


@dataclass
class Fuzzed:
    """The program with something in every room, and what was learnt of its fields."""

    app: Flask
    values: dict[str, object]
    actors: dict[str, Actor]
    keep: Keep
    people: dict[str, FlaskClient] = field(default_factory=dict)
    offered: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    fields: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def settle(self) -> None:
        """Keep what was learnt so far: what is drawn must not depend on what was drawn before."""
        self.fields = {where: sorted(names - {"csrf_token"}) for where, names in Noting.asked.items()}
        self.choices = {name: sorted(values) for name, values in self.offered.items()}

    def again(self) -> None:
        """Put everything back as it was, and sign everybody in."""
        self.keep.restore()
        self.app.test_client_class = Browser
        self.people = {name: sign_in(self.app.test_client(), who) for name, who in self.actors.items()}
        self.people["nobody"] = self.app.test_client()

    def targets(self) -> list[tuple[Rule, str]]:
        """Return every rule with each of its methods."""
        rules = sorted(self.app.url_map.iter_rules(), key=lambda rule: rule.rule)
        return [(rule, m) for rule in rules for m in sorted(rule.methods or ()) if m in {"GET", "POST"}]

    def one_by_one(self, turn: int) -> Iterator[Attack]:
        """Yield a request for every field of every form, nasty in this field alone; the rest as pages offer it."""
        deadly = itertools.islice(itertools.cycle(DEADLY), turn, None)
        for rule, method in self.targets():
            names = self.fields.get(f"{method} {rule.endpoint}", [])
            for name in names if method == "POST" else []:
                honest = {each: self.choices.get(each, ["写得清清楚楚的一段话"])[-1] for each in names}
                body = encoded([*(honest | {name: next(deadly)}).items()])
                yield Attack(rule, method, address(rule, self.values), self.fitting(rule)[0], body=body)

    def fitting(self, rule: Rule) -> list[str]:
        """Return who may enter, and nobody."""
        may = rule_of(self.app, rule.endpoint)
        if may in (EVERYBODY, SIGNED_IN):
            return ["nobody", "staff", "deputy"] if may == EVERYBODY else ["staff", "deputy", "nobody"]
        return [*sorted(set(may) & set(self.actors)), "nobody"]

    def send(self, attack: Attack) -> TestResponse:
        """Send it, and of a stream take the first words alone."""
        content = {
            "form": "application/x-www-form-urlencoded",
            "json": "application/json",
            "parts": f"multipart/form-data; boundary={NEEDLE}",
            "bytes": "application/octet-stream",
        }[attack.kind]
        answer = self.people[attack.who].open(
            attack.path,
            method=attack.method,
            data=attack.body if attack.method == "POST" else None,
            content_type=content if attack.method == "POST" else None,
            headers=list(attack.headers),
            buffered=False,
        )
        if answer.mimetype == "text/event-stream":
            next(answer.iter_encoded())
        else:
            answer.get_data()
            if answer.mimetype == "text/html":
                self.learn(answer.text)
        answer.close()
        return answer

    def learn(self, page: str) -> None:
        """Remember what a page's fields offer."""
        reader = Fields()
        reader.feed(page)
        for name, values in reader.offered.items():
            if len(self.offered[name]) < 20:
                self.offered[name] |= values


@dataclass
class Keep:
    """The database as it stood before the first attack."""

    app: Flask
    file: Path | None
    postgres: PostgresServer | None

    def save(self) -> None:
        """Keep it as it stands now."""
        db.session.remove()
        if self.postgres is not None:
            db.engine.dispose()
            self.postgres.copy("service", "before")
        elif self.file is not None:
            with db.engine.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()
            shutil.copy(self.file, self.file.with_suffix(".before"))

    def restore(self) -> None:
        """Put it back."""
        db.session.remove()
        db.engine.dispose()
        if self.postgres is not None:
            self.postgres.copy("before", "service")
        elif self.file is not None:
            for suffix in ("", "-wal", "-shm"):
                self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
            shutil.copy(self.file.with_suffix(".before"), self.file)
        db.session.execute(text("SELECT 1"))
        db.session.rollback()


def furnished() -> tuple[dict[str, object], dict[str, Actor]]:
    """Bring a township into every stage at once: voting open, last year's work under way, next year's call open."""
    voting = everywhere.everybody()
    staffed, here = voting.staffed, voting.staffed.place
    unit = db.session.get_one(Unit, next(iter(staffed.units.values())))
    texts = supervising.frozen(here, unit, "农村饮水安全巩固提升", "卫生室改造", year=YEAR - 1)
    with transaction():
        commitment_actions.take_in(staffed.staff, supervising.outcome(texts))
        for commitment in commitments_of(staffed, YEAR - 1):
            publish_plan(staffed, commitment)
            for month in range(2, 10):
                report(staffed, commitment, month, 100)
    group = next(actor for name, actor in voting.actors.items() if name == "supervision")
    row = commitments_of(staffed, YEAR - 1)[0]
    with transaction():
        finding_actions.raise_finding(
            group,
            finding_actions.NewFinding(
                commitment_id=row.id,
                title="管沟没有回填",
                text="村口一段没有回填。",
                due_on=row.due_on,
            ),
        )
        follow_up_actions.send_letter(
            staffed.staff,
            follow_up_actions.NewLetter(commitment_id=row.id, text="请加快。", due_on=row.due_on),
        )
    screening.call(here, year=YEAR + 1, actor=staffed.staff)
    for _number in range(3):
        screening.suggestion(here)
    values = voting.values | {"commitment_id": row.id, "month": 10, "place_id": 1, "tracker": "A" * 43}
    return values, voting.actors


# What is sent -------------------------------------------------------------------------------------------------------


def address(rule: Rule, values: dict[str, object]) -> str:
    """Return the rule's address with these values, whatever they are."""

    def put(found: re.Match[str]) -> str:
        value = values.get(found[2], _first(found[1]) or 1)
        return quote(str(value).encode("utf-8", "surrogatepass"), safe="/" if found[2] == "filename" else "")

    return re.sub(r"<(?:([^<>]+):)?(\w+)>", put, rule.rule)


def _first(converter: str | None) -> str:
    """Return the first of the words that an address may have."""
    found = re.match(r"any\((\w+)", converter or "")
    return found[1] if found else ""


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    return urlencode(pairs, encoding="utf-8", errors="surrogatepass").encode()


def parts(pairs: list[tuple[str, str]], name: str, content: bytes) -> bytes:
    """Return fields and a file as a browser sends them together."""
    lines = []
    for key, value in pairs:
        head = f'Content-Disposition: form-data; name="{key}"'.encode("utf-8", "surrogatepass")
        lines.append(head + b"\r\n\r\n" + value.encode("utf-8", "surrogatepass"))
    for key in ("file", "photos", "photo", "backup"):
        head = f'Content-Disposition: form-data; name="{key}"; filename="{name}"'.encode(
            "utf-8", "surrogatepass"
        )
        lines.append(head + b"\r\nContent-Type: image/png\r\n\r\n" + content)
    mark = f"--{NEEDLE}".encode()
    return mark + b"\r\n" + (b"\r\n" + mark + b"\r\n").join(lines) + b"\r\n" + mark + b"--\r\n"


nasty = st.sampled_from(NASTY) | st.text(max_size=40)
deep = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | nasty,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def attacks(draw: Callable[[Any], Any], fuzzed: Fuzzed) -> Attack:
    """Return a request to any address: mostly what its form wants, with something nasty in some places."""
    rule, method = draw(st.sampled_from(fuzzed.targets()))
    who = draw(st.sampled_from(fuzzed.fitting(rule)))
    values = dict(fuzzed.values)
    if rule.arguments and draw(st.integers(0, 3)) == 0:
        values[draw(st.sampled_from(sorted(rule.arguments)))] = draw(nasty)
    names = fuzzed.fields.get(f"{method} {rule.endpoint}") or ["q"]
    wrong = set(draw(st.lists(st.sampled_from(names), min_size=1, max_size=3)))
    pairs = [(name, draw(_value(fuzzed, name, nasty_one=name in wrong))) for name in names]
    if draw(st.integers(0, 4)) == 0:
        pairs += [(draw(st.sampled_from(names)), draw(nasty)), (draw(nasty), draw(nasty))]
    path = address(rule, values)
    headers = (
        tuple(draw(st.lists(st.sampled_from(HEADERS), max_size=2))) if draw(st.integers(0, 4)) == 0 else ()
    )
    if method == "GET":
        return Attack(rule, method, f"{path}?{encoded(pairs).decode()}", who, headers=headers)
    kind = draw(st.sampled_from(BODIES))
    return Attack(rule, method, path, who, kind, draw(_body(kind, pairs, names)), headers)


def _value(fuzzed: Fuzzed, name: str, *, nasty_one: bool) -> st.SearchStrategy[str]:
    return nasty if nasty_one else st.sampled_from(fuzzed.choices.get(name) or ["1", "写得清清楚楚的一段话"])


def _body(kind: str, pairs: list[tuple[str, str]], names: list[str]) -> st.SearchStrategy[bytes]:
    """Return a body of a kind."""
    if kind == "json":
        fields = st.fixed_dictionaries(dict.fromkeys(names, deep)) | deep
        return fields.map(lambda value: json.dumps(value, ensure_ascii=True).encode())
    if kind == "parts":
        return st.tuples(nasty, st.binary(max_size=60)).map(
            lambda one: parts(pairs, one[0].replace('"', ""), one[1])
        )
    return st.binary(max_size=200) if kind == "bytes" else st.just(encoded(pairs))


# What must not come back --------------------------------------------------------------------------------------------

SPOKEN = re.compile(r"<h1>\s*[^<\s]|field-error|error-list|class=\"notice|role=\"alert\"")
EXPECTED = re.compile(r"expected the fields ([\w, ]+)")


def wrong_with(attack: Attack, answer: TestResponse) -> Iterator[str]:
    """Yield what is wrong with an answer: a server's error, an error without a sentence, broken mark-up."""
    if answer.status_code >= 500:
        yield f"{answer.status_code}: {attack}"
    page = (
        answer.text
        if answer.mimetype in {"text/html", "application/json"} and answer.status_code >= 400
        else ""
    )
    if found := EXPECTED.search(page):
        Noting.asked[f"{attack.method} {attack.rule.endpoint}"] |= set(found[1].split(", "))
    if answer.mimetype == "text/html" and page:
        if SPOKEN.search(page) is None:
            yield f"{answer.status_code} without a sentence: {attack}"
        for fault in faults(page):
            yield f"{fault}: {attack}"
