"""A township in the middle of voting, with somebody of every role, and every address of the program with its real ids."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.routing import AnyConverter, Rule

from tests.factories import account, place, sign_in
from tests.remembered import remembered
from voting.ballot.order.models import find_ballot
from voting.ballot.sealed import box
from voting.belenios import ballot as sealed
from voting.belenios.canonical import b64url
from voting.congress.rule_set import actions as rule_set_actions
from voting.congress.term.models import Deputy
from voting.core.access import rule_of
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.demonstration import people, projects, screening, seed, sitting, vote
from voting.demonstration.people import Staffed
from voting.hall.blueprint import screen_key
from voting.people.rules import Actor, Level, Role
from voting.screening.dossier.models import Project

CODE, YEAR = "140921102", 2027
PRESENT, DRAWN, CAST = 17, 16, 13
RESULT = (11, 7, 5, 2)
"""Votes by project of the CAST ballots: none of them is a figure of the turnout, nor a difference of two."""
FIGURE = re.compile(r"(?<![\w.])\d+(?![\w.])", re.ASCII)
TOKEN = re.compile(r"[\w.-]{20,}", re.ASCII)
"""A token, a digest or a challenge drawn anew: between two of its hyphens a digit may stand that is no figure."""


@dataclass
class Voting:
    """A ballot that is open. drawn: who has a token, not yet cast; values: what addresses are filled with."""

    staffed: Staffed
    uuid: str
    holders: tuple[vote.Holder, ...]
    actors: dict[str, Actor]
    tokens: list[vote.Token]
    values: dict[str, object]


@remembered()
def everybody() -> Voting:
    """Bring a township to an open ballot: all but one of the present have drawn, nobody has cast."""
    city = place(code="140900", name="忻州市", level=Level.CITY)
    county = place(code="140921", name="定襄县", level=Level.COUNTY, under=city)
    here = place(code=CODE, name="宏道镇", level=Level.TOWNSHIP, under=county)
    with transaction():
        staffed = people.staff_place(here, projects.unit_names(projects.ALL[CODE]))
    with transaction():
        rules = {"seats": 3, "publish_counts": True}
        rule_set_actions.set_rules(staffed.staff, place=here, year=YEAR, values=rules)
        texts = [projects.dossier(text, YEAR, staffed.units) for text in projects.ALL[CODE]]
        screening.screen(staffed, YEAR, texts)
        term = people.seat_deputies(staffed, count=PRESENT + 2, delegations=1)
        meeting_id = people.call_meeting(staffed, term, year=YEAR, number=6, opens_on=today()).id
    with transaction():
        present = people.gather(staffed, sitting.meeting(staffed, meeting_id), absent=2)
    uuid, holders = sitting.prepare(staffed, meeting_id, seed.title_of(staffed, YEAR))
    vote.open_voting(staffed.actors["chair"], uuid)
    deputies = [people.actor_of(one) for one in present]
    tokens = [vote.draw(uuid, one) for one in deputies[:DRAWN]]
    actors = {str(role): _holder(staffed, role) for role in Role if role not in {Role.OVERSIGHT, Role.DEPUTY}}
    actors |= {"oversight": account(city, Role.OVERSIGHT), "deputy": deputies[0]}
    project = db.session.scalars(select(Project).where(Project.jurisdiction_id == here.id)).first()
    assert project is not None
    values = {
        "code": CODE,
        "uuid": uuid,
        "meeting_id": meeting_id,
        "ceremony_id": find_ballot(uuid).ceremony_id,
        "key": screen_key(meeting_id),
        "year": YEAR,
        "project_id": project.id,
        "deputy_id": deputies[0].deputy_id,
        "account_id": deputies[0].account_id,
        "term_id": db.session.scalars(select(Deputy.term_id).where(Deputy.id == deputies[0].deputy_id)).one(),
        "lookup": "A" * 22,
        "number": "1",
        "step": "close_voting",
        "filename": "css/tokens.css",
        "month": 1,
    }
    return Voting(staffed, uuid, holders, actors, tokens, values)


def _holder(staffed: Staffed, role: Role) -> Actor:
    """Return somebody who holds the role there."""
    found = [actor for actor in staffed.actors.values() if role in actor.roles]
    return found[0] if found else account(staffed.place, role)


def figures_in(text: str) -> Counter[int]:
    """Return the figures that a reader sees in a text; one of eight digits or more is an identifier."""
    return Counter(int(found) for found in FIGURE.findall(TOKEN.sub("", text)) if len(found) < 8)


def cast(voting: Voting) -> list[str]:
    """Have CAST deputies vote so that the projects come to RESULT; returns what must never be shown."""
    needles = []
    starts = [sum(RESULT[:ordinal]) for ordinal in range(len(RESULT))]  # one after the other around the table
    for position, token in enumerate(voting.tokens[:CAST]):
        marks = zip(starts, RESULT, strict=True)
        paper = [[int((position - start) % CAST < votes) for start, votes in marks]]
        receipt = vote.cast(voting.uuid, token, paper)
        needles += [token.credential, receipt.tracker, in_path(receipt.tracker), b64url(token.signature)]
    return needles


def in_path(tracker: str) -> str:
    return tracker.replace("+", "-").replace("/", "_")


def parts_of_ballots(uuid: str) -> list[str]:
    """Return a ciphertext of every ballot in the box, as it would stand in an answer."""
    return [sealed.tracker(raw) for raw in box.ballots(uuid)] + [
        raw.split('"alpha":"')[1].split('"')[0] for raw in box.ballots(uuid)
    ]


def clients(app: Flask, voting: Voting) -> dict[str, FlaskClient]:
    """Return a client for each role, and one of nobody."""
    found = {name: sign_in(app.test_client(), actor) for name, actor in voting.actors.items()}
    return found | {"nobody": app.test_client()}


def is_shut(app: Flask, endpoint: str, roles: frozenset[Role]) -> bool:
    """Tell whether the gate refuses an address to these roles, whatever the address names."""
    rule = rule_of(app, endpoint)
    return not isinstance(rule, str) and not rule & roles


NAMES: Mapping[str, tuple[str, ...]] = {
    "tally.ballot_document": ("ballot_rules", "candidates", "paper_ballot"),
    "tally.meeting_document": ("scrutineers", "badges"),
    "tally.document": ("count_report", "issue_report", "proclamation"),
}


def addresses(app: Flask, method: str, values: Mapping[str, object]) -> Iterator[tuple[Rule, str]]:
    """Yield every rule that takes the method with its path; where the path names one of several words, all of them."""
    for rule in app.url_map.iter_rules():
        if method not in (rule.methods or ()):
            continue
        names = sorted(rule.arguments)
        for chosen in itertools.product(*(_choices(rule, name, values) for name in names)):
            built = rule.build(dict(zip(names, chosen, strict=True)), append_unknown=False)
            assert built is not None, rule
            yield rule, built[1]


def _choices(rule: Rule, name: str, values: Mapping[str, object]) -> tuple[object, ...]:
    converter = rule._converters[name]  # noqa: SLF001  what the address may say
    if isinstance(converter, AnyConverter):
        return tuple(sorted(converter.items))
    if name == "name":
        return NAMES.get(rule.endpoint, ("any.jpg",))
    return (values.get(name, 1),)


def text_of(content_type: str, raw: bytes) -> str:
    """Return what an answer says: pages and JSON as they are, documents and sheets unpacked."""
    if raw.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return raw.decode("utf-8", "replace") if "image" not in content_type else ""
