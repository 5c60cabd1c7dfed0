"""Databases of every release, upgraded to this version on both engines: nothing is lost, what moves moves rightly, it serves.

What must be on the pages afterwards is read from the old database by plain SQL, before the upgrade.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from markupsafe import escape
from sqlalchemy import Connection, Engine, MetaData, create_engine, select, text

from tests.architecture.test_migrations import created, shape
from tests.migrations import kept
from tests.postgres import PostgresServer
from voting.app import create_app
from voting.audit.journal import first_broken_line
from voting.belenios import blindrsa, trustees
from voting.belenios.election import Election, set_up_fingerprint
from voting.belenios.report import VerifierReport
from voting.belenios.verify import verify_bundle
from voting.core.clock import moment
from voting.core.db import db
from voting.demonstration.people import PASSWORD, PIN
from voting.ready import expect_ready
from voting.screening.suggestion.contact import CONTACT, opened

pytestmark = pytest.mark.slow

Cell = tuple[str, tuple[Any, ...], str]
"""Table, primary key, column."""

SETTLED = ("id", "jurisdiction_id", "asked_by", "asked_at", "state", "settled_by", "settled_at", "version")
CONFIRMED_BEFORE = {
    "step_request": (*SETTLED, "meeting_id", "step", "ballot_uuid", "note"),
    "pin_reset": (*SETTLED, "deputy_id"),
    "tally_step_request": (
        "ballot_uuid",
        "step",
        "jurisdiction_id",
        "asked_by",
        "asked_by_name",
        "asked_at",
        "values",
    ),
}
"""Tables of 0.1.0 whose rows stand in `confirmation` since 0006 (tests/migrations/test_confirmation.py)."""

MOVES = {
    "0003": {("account", "closed")},
    "0004": {("account", "name"), ("deputy", "name")},
    "0010": {("meeting", "state"), ("meeting", "due")}
    | {
        ("attendance", column)
        for column in ("meeting_id", "deputy_id", "jurisdiction_id", "checked_in_at", "present", "left_at")
    },
    "0006": {(table, column) for table, columns in CONFIRMED_BEFORE.items() for column in columns},
    "0015": {("ceremony", "fingerprint"), ("ballot", "fingerprint")},
    "0016": {("account", "closed")},
    "0031": {("screening_suggestion", "state"), ("screening_suggestion", "version")},
    "0037": {("screening_suggestion", column) for column in CONTACT},
    "0039": {("finding", "unit_id"), ("finding_post", "by"), ("follow_up", "unit_id")},
}
"""Revision -> the columns of released tables in which it changes, moves or drops what stood there. Others change nothing."""

STATE_OF = ("screening_suggestion", "state")
NAME_SOME = text(
    "UPDATE screening_suggestion SET contact_name = :name, contact_phone = :phone, contact_email = :email WHERE id IN"
    " (SELECT id FROM screening_suggestion ORDER BY id LIMIT :some)"
)
"""Suggestions kept before 0037 name nobody: some do from here on, as `release.name_some` has it since then."""
OF_BEFORE = {
    "⽅⽂": "方文",
    "李\uf9d1": "李六",
    "古丽•玉素甫": "古丽·玉素甫",
    "王\u200b明": "王明",
}
"""Names as version 0001 stored them -> as they are put right at import since 0004."""


@dataclass(frozen=True)
class Upgraded:
    """A kept demonstration at this version. before, after: every cell; moved: what should have moved, and to what."""

    release: str
    restored: kept.Restored
    app: Flask
    before: dict[Cell, Any] = field(repr=False)
    after: dict[Cell, Any] = field(repr=False)
    moved: dict[Cell, Any] = field(repr=False)
    revision: str

    def stood_before(self, revision: str) -> None:
        """Leave out what a revision does to rows of before, where the kept demonstration had it already."""
        if self.revision >= revision:
            pytest.skip(f"{self.release} was made with revision {revision}")

    def column(self, table: str, name: str) -> list[Any]:
        """Return a column as it stood before the upgrade, by primary key."""
        found = {
            key: value for (at, key, column), value in self.before.items() if (at, column) == (table, name)
        }
        return [found[key] for key in sorted(found)]

    @contextmanager
    def served(self) -> Iterator[FlaskClient]:
        """Ask the upgraded program on the day on which the demonstration was made."""
        with time_machine.travel(moment(self.restored.day, 14)):
            yield self.app.test_client()


def cells(engine: Engine) -> dict[Cell, Any]:
    """Return everything in a database but its revision."""
    meta = MetaData()
    meta.reflect(engine)
    found: dict[Cell, Any] = {}
    with engine.connect() as connection:
        for table in meta.tables.values():
            if table.name == "alembic_version":
                continue
            keys = [column.name for column in table.primary_key]
            for row in connection.execute(select(table)).mappings():
                key = tuple(row[name] for name in keys)
                found |= {(table.name, key, name): value for name, value in row.items()}
    return found


def aged(connection: Connection) -> dict[Cell, Any]:
    """Put rows of the old kind into a database at 0001; return the cells that revisions since then must have changed."""
    accounts = connection.execute(
        text("SELECT id, deputy_id FROM account WHERE deputy_id IS NOT NULL ORDER BY id LIMIT 8")
    ).all()
    moved: dict[Cell, Any] = {}
    for (account, deputy), (old, new) in zip(accounts, OF_BEFORE.items(), strict=False):
        values = {"name": old, "account": account, "deputy": deputy}
        connection.execute(text("UPDATE deputy SET name = :name WHERE id = :deputy"), values)
        connection.execute(text("UPDATE account SET name = :name WHERE id = :account"), values)
        moved |= {("deputy", (deputy,), "name"): new, ("account", (account,), "name"): new}
    for account, _deputy in accounts[len(OF_BEFORE) :]:  # closed by the import of another term's roster
        connection.execute(text("UPDATE account SET closed = true WHERE id = :id"), {"id": account})
        moved[("account", (account,), "closed")] = False
    connection.execute(text("UPDATE account SET closed = true WHERE login = 'teller2-140900'"))
    connection.execute(
        text(
            "INSERT INTO roster_upload (id, jurisdiction_id, term_id, account_id, stored, file_name, new_delegations,"
            " uploaded_at, settled, version) SELECT 1, t.jurisdiction_id, t.id, a.id, 'x', '名册.xlsx', true,"
            " '2026-11-01 00:00:00', false, 1 FROM term t, account a WHERE a.login = 'staff-140900' AND t.id = 1"
        )
    )
    return moved


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture(
    scope="module",
    params=[(release, engine) for release in kept.releases() for engine in kept.ENGINES],
    ids="-".join,
)
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    release, on = request.param
    server = request.getfixturevalue("server") if on == "postgresql" else None
    restored = kept.restore(release, on, tmp_path_factory.mktemp("kept"), server)
    engine = create_engine(restored.settings.database_url)
    with engine.begin() as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        moved = aged(connection) if revision == "0001" else {}
        if revision < "0037":
            name, phone, email = kept.SUGGESTER
            connection.execute(NAME_SOME, {"name": name, "phone": phone, "email": email, "some": kept.NAMED})
    before = cells(engine)
    engine.dispose()
    app = create_app(restored.settings)
    with app.app_context():
        upgrade(directory=str(kept.ROOT / "migrations"))
        db.engine.dispose()
    after = cells(engine)
    engine.dispose()
    yield Upgraded(release, restored, app, before, after, moved, revision)
    app.extensions["verifiers"].stop()
    with app.app_context():
        db.engine.dispose()


def test_the_schema_is_the_one_of_the_models(
    upgraded: Upgraded, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'created.db'}"
    if not upgraded.restored.settings.database_url.startswith("sqlite"):
        server = request.getfixturevalue("server")
        server.copy("template0", "created")
        url = server.url("created")
    one, other = create_engine(upgraded.restored.settings.database_url), created(url)
    assert with_checks_by_name(one) == with_checks_by_name(other)
    one.dispose()
    other.dispose()
    expect_ready(upgraded.app)


def with_checks_by_name(engine: Engine) -> dict[str, dict[str, Any]]:
    """A dump writes CHECKs in other words than the statement that made them; `expect_ready` compares what they hold."""
    return {
        name: table | {"checks": sorted(check for check, _sql in table["checks"])}
        for name, table in shape(engine).items()
    }


def test_no_row_comes_or_goes_and_nothing_changes_but_what_a_revision_says(upgraded: Upgraded) -> None:
    said = {column for revision, moves in MOVES.items() if revision > upgraded.revision for column in moves}
    differ = {
        (table, column)
        for (table, key, column), value in upgraded.before.items()
        if upgraded.after.get((table, key, column), ...) != value
    }
    assert differ <= said
    tables = {table for table, _key, _column in upgraded.before} - {table for table, _column in said}
    assert row_keys(upgraded.before, tables) == row_keys(upgraded.after, tables)
    assert len(tables) > 25


def test_what_was_merged_before_there_were_steps_has_the_beginning_of_its_way(upgraded: Upgraded) -> None:
    merged = {
        key[0]: value
        for (table, key, column), value in upgraded.after.items()
        if (table, column) == ("screening_suggestion", "project_id") and value is not None
    }
    ways = {
        key[2]: value
        for (table, key, column), value in upgraded.after.items()
        if (table, column) == ("screening_lineage", "to_id")
    }
    assert merged or upgraded.release == "before-0.1.0"  # of which a place without suggestions was kept
    assert ways == merged


def row_keys(of: dict[Cell, Any], tables: set[str]) -> set[tuple[str, tuple[Any, ...]]]:
    """Return which rows there are in some tables."""
    return {(table, key) for table, key, _column in of if table in tables}


def test_rows_of_the_old_kind_move_rightly_and_no_others(upgraded: Upgraded) -> None:
    released = {line.number for line in kept.released()}
    of_releases = {cell for revision, cells in MOVES.items() if revision in released for cell in cells}
    changed = {
        cell: upgraded.after.get(cell)
        for cell, value in upgraded.before.items()
        if (cell[0], cell[2]) in of_releases and upgraded.after.get(cell) != value
    }
    moved = dict(upgraded.moved)
    for revision, became in BECAME.items():
        if revision > upgraded.revision:
            moved |= became(upgraded)
    assert changed == {cell: value for cell, value in moved.items() if (cell[0], cell[2]) in of_releases}
    if upgraded.revision == "0001":
        assert len(upgraded.moved) == 2 * len(OF_BEFORE) + 4
        assert upgraded.after["roster_upload", (1,), "basis"] is None
        assert {value for cell, value in upgraded.after.items() if cell[2] == "successor_uuid"} == {None}
    still_closed = [
        upgraded.after["account", key, "login"]
        for (table, key, name), value in upgraded.after.items()
        if (table, name) == ("account", "closed") and value
    ]
    assert still_closed == (["teller2-140900"] if upgraded.revision == "0001" else [])


def test_a_meeting_of_before_is_one_plenary_meeting_with_its_check_ins(upgraded: Upgraded) -> None:
    upgraded.stood_before("0010")
    states = {
        key: value for (at, key, name), value in upgraded.before.items() if (at, name) == ("meeting", "state")
    }
    assert "quorum_confirmed" in states.values()
    opened = {"quorum_confirmed", "closed", "archived"}
    for key, state in states.items():
        after, plenary = upgraded.after, (*key, 1)
        went_on = "scrutineers_adopted" if state == "quorum_confirmed" else state
        assert after["meeting", key, "state"] == went_on
        assert after["meeting", key, "plenary"] == 1
        assert after["plenary", plenary, "state"] == ("sitting" if state in opened else "convened")
        assert after["plenary", plenary, "due"] == upgraded.before["meeting", key, "due"]
        assert (after["plenary", plenary, "opened_at"] is not None) == (state in opened)
    came = {
        (*key, 1): value
        for (at, key, name), value in upgraded.before.items()
        if (at, name) == ("attendance", "checked_in_at")
    }
    assert came
    assert came == {
        key: value
        for (at, key, name), value in upgraded.after.items()
        if (at, name) == ("attendance", "checked_in_at")
    }
    acts = {key for at, key, name in upgraded.after if (at, name) == ("meeting_act", "step")}
    for key in acts:
        hands = upgraded.after["meeting_act", key, "approve"] is not None
        assert bool(upgraded.after["meeting_act", key, "carried"]) == hands


def test_what_was_not_adopted_is_answered_and_each_step_has_its_day(upgraded: Upgraded) -> None:
    upgraded.stood_before("0031")
    before = {key: value for (at, key, name), value in upgraded.before.items() if (at, name) == STATE_OF}
    assert not before or "rejected" in before.values(), "the first demonstrations hold none"
    for key, state in before.items():
        answered = state == "rejected"
        assert upgraded.after[(STATE_OF[0], key, "state")] == ("answered" if answered else state)
        assert upgraded.after[(STATE_OF[0], key, "answer_class")] == ("not_now" if answered else None)
    steps = {key for at, key, _name in upgraded.after if at == "screening_suggestion_step"}
    said = [
        (
            upgraded.after["screening_suggestion_step", key, "suggestion_id"],
            upgraded.after["screening_suggestion_step", key, "step"],
        )
        for key in steps
    ]
    went = {"merged", "routed", "rejected"}
    expected = [
        (key[0], "answered" if state == "rejected" else state)
        for key, state in before.items()
        if state in went and upgraded.before["screening_suggestion", key, "answered_at"] is not None
    ]
    sent = {
        key[0]: value
        for (at, key, name), value in upgraded.after.items()
        if (at, name) == ("screening_suggestion", "routed_as_id") and value is not None
    }
    assert sorted(said) == sorted([*expected, *((there, "received") for there in sent.values())])
    for key in steps:
        row = {
            name: upgraded.after["screening_suggestion_step", key, name]
            for name in ("suggestion_id", "step", "other_id")
        }
        if row["step"] == "routed":
            assert row["other_id"] == sent[row["suggestion_id"]]


def test_who_made_a_suggestion_is_sealed_and_the_program_opens_it(upgraded: Upgraded) -> None:
    made = {key for at, key, name in upgraded.before if (at, name) == STATE_OF}
    named = 0
    with upgraded.app.app_context():
        for key in made:
            sealed = upgraded.after["screening_suggestion", key, "contact"]
            if upgraded.revision < "0037":
                told = [upgraded.before["screening_suggestion", key, column] for column in CONTACT]
                assert (sealed is None) == (not any(told))
            if sealed is not None:
                named += 1
                assert tuple(json.loads(opened(sealed) or b"")) == kept.SUGGESTER
    assert named == (kept.NAMED if made else 0)


def test_scores_of_before_are_a_closed_round_with_sheets_handed_in(upgraded: Upgraded) -> None:
    upgraded.stood_before("0027")
    after = upgraded.after
    scored = {key for at, key, name in upgraded.before if (at, name) == ("screening_score", "urgency")}
    assert scored
    for key in scored:
        project, account = key
        in_round = after["screening_score", key, "round_id"]
        of_round = [after["screening_scoring_round", (in_round,), name] for name in ("year", "state")]
        assert of_round == [upgraded.before["screening_project", (project,), "year"], "closed"]
        assert after["screening_score_sheet", (in_round, account), "state"] == "handed_in"
        weights = after["screening_scoring_round", (in_round,), "weights"]
        assert (json.loads(weights) if isinstance(weights, str) else weights)["funding"] == 25


def fingerprints(upgraded: Upgraded) -> dict[Cell, Any]:
    """Return the 24 digits of every key and set-up, as devices compute them from the texts that are kept."""
    found: dict[Cell, Any] = {}
    for (table, key, column), raw in upgraded.before.items():
        if (table, column) == ("ceremony", "trustees_raw") and raw is not None:
            found["ceremony", key, "fingerprint"] = trustees.fingerprint(raw)
        if (table, column) == ("ballot", "issuer_raw") and raw is not None:
            issuer = blindrsa.load_issuer(raw)
            election = Election.parse(upgraded.before["ballot", key, "election_raw"])
            found["ballot", key, "fingerprint"] = set_up_fingerprint(election, issuer.n, issuer.e)
    return found


def plenary_meetings(upgraded: Upgraded) -> dict[Cell, Any]:
    """Return what 0010 made of meetings: number and check-ins stand in a plenary meeting's rows, under another key."""
    found: dict[Cell, Any] = {}
    for (table, key, column), value in upgraded.before.items():
        if (table, column) == ("meeting", "state") and value == "quorum_confirmed":
            found[table, key, column] = "scrutineers_adopted"
        elif (table == "attendance" or (table, column) == ("meeting", "due")) and value is not None:
            found[table, key, column] = None
    return found


