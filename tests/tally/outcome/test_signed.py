"""What is shown and announced is what the scrutineers' devices signed: a database that was changed behind them is told."""

from __future__ import annotations

from collections.abc import Callable
from json import loads

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from tests.factories import sign_in
from tests.tally.factories_count import Counting, announced, ballot_of, confirmed, sign_anew, signed
from tests.tally.factories_count import counted as counted_only
from tests.tally.paper.test_actions import box_open_with_place, confirm, enter, void_one
from voting.belenios.canonical import dump
from voting.core.db import db, transaction
from voting.core.errors import WrongMoment
from voting.demonstration import count
from voting.people.rules import Place
from voting.tally.documents.queries import counted
from voting.tally.outcome.queries import AlteredOutcome, listed_outcomes, outcome, outcome_in_hall
from voting.tally.outcome.signed import signed_by
from voting.tally.paper.models import VoidPaper, places_of, sheets_of
from voting.tally.record.facts import signed_count
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import TallyState
from voting.tally.signing.models import OutcomeSignature, Share

pytestmark = pytest.mark.database
SAID = "与监票人签署的不一致"
Change = Callable[[Counting], None]


def changed(found: Counting, **values: object) -> None:
    with transaction():
        mine = TallyRun.ballot_uuid == found.uuid
        db.session.execute(update(TallyRun).where(mine).values(**values))


def other_text(found: Counting) -> None:
    """Another count in the very text that the pages read."""
    text = found.run.outcome or ""
    assert '"votes":[3,' in text
    changed(found, outcome=text.replace('"votes":[3,', '"votes":[2,'))


def other_counts(found: Counting) -> None:
    """Other numbers in the column from which the printed documents are made."""
    assert found.run.counts == [[3, 2, 0]]
    changed(found, counts=[[0, 2, 3]])


def no_signature(found: Counting) -> None:
    with transaction():
        db.session.execute(delete(OutcomeSignature))


def not_opened(found: Counting) -> None:
    """The signature of a seat that lent no share."""
    with transaction():
        db.session.execute(delete(Share))


def lower_threshold(found: Counting) -> None:
    """No signature, and a column that says that none is needed."""
    no_signature(found)
    changed(found, threshold=0)


def other_key(found: Counting) -> None:
    """Something in the place of the key's record that is none."""
    changed(found, trustees_raw="[]")


def asked(client: FlaskClient, path: str) -> tuple[int, bool]:
    """Return a page's status, and whether it says that the result is not what was signed."""
    with client.application.app_context():
        answer = client.get(path)
    return answer.status_code, SAID in answer.text


CHANGES = [other_text, other_counts, no_signature, not_opened, lower_threshold, other_key]


@pytest.mark.parametrize("change", CHANGES)
def test_a_result_that_was_changed_after_the_signing_is_shown_on_no_page(
    app: Flask, city: Place, change: Change
) -> None:
    found = announced(city)
    room = sign_in(app.test_client(), found.chair)
    assert asked(app.test_client(), f"/j/{city.code}/results") == (200, False)
    change(found)
    assert asked(app.test_client(), f"/j/{city.code}/results") == (200, True)
    assert asked(app.test_client(), f"/j/{city.code}/ballots/{found.uuid}") == (409, True)
    assert asked(room, f"/j/{city.code}/tally/{found.uuid}") == (200, True)
    with pytest.raises(WrongMoment, match=SAID):
        counted(found.run)
    with pytest.raises(WrongMoment, match=SAID):
        signed_count(found.run)
    with pytest.raises(WrongMoment, match=SAID):
        outcome(found.uuid)
    (listed,) = listed_outcomes(city.id)
    assert isinstance(listed, AlteredOutcome)
    assert SAID in listed.what


def others_present(found: Counting) -> None:
    """Another 实到 beside the box than the scrutineers signed."""
    with transaction():
        ballot_of(found.uuid).attended = found.run.present - 1
        found.run.present -= 1


