"""The public record is built once for all who ask: same bytes, same hash in the journal, and 304 for who has it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from tests.factories import sign_in
from tests.pools import out
from tests.tally.factories_count import announced, confirmed
from tests.tally.pages.test_views import room, two_steps
from voting.audit.models import Entry
from voting.belenios import bundle
from voting.core.db import db
from voting.core.made_once import MadeOnce
from voting.core.storage import storage
from voting.core.typeset import Document, as_pdf, pdf_key
from voting.people.rules import Place
from voting.tally.documents import views as documents
from voting.tally.record import actions as record_actions

pytestmark = pytest.mark.database


class Builds:
    """Counts what is built; `free` lets builders go on, `began` says that one has begun."""

    def __init__(self, engine: Engine) -> None:
        self.count, self.began, self.free = 0, Event(), Event()
        self.held = 0
        self._engine = engine
        self.free.set()

    def build(self, parts: bundle.Bundle) -> bytes:
        self.count += 1
        self.held = max(self.held, out(self._engine))
        self.began.set()
        assert self.free.wait(60)
        return bundle.build(parts)


@pytest.fixture
def builds(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Builds:
    counted = Builds(db.engine)

    class Counted:
        build = staticmethod(counted.build)

    monkeypatch.setattr(record_actions, "bundle", Counted)
    monkeypatch.setitem(app.extensions, "made_once", MadeOnce())
    return counted


def address(uuid: str) -> str:
    return f"/ballots/{uuid}/bundle.zip"


def lines(uuid: str) -> list[dict[str, Any]]:
    """What the journal knows of the record."""
    found = db.session.scalars(select(Entry.facts).where(Entry.event == "tally:bundle:kept"))
    return [facts for facts in found if facts["ballot"] == uuid]


def test_twenty_who_ask_at_once_get_what_one_of_them_built(app: Flask, city: Place, builds: Builds) -> None:
    uuid = announced(city, publish_counts=True).uuid
    builds.free.clear()

    def download(_n: int) -> tuple[int, bytes]:
        with app.app_context():
            answer = app.test_client().get(address(uuid))
            return answer.status_code, answer.data

    with ThreadPoolExecutor(20) as crowd:
        asked = crowd.map(download, range(20))
        assert builds.began.wait(60)
        builds.free.set()
        got = set(asked)
    assert len(got) == 1
    status, raw = got.pop()
    assert (status, builds.count) == (200, 1)
    assert lines(uuid) == [{"ballot": uuid, "sha256": sha256(raw).hexdigest()}]


def test_who_has_it_is_told_so(client: FlaskClient, city: Place, builds: Builds) -> None:
    uuid = announced(city, publish_counts=True).uuid
    first = client.get(address(uuid))
    assert first.headers["ETag"] == f'"{sha256(first.data).hexdigest()}"'
    again = client.get(address(uuid), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    part = client.get(address(uuid), headers={"Range": "bytes=0-1"})
    assert (part.status_code, part.data) == (206, b"PK")
    assert builds.count == 1
    assert builds.held == 0, "who builds holds no connection"


def test_the_announcement_builds_it_before_anybody_asks(
    client: FlaskClient, city: Place, builds: Builds
) -> None:
    found = confirmed(city)
    two_steps(client, found, "announce", found.secretary, found.chair, number=3)
    assert builds.count == 1
    (line,) = lines(found.uuid)
    raw = sign_in(client, found.hall.deputies[0]).get(address(found.uuid)).data
    assert (sha256(raw).hexdigest(), builds.count) == (line["sha256"], 1)


def test_the_announcement_holds_where_the_record_cannot_be_built(
    client: FlaskClient, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = confirmed(city)

    def full(_content: bytes, _suffix: str) -> str:
        raise OSError("no space left")

    monkeypatch.setattr(storage(), "keep", full)
    two_steps(client, found, "announce", found.secretary, found.chair, number=3)
    assert found.run.is_announced
    monkeypatch.undo()
    assert sign_in(client, found.hall.deputies[0]).get(address(found.uuid)).status_code == 200


@pytest.mark.parametrize("harm", ["lost", "cut"])
def test_a_file_that_was_lost_or_cut_is_built_anew_and_is_the_same(
    client: FlaskClient, city: Place, builds: Builds, harm: str
) -> None:
    uuid = announced(city, publish_counts=True).uuid
    first = client.get(address(uuid)).data
    file = record_actions.kept_bundle(None, uuid)
    if harm == "lost":
        file.unlink()
    else:
        file.write_bytes(first[:100])
    assert client.get(address(uuid)).data == first
    assert builds.count == 2
    assert len(lines(uuid)) == 1


def test_another_record_than_the_journals_is_not_given_out(
    client: FlaskClient, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    uuid = announced(city, publish_counts=True).uuid
    known = sha256(client.get(address(uuid)).data).hexdigest()
    record_actions.kept_bundle(None, uuid).unlink()
    monkeypatch.setattr(bundle, "build", lambda _parts: b"another")
    answer = client.get(address(uuid))
    assert answer.status_code == 409
    assert known in answer.text
    assert len(lines(uuid)) == 1


def test_what_the_rules_keep_is_kept_from_who_has_it_no_more(
    client: FlaskClient, city: Place, builds: Builds
) -> None:
    found = announced(city)
    tag = sign_in(client, found.hall.deputies[0]).get(address(found.uuid)).headers["ETag"]
    client.delete_cookie("signed_in")
    assert client.get(address(found.uuid), headers={"If-None-Match": tag}).status_code == 403
    assert builds.count == 1


def test_the_proclamation_is_set_once(
    client: FlaskClient, app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = announced(city)
    set_: list[Document] = []

    def counted(document: Document, own: Path | None) -> bytes:
        set_.append(document)
        return as_pdf(document, own)

    monkeypatch.setitem(app.extensions, "made_once", MadeOnce())
    monkeypatch.setattr(documents, "as_pdf", counted)
    answers = [client.get(room(found, "/proclamation.pdf")) for _ in range(3)]
    assert {answer.data[:5] for answer in answers} == {b"%PDF-"}
    assert len(set_) == 1
    tag = {"If-None-Match": answers[0].headers["ETag"]}
    assert client.get(room(found, "/proclamation.pdf"), headers=tag).status_code == 304


def test_a_document_under_another_template_is_another_one(tmp_path: Path) -> None:
    document = Document("proclamation", "t", {})
    before = pdf_key(document, tmp_path)
    assert pdf_key(document, tmp_path) == before
    own = tmp_path / "proclamation.typ"
    own.write_text("ours")
    first = pdf_key(document, tmp_path)
    own.write_text("mine")
    assert len({before, first, pdf_key(document, tmp_path), pdf_key(Document("proclamation", "u", {}))}) == 4