def logins_of_former_deputies(upgraded: Upgraded) -> dict[Cell, Any]:
    """Return the accounts that 0016 closed."""
    before = upgraded.before
    return {
        ("account", key, "closed"): True
        for (table, key, column), deputy in before.items()
        if (table, column) == ("account", "deputy_id")
        and deputy is not None
        and not before["deputy", (deputy,), "in_office"]
        and not before["account", key, "closed"]
    }


def answers(upgraded: Upgraded) -> dict[Cell, Any]:
    """Return what 0031 made of suggestions that were not adopted."""
    rejected = [
        key
        for (table, key, column), value in upgraded.before.items()
        if (table, column) == STATE_OF and value == "rejected"
    ]
    versions = {key: upgraded.before["screening_suggestion", key, "version"] + 1 for key in rejected}
    return {("screening_suggestion", key, "state"): "answered" for key in rejected} | {
        ("screening_suggestion", key, "version"): version for key, version in versions.items()
    }


def no_plain_contacts(upgraded: Upgraded) -> dict[Cell, Any]:
    """Return the contacts that are gone since 0037: what is sealed of them is opened by a case of its own."""
    return {cell: None for cell in upgraded.before if cell[0] == STATE_OF[0] and cell[2] in CONTACT}


BECAME: dict[str, Callable[[Upgraded], dict[Cell, Any]]] = {
    "0010": plenary_meetings,
    "0015": fingerprints,
    "0016": logins_of_former_deputies,
    "0031": answers,
    "0037": no_plain_contacts,
}
"""Released revision -> the cells that it must have changed, and to what. What 0003 and 0004 change is made by `aged`; no kept
demonstration has rows of 0006's tables."""


