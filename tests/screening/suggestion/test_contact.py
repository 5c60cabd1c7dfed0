"""Who made a suggestion: told to who deals with it, each look in the journal, and nothing of it in any line or public page."""

from __future__ import annotations

import dataclasses
import io
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from tests.conftest import rows
from tests.factories import account, sign_in, unit
from tests.screening.factories import YEAR, answer, call, decided, new_suggestion, project, staff, suggestion
from voting.audit.models import Entry
from voting.core.access import EVERYBODY, rule_of
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.sealed import key_name
from voting.jobs import work_off
from voting.people.rules import Actor, Place, Role
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.likeness import actions as likeness_actions
from voting.screening.merging import actions as merging_actions
from voting.screening.suggestion import actions as suggestion_actions
from voting.screening.suggestion import routing
from voting.screening.suggestion.contact import PURPOSE, contact_of, is_lost
from voting.screening.suggestion.facts import is_shown
from voting.screening.suggestion.forgetting import CONTACT_KEPT, forget_contacts
from voting.screening.suggestion.models import Suggestion

pytestmark = pytest.mark.database
NAME, PHONE, MAIL = "王秀兰证", "13899990001", "wangxiulan@example.org"
TITLE, CONTENT, WHERE = "给柳林胡同装路灯证", "柳林胡同七号王家门口没有灯证。", "柳林胡同七号证"
REASON = "这是王秀兰家的私事证。"
SECRETS = (NAME, PHONE, MAIL, TITLE, CONTENT, WHERE, REASON)
SHELVED = "柳林胡同的用地还没有落实。"
PLANNED = "背街小巷照明"
"""A project's title and why it was shelved are the office's own words, public once the list is fixed; no line of the journal has them."""
WHO = {"contact_name": NAME, "contact_phone": PHONE, "contact_email": MAIL}
FORM = {"title": TITLE, "content": CONTENT}
TOLD = {"title": TITLE, "content": CONTENT, "place": WHERE}


def looks() -> list[dict[str, object]]:
    asked = select(Entry.facts).where(Entry.event == "screening:contact:seen").order_by(Entry.id)
    return list(db.session.scalars(asked))


def test_each_look_is_a_line_and_the_page_alone_shows_nothing(
    desk: FlaskClient, clerk: Actor, city: Place
) -> None:
    call(city)
    row_id = suggestion(city, **WHO).id
    page = f"/j/140900/screening/suggestions/{row_id}"
    text = desk.get(page).text
    assert "查看联系方式" in text
    assert not [one for one in WHO.values() if one in text]
    assert looks() == []
    for n in (1, 2):
        shown = desk.post(f"{page}/contact")
        assert shown.status_code == 200
        assert all(one in shown.text for one in WHO.values())
        assert "no-store" in shown.headers.get("Cache-Control", "")
        assert looks() == [{"suggestion": row_id}] * n
    line = db.session.scalars(select(Entry).where(Entry.event == "screening:contact:seen")).first()
    assert line is not None
    assert line.account_id == clerk.account_id
    assert not [one for one in WHO.values() if one in desk.get(page).text]


@pytest.mark.parametrize("role", [Role.OVERSIGHT, Role.DEPUTY, Role.STATION, Role.AUDITOR, Role.APPRAISER])
def test_who_does_not_deal_with_it_is_not_told(client: FlaskClient, city: Place, role: Role) -> None:
    call(city)
    row_id = suggestion(city, **WHO).id
    page = f"/j/140900/screening/suggestions/{row_id}"
    other = sign_in(client, account(city, role))
    assert other.post(f"{page}/contact").status_code == 403
    assert "查看联系方式" not in other.get(page).text
    assert looks() == []


def test_where_nobody_left_a_contact_there_is_none_to_look_at(desk: FlaskClient, city: Place) -> None:
    call(city)
    row_id = suggestion(city, contact_phone="").id
    page = f"/j/140900/screening/suggestions/{row_id}"
    assert "查看联系方式" not in desk.get(page).text
    assert desk.post(f"{page}/contact").status_code == 422
    assert looks() == []