def other_paper(found: Counting) -> None:
    """Both tellers' sheets say that the void paper never came back: no project's votes tell it."""
    (place,) = places_of(found.uuid)
    with transaction():
        for sheet in sheets_of(found.uuid)[place.id]:
            sheet.returned, sheet.void = sheet.returned - 1, 0
        db.session.execute(delete(VoidPaper))


def with_paper_counted(city: Place) -> Counting:
    found, place_id = box_open_with_place(city, papers=2)
    for teller in found.tellers:
        enter(found, place_id, teller)
    void_id = void_one(found, place_id)
    confirm(found, void_id)
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    count.sign(found.uuid, found.hall.holders)
    return found


@pytest.mark.parametrize(("made", "change"), [(signed, others_present), (with_paper_counted, other_paper)])
def test_what_people_told_of_a_count_is_what_was_signed_too(
    app: Flask, city: Place, made: Callable[[Place], Counting], change: Change
) -> None:
    found = made(city)
    room = sign_in(app.test_client(), found.chair)
    path = f"/j/{city.code}/tally/{found.uuid}"
    assert asked(room, path) == (200, False)
    counted(found.run)
    change(found)
    assert asked(room, path) == (200, True)
    with pytest.raises(WrongMoment, match=SAID):
        counted(found.run)
    with pytest.raises(WrongMoment):
        count.step(found.uuid, "confirm", found.secretary, found.chair)


def test_a_signature_that_does_not_hold_signs_nothing(city: Place) -> None:
    """A row in the table of signatures is no signature: the count is signed by as many as verify, not as are stored."""
    found = counted_only(city, size=2, threshold=2, votes=((0, 1), (0, 1), (0,)))
    one, other = found.hall.holders
    count.sign(found.uuid, [one])
    with transaction():
        db.session.get_one(OutcomeSignature, (found.uuid, one.index)).signature = dump(
            {"challenge": "1", "response": "1"}
        )
    states = []
    for holder in (other, one):
        count.sign(found.uuid, [holder])
        states.append(found.run.state)
    assert states == [TallyState.COUNTED, TallyState.SIGNED]


@pytest.mark.parametrize("change", CHANGES)
def test_a_result_that_was_changed_after_the_signing_is_neither_announced_nor_read_out(
    city: Place, change: Change
) -> None:
    found = confirmed(city)
    change(found)
    with pytest.raises(WrongMoment, match=SAID):
        outcome_in_hall(found.run, in_session=True)
    with pytest.raises(WrongMoment, match=SAID):
        count.step(found.uuid, "announce", found.secretary, found.chair, {"number": 1})
    assert found.run.state is TallyState.CONFIRMED


@pytest.mark.parametrize("change", [other_text, other_counts])
def test_a_result_that_was_changed_is_not_confirmed(city: Place, change: Change) -> None:
    found = signed(city)
    change(found)
    with pytest.raises(WrongMoment):
        count.step(found.uuid, "confirm", found.secretary, found.chair)
    assert found.run.state is TallyState.SIGNED


def test_who_has_signed_is_read_from_signatures_that_hold(city: Place) -> None:
    found = signed(city)
    assert signed_by(found.run) == (1,)
    other_text(found)
    assert signed_by(found.run) == ()


@pytest.mark.parametrize(("kept", "signs"), [(True, ()), (False, (1,))])
def test_of_protocol_1_a_scrutineer_who_opened_nothing_has_signed_too(
    city: Place, *, kept: bool, signs: tuple[int, ...]
) -> None:
    found = signed(city)
    text = loads(found.run.outcome or "")
    for name in () if kept else ("roll", "serial", "previous", "told"):
        del text[name]
    with transaction():
        sign_anew(found.uuid, found.hall.holders, dump(text))
    assert signed_by(found.run) == (1,)
    not_opened(found)
    assert signed_by(found.run) == signs