def test_what_is_compared_is_what_devices_compute_now(upgraded: Upgraded) -> None:
    digits = fingerprints(upgraded)
    assert len(digits) > 5
    assert {cell: upgraded.after[cell] for cell in digits} == digits


def test_every_stage_of_the_loop_is_in_the_kept_demonstration(upgraded: Upgraded) -> None:
    assert {*upgraded.column("ballot", "state")} >= {"ready", "open", "closed"}
    assert {*upgraded.column("tally_run", "state")} == {"announced"}
    assert {*upgraded.column("commitment", "state")} >= {"accepted", "carried_over"}
    assert len(upgraded.column("sealed_ballot", "tracker")) > 40
    assert len(set(upgraded.column("audit_head", "jurisdiction_id"))) == 6


def test_nobody_is_told_of_what_was_done_before(upgraded: Upgraded) -> None:
    ends = {
        key: value
        for (at, key, name), value in upgraded.before.items()
        if (at, name) == ("audit_head", "number")
    }
    read = {
        key: value
        for (at, key, name), value in upgraded.after.items()
        if (at, name) == ("notice_cursor", "number")
    }
    assert ends
    assert read == ends


def test_the_journal_holds(upgraded: Upgraded) -> None:
    answer = upgraded.app.test_cli_runner().invoke(args=["verify-journal"])
    assert (answer.exit_code, answer.output) == (0, "every line follows from the one before\n")
    with upgraded.app.app_context():
        assert [first_broken_line(place) for place in upgraded.column("audit_head", "jurisdiction_id")] == [
            None
        ] * 6
        db.session.remove()