def lived(clerk: Actor, city: Place, county: Place) -> dict[str, int]:
    """Suggestions of every fate, all with the same words; the first of them stands behind a candidate."""
    call(city, actor=clerk)
    ids = {
        name: suggestion(city, **TOLD, **WHO).id
        for name in ("merged", "answered", "routed", "waiting", "shelved")
    }
    there_clerk, lead = staff(county), unit(city, "市城管局")
    shelved = project(clerk, city, lead, title="胡同改造").id
    with transaction():
        merging_actions.merge(
            clerk, jurisdiction_id=city.id, project_id=shelved, suggestion_ids=[ids["shelved"]]
        )
        appraisal_actions.step(
            clerk, jurisdiction_id=city.id, project_id=shelved, name="shelve", reason=SHELVED
        )
        answer(clerk, city, ids["answered"], text=REASON)
        suggestion_actions.reconsider(clerk, jurisdiction_id=city.id, suggestion_id=ids["answered"])
        answer(clerk, city, ids["answered"], text=REASON)
        there = routing.route(clerk, here=city, suggestion_id=ids["routed"], to=county, reason=REASON).id
        routing.return_to_sender(there_clerk, here=county, suggestion_id=there, reason=REASON)
        routing.route(clerk, here=city, suggestion_id=ids["routed"], to=county, reason=REASON)
        made = merging_actions.NewProject(jurisdiction_id=city.id, year=YEAR, title=PLANNED)
        merging_actions.form(clerk, made)
    return ids


def test_no_line_of_the_journal_holds_words_or_contacts_even_after_they_are_forgotten(
    desk: FlaskClient, clerk: Actor, city: Place, county: Place
) -> None:
    ids = lived(clerk, city, county)
    assert desk.post(f"/j/140900/screening/suggestions/{ids['waiting']}/contact").status_code == 200
    with time_machine.travel(now() + CONTACT_KEPT + timedelta(days=1)), transaction():
        forget_contacts()
    assert set(rows("SELECT contact FROM screening_suggestion")) == {(None,)}
    lines = [str(facts) for facts in db.session.scalars(select(Entry.facts).order_by(Entry.id))]
    assert len(lines) > 10
    assert [line for line in lines if any(one in line for one in (*SECRETS, SHELVED, PLANNED))] == []


def test_nothing_of_a_suggestion_is_public_before_staff_let_it_be(
    app: Flask, client: FlaskClient, clerk: Actor, city: Place, county: Place
) -> None:
    ids = lived(clerk, city, county)
    candidates = decided(clerk, city)
    values = {"code": city.code, "year": YEAR, "project_id": candidates[0]}
    paths = public(app, values)
    assert len(paths) > 20
    shown = {path: client.get(path).data.decode(errors="ignore") for path in paths}
    assert {path for path, text in shown.items() if any(one in text for one in SECRETS)} == set()
    asked = client.post(f"/j/{city.code}/suggest/asked-before", data=TOLD)
    assert asked.json == {"found": []}
    with transaction():
        likeness_actions.show(clerk, jurisdiction_id=city.id, suggestion_id=ids["waiting"])
    (found,) = client.post(f"/j/{city.code}/suggest/asked-before", data=TOLD).json["found"]  # type: ignore[index]
    assert found["title"] == TITLE
    assert CONTENT not in str(found)
    assert PHONE not in str(found)


def public(app: Flask, values: dict[str, object]) -> list[str]:
    """Every address that anybody may open and that these values fill, but what asks for a number, which its holder alone has."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.arguments <= values.keys():
            continue
        if rule.endpoint == "static" or rule_of(app, rule.endpoint) != EVERYBODY:
            continue
        built = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)
        assert built is not None
        found.append(built[1])
    return sorted(found)


def test_what_was_shown_is_hidden_again_once_it_is_answered(clerk: Actor, city: Place) -> None:
    call(city)
    row_id = suggestion(city, **TOLD).id
    with transaction():
        likeness_actions.show(clerk, jurisdiction_id=city.id, suggestion_id=row_id)
    assert is_shown(db.session.get_one(Suggestion, row_id))
    with transaction():
        answer(clerk, city, row_id)
    assert not is_shown(db.session.get_one(Suggestion, row_id))


@pytest.mark.parametrize(
    ("role", "kept"), [(Role.DEPUTY, "忻州市人大代表 "), (Role.CHAIR, ""), (Role.SUPERVISION, "")]
)
def test_staff_see_which_deputy_suggested(client: FlaskClient, city: Place, role: Role, kept: str) -> None:
    call(city)
    who = account(city, role)
    data = {"nonce": "a" * 32, "title": TITLE, "content": CONTENT * 2}
    assert sign_in(client, who).post("/j/140900/suggest", data=data).status_code == 303
    assert rows("SELECT origin_name FROM screening_suggestion") == [(kept + who.name if kept else "",)]


def no_longer_opened(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the program on with another key than the one that sealed what is there."""
    changed = dataclasses.replace(app.extensions["settings"], secret_key="y" * 32)
    monkeypatch.setitem(app.extensions, "settings", changed)