def test_the_public_pages_show_what_was_there(upgraded: Upgraded) -> None:
    places = codes(upgraded)
    names = dict(rows(upgraded, "jurisdiction", ("id", "name")))
    with upgraded.served() as client:
        for place in upgraded.column("audit_head", "jurisdiction_id"):
            page = expect_page(client, f"/j/{places[place]}/")
            assert names[place] in page
        works = ("jurisdiction_id", "project_id", "title", "lead_unit", "target")
        for place, project, *facts in rows(upgraded, "commitment", works):
            expect_page(client, f"/j/{places[place]}/projects/{project}", *facts)
        expect_page(client, "/check")


def test_the_records_of_ballots_hold(upgraded: Upgraded) -> None:
    places = codes(upgraded)
    runs = rows(
        upgraded,
        "tally_run",
        ("jurisdiction_id", "ballot_uuid", "kind", "title", "digest", "lines", "counts"),
    )
    assert len(runs) >= 3
    with upgraded.served() as client:
        for place, uuid, kind, title, digest, lines, counts in runs:
            titles = [line["title"] for line in as_data(lines)]
            expect_page(client, f"/j/{places[place]}/ballots/{uuid}", title, digest, *titles)
            expect_page(client, f"/j/{places[place]}/ballots/{uuid}/check")
            bundle = client.get(f"/ballots/{uuid}/bundle.zip")
            assert bundle.status_code == 200
            decided = verify_bundle(bundle.data, VerifierReport(io.StringIO()))
            votes = [list(line.votes) for line in decided.lines]
            assert as_data(counts) == (votes if kind == "evaluate" else [[vote[0] for vote in votes]])


PAGES = {
    "staff": ("congress/", "supervision/desk", "screening/board", "screening/list", "tally", "accounts/"),
    "secretariat": ("ballots",),
    "auditor": ("journal/",),
    "supervision": ("supervision/desk",),
}


def test_people_of_every_role_sign_in_and_find_their_pages(upgraded: Upgraded) -> None:
    with upgraded.served() as client:
        for role, pages in PAGES.items():
            enter(client, f"{role}-140921")
            for page in pages:
                expect_page(client, f"/j/140921/{page}")


def test_staff_find_the_projects_of_each_year_and_the_deputies(upgraded: Upgraded) -> None:
    places = codes(upgraded)
    works = rows(upgraded, "commitment", ("jurisdiction_id", "year", "title"))
    terms = {places[place]: term for place, term in rows(upgraded, "term", ("jurisdiction_id", "id"))}
    with upgraded.served() as client:
        for place, year in {(place, year): None for place, year, _title in works}:
            enter(client, f"staff-{places[place]}")
            titles = [title for at, of, title in works if (at, of) == (place, year)]
            expect_page(client, f"/j/{places[place]}/supervision/desk?year={year}", *titles)
        enter(client, "staff-140900")
        names = [
            name
            for (table, key, column), name in upgraded.after.items()
            if (table, column) == ("deputy", "name")
            and upgraded.after["deputy", key, "term_id"] == terms["140900"]
        ]
        assert names
        expect_page(client, f"/j/140900/congress/terms/{terms['140900']}", *names)