def test_where_the_key_is_gone_the_page_says_so_and_everything_else_goes_on(
    app: Flask, desk: FlaskClient, city: Place, county: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(city)
    row_id = suggestion(city, **WHO).id
    page = f"/j/140900/screening/suggestions/{row_id}"
    no_longer_opened(app, monkeypatch)
    text = desk.get(page).text
    assert "联系方式读不出来了（程序的密钥已更换）" in text
    assert "查看联系方式" not in text
    looked = desk.post(f"{page}/contact")
    assert (looked.status_code, "程序的密钥已更换" in looked.text) == (422, True)
    assert looks() == []
    with transaction():
        there = routing.route(staff(city), here=city, suggestion_id=row_id, to=county, reason=REASON).id
    assert is_lost(db.session.get_one(Suggestion, there))
    assert contact_of(suggestion(city, **WHO)) == (NAME, PHONE, MAIL)
    with time_machine.travel(now() + CONTACT_KEPT + timedelta(days=1)), transaction():
        forget_contacts()
    assert set(rows("SELECT contact FROM screening_suggestion")) == {(None,)}


def test_the_ciphertext_names_its_key_and_two_of_one_person_do_not_look_alike(
    clerk: Actor, city: Place
) -> None:
    call(city)
    kept = [suggestion(city, **WHO).contact for _ in range(2)]
    assert len({*kept}) == 2
    assert {str(one).partition(".")[0] for one in kept} == {key_name(PURPOSE, "x" * 32)}
    assert suggestion(city, contact_phone="").contact is None


def test_the_same_words_with_another_contact_are_another_suggestion(clerk: Actor, city: Place) -> None:
    call(city, actor=clerk)
    with transaction():
        ids = [
            suggestion_actions.enter(clerk, new_suggestion(city, **who), year=YEAR).id
            for who in (WHO, WHO, {**WHO, "contact_phone": "13899990002"}, {"contact_phone": ""})
        ]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_no_contact_stands_readable_in_the_database(
    app: Flask, desk: FlaskClient, clerk: Actor, city: Place, county: Place
) -> None:
    """Handed in, routed, sent back, imported, looked at: in no table, no index, no journal and no list that waits."""
    lived(clerk, city, county)
    data = {"nonce": "a" * 32, **FORM, **WHO}
    assert app.test_client().post("/j/140900/suggest", data=data).status_code == 303
    heads = "诉求内容,诉求人,联系电话,电子邮箱"
    told = (
        f"{heads}\r\n东街的路灯坏了半个月。,{NAME},{PHONE},{MAIL}\r\n。。。。,{NAME},{PHONE},{MAIL}".encode()
    )
    chosen = {"source": "resident", "channel": "hotline", "file": (io.BytesIO(told), "a.csv")}
    sent = desk.post("/j/140900/screening/imports", data=chosen, content_type="multipart/form-data")
    assert sent.status_code == 303
    expect_nowhere(everything_at_rest())
    assert desk.post(f"{sent.headers['Location']}/take").status_code == 303
    (row_id,) = rows("SELECT max(id) FROM screening_suggestion")[0]
    shown = desk.post(f"/j/140900/screening/suggestions/{row_id}/contact").text
    assert all(one in shown for one in WHO.values())
    work_off(app)
    expect_nowhere(everything_at_rest())


def expect_nowhere(kept: bytes) -> None:
    """Raise where a contact stands in what is kept, as text or in the hexadecimal that PostgreSQL prints of bytes."""
    assert TITLE.encode() in kept
    for one in WHO.values():
        assert one.encode() not in kept
        assert one.encode().hex().encode() not in kept.lower()


def everything_at_rest() -> bytes:
    """Return the bytes of the database's file with its journal of writes; of PostgreSQL every row of every table as text."""
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        file = Path(str(db.engine.url.database))
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    with db.engine.connect() as connection:
        names = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).scalars()
        found = [
            str(row)
            for name in sorted(names)
            for row in connection.execute(text(f'SELECT t::text FROM "{name}" t'))
        ]
    return "\n".join(found).encode()