def test_the_meeting_in_session_goes_on(upgraded: Upgraded) -> None:
    places = codes(upgraded)
    meetings = rows(upgraded, "meeting", ("jurisdiction_id", "id", "title"))
    (meeting,) = [(at, title) for place, at, title in meetings if places[place] == "140900"]
    with upgraded.served() as client:
        enter(client, "secretariat-140900")
        expect_page(client, f"/j/140900/hall/meetings/{meeting[0]}/console")
        expect_page(client, f"/j/140900/congress/meetings/{meeting[0]}", meeting[1])


def test_a_deputy_signs_in_where_voting_is_open(upgraded: Upgraded) -> None:
    with upgraded.served() as client:
        answer = client.post("/j/140921102/deputy/sign-in", data={"number": "001", "pin": PIN})
        assert answer.status_code == 303
        expect_page(client, "/j/140921102/tablet/")


def test_photographs_are_where_they_were(upgraded: Upgraded) -> None:
    photos = rows(upgraded, "supervision_photo", ("jurisdiction_id", "commitment_id", "name"))
    places = codes(upgraded)
    assert photos or upgraded.revision == "0001"
    with upgraded.served() as client:
        enter(client, "staff-140921")
        for place, work, name in photos:
            if places[place] == "140921":
                assert client.get(f"/j/140921/supervision/photos/{work}/{name}").status_code == 200


def enter(client: FlaskClient, login: str) -> None:
    """Sign in through the form."""
    client.delete_cookie("signed_in")
    assert client.post("/sign-in", data={"login": login, "password": PASSWORD}).status_code == 303


def codes(of: Upgraded) -> dict[int, str]:
    """Return the code of each place by its id."""
    return dict(rows(of, "jurisdiction", ("id", "code")))


def rows(of: Upgraded, table: str, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Return some columns of a table as they stood before the upgrade."""
    return list(zip(*(of.column(table, name) for name in columns), strict=True))


def as_data(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def expect_page(client: FlaskClient, path: str, *facts: str) -> str:
    """Return a page, which must be there and say each of the facts."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    shown = " ".join(answer.text.split())
    assert [fact for fact in facts if str(escape(" ".join(fact.split()))) not in shown] == [], path
    return shown
